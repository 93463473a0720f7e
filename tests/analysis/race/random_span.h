// SPDX-License-Identifier: Apache-2.0
// Bytes that an instruction of a random program touches.
#pragma once

#include <cstdint>

#include "models/arch/span.h"

namespace npusim::test {

/// Bytes from `base` on, some strided. `pick(bound)` draws a number.
template <typename Pick>
Span random_span(Pick&& pick, std::uint64_t base, bool vector, std::uint32_t repeats) {
  Span span = contiguous(base + pick(70), static_cast<std::uint32_t>(1 + pick(40)));
  if (pick(5) == 0) {  // whole 32-byte blocks
    span = contiguous(base + 32 * pick(3), 32 * static_cast<std::uint32_t>(1 + pick(4)));
  } else if (pick(3) == 0) {
    span.runs = static_cast<std::uint32_t>(2 + pick(2));
    span.run_bytes = static_cast<std::uint32_t>(1 + pick(12));
    span.run_stride = static_cast<std::int64_t>(pick(30));
  }
  if (vector) {
    span.groups = repeats;
    span.group_stride = static_cast<std::int64_t>(pick(20));
  }
  return span;
}

}  // namespace npusim::test
