// SPDX-License-Identifier: Apache-2.0
// What the library takes for granted in a call and does not look at itself: said to the model as
// remarks, which change nothing (its debug build stops at some of them).
#pragma once

#include "pto/tile_call.h"

namespace npusim::library {

/// The mask, valid sizes within their tiles, and the shapes of a tensor and its tile.
void check_call(const TileCall& call);

}  // namespace npusim::library
