// SPDX-License-Identifier: Apache-2.0
// Which bytes of an output differ from its golden.
#pragma once

#include <cstddef>
#include <vector>

#include "models/arch/byte_range.h"

namespace npusim::analysis {

/// Ranges of 4-byte words of `candidates` (sorted, disjoint) in which any byte differs.
std::vector<ByteRange> differing_bytes(const std::byte* actual, const std::byte* golden,
                                       const std::vector<ByteRange>& candidates);

}  // namespace npusim::analysis
