// SPDX-License-Identifier: Apache-2.0
// A vector instruction whose result lies over what it still has to read (intrinsics.md 2.1 rule 6).
#pragma once

#include "models/isa/instruction.h"

namespace npusim::isa {

/// Whether a repeat writes bytes that a later repeat of the same instruction reads. Not asked of
/// operands that lie in one place, of a source that each repeat reads again, and of conversions.
bool overwrites_later_source(const Operands& operands);

}  // namespace npusim::isa
