// SPDX-License-Identifier: Apache-2.0
// The bits of CTRL that say what becomes of results that do not fit (intrinsics.md 2.1, 2.2).
#pragma once

#include <cstdint>

namespace npusim::isa {

/// float16 and bfloat16 results.
constexpr bool saturates_floats(std::uint64_t control) { return (control >> 48 & 1) == 0; }
/// Integer results of conversions.
constexpr bool saturates_integers(std::uint64_t control) { return (control >> 59 & 1) == 0; }

}  // namespace npusim::isa
