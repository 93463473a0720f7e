// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/fault_table.h"

#include <algorithm>

#include "analysis/describe/site_facts.h"
#include "models/arch/check.h"

namespace npusim::analysis {
namespace {

constexpr FaultInfo kFaults[] = {
#define NPUSIM_FAULT(fault, check, severity, hazard, rule, stops_core, fix) \
  {FaultEvent::Kind::fault, check, Severity::severity, hazard, rule, stops_core, fix},
#include "analysis/describe/fault_table.def"
#undef NPUSIM_FAULT
};

}  // namespace

std::span<const FaultInfo> fault_table() { return kFaults; }

const FaultInfo& info(FaultEvent::Kind kind) {
  const auto row = std::ranges::find(kFaults, kind, &FaultInfo::kind);
  NPUSIM_CHECK(row != std::end(kFaults));
  return *row;
}

Finding finding_of(const FaultEvent& event) {
  const FaultInfo& fault = info(event.kind);
  Finding finding;
  finding.check = fault.check;
  finding.hazard = fault.hazard;
  finding.severity = fault.severity;
  const bool of_a_flag =
      event.kind == FaultEvent::Kind::FlagLeak || event.kind == FaultEvent::Kind::FlagOverrun;
  if (of_a_flag) finding.flag = event.instruction;
  finding.message = event.text;
  finding.fix = fault.fix;
  rest_on(finding, fault.rule);
  return finding;
}

}  // namespace npusim::analysis
