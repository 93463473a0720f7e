// SPDX-License-Identifier: Apache-2.0
// What a finding weighs that rests on a rule about which sources disagree.
#pragma once

#include "analysis/result/finding.h"
#include "models/arch/knobs.h"

namespace npusim::analysis {

/// A finding of a contested rule becomes a warning, or an error where the run's knobs choose the
/// strict reading or `as_errors` is set. Others stay what they are.
void weigh_contested(Finding& finding, const Knobs& knobs, bool as_errors);

}  // namespace npusim::analysis
