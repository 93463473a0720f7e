// SPDX-License-Identifier: Apache-2.0
// How the faults that the model sees itself appear as findings, from fault_table.def.
#pragma once

#include <span>
#include <string_view>

#include "analysis/result/finding.h"
#include "models/arch/event.h"

namespace npusim::analysis {

struct FaultInfo {
  FaultEvent::Kind kind;
  std::string_view check;  ///< empty: no finding, but a limit of npusim's own
  Severity severity;
  std::string_view hazard, rule;
  bool stops_core;  ///< what the core's pipes wait for from then on follows from the fault
  std::string_view fix;
};

std::span<const FaultInfo> fault_table();
/// The row of a kind.
const FaultInfo& info(FaultEvent::Kind kind);

/// What all findings of a fault have in common: check, hazard, severity, rule, message and fix.
Finding finding_of(const FaultEvent& event);

}  // namespace npusim::analysis
