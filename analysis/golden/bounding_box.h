// SPDX-License-Identifier: Apache-2.0
// The part of a tensor that a list of byte ranges lies in.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/arch/byte_range.h"

namespace npusim::analysis {

/// Smallest box, [low, high) per dimension, that holds every element touched by `ranges` of a dense
/// row-major tensor. Empty without ranges.
std::vector<std::pair<std::uint64_t, std::uint64_t>> bounding_box(
    const std::vector<ByteRange>& ranges, const std::vector<std::uint64_t>& shape,
    std::uint64_t element_bytes);

}  // namespace npusim::analysis
