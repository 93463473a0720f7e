// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/fault_table.h"

#include <algorithm>

#include "analysis/describe/site_facts.h"
#include "models/arch/check.h"
#include "models/arch/fault_detail.h"

namespace npusim::analysis {
namespace {

constexpr std::uint64_t number(FaultDetail detail) { return static_cast<std::uint64_t>(detail); }
constexpr std::uint64_t number(std::uint64_t detail) { return detail; }

constexpr FaultInfo kFaults[] = {
#define NPUSIM_FAULT(fault, check, severity, hazard, rule, stops_core, fix) \
  {FaultEvent::Kind::fault, 0, check, Severity::severity, hazard, rule, stops_core, fix},
#define NPUSIM_FAULT_DETAIL(fault, detail, check, severity, hazard, rule, stops_core, fix) \
  {FaultEvent::Kind::fault,                                                                \
   number(detail),                                                                         \
   check,                                                                                  \
   Severity::severity,                                                                     \
   hazard,                                                                                 \
   rule,                                                                                   \
   stops_core,                                                                             \
   fix},
#include "analysis/describe/fault_table.def"
#undef NPUSIM_FAULT
#undef NPUSIM_FAULT_DETAIL
};

/// What `instruction` holds beside a detail.
std::uint64_t detail_of(const FaultEvent& event) {
  if (event.kind == FaultEvent::Kind::CrossCoreShared) return event.instruction & kSameSender;
  return event.instruction;
}

}  // namespace

std::span<const FaultInfo> fault_table() { return kFaults; }

const FaultInfo& info(const FaultEvent& event) {
  const std::uint64_t detail = detail_of(event);
  const auto exact = std::ranges::find_if(kFaults, [&](const FaultInfo& row) {
    return row.kind == event.kind && row.detail != 0 && row.detail == detail;
  });
  if (exact != std::end(kFaults)) return *exact;
  const auto row = std::ranges::find(kFaults, event.kind, &FaultInfo::kind);
  NPUSIM_CHECK(row != std::end(kFaults));
  return *row;
}

Finding finding_of(const FaultEvent& event) {
  const FaultInfo& fault = info(event);
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
