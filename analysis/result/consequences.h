// SPDX-License-Identifier: Apache-2.0
// One cause, one error: findings that follow from another one stand under it.
#pragma once

#include <vector>

#include "analysis/result/finding.h"

namespace npusim::analysis {

/// Takes out of the list what follows from another finding of it, which then says so in `follows`:
///  - a read of bytes that nobody wrote, where a race lets the read come too early;
///  - a race between a tile that lies over another one and the reader of that one: in whatever
///    order, the bytes are gone;
///  - lines left dirty by a store that is outside its tensor, or that a later reader races with.
void fold_consequences(std::vector<Finding>& findings);

}  // namespace npusim::analysis
