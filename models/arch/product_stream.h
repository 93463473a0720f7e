// SPDX-License-Identifier: Apache-2.0
// Rule m.accumulate_stream: a chain of products into one result of at least ten 16 x 16 boxes needs
// no barrier, because the next product comes to a box after the one before has left it
// (hicann/catlass, tile_mmad, has this threshold for this architecture).
#pragma once

#include "models/arch/span.h"

namespace npusim {

/// Whether two products that touch these bytes of L0C follow each other in order by themselves.
constexpr bool products_stream(const Span& earlier, const Span& later) {
  constexpr std::uint64_t kBoxes = 10, kBoxBytes = 16 * 16 * 4;
  return earlier.address == later.address && earlier.total_bytes() == later.total_bytes() &&
         earlier.total_bytes() >= kBoxes * kBoxBytes;
}

}  // namespace npusim
