// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/contested.h"

#include "models/arch/contested_rules.h"

namespace npusim::analysis {

void weigh_contested(Finding& finding, const Knobs& knobs, bool as_errors) {
  const ContestedRule* const rule = find_contested(finding.rule);
  if (rule == nullptr || finding.severity == Severity::Note) return;
  const bool strict = as_errors || knobs.get(rule->knob) == rule->strict.value;
  finding.severity = strict ? Severity::Error : Severity::Warning;
}

}  // namespace npusim::analysis
