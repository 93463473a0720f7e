// SPDX-License-Identifier: Apache-2.0
// What stores in an atomic mode do to the memory (intrinsics.md 3.5).
#pragma once

#include <cstddef>
#include <cstdint>

#include "cce/port/atomic_mode.h"

namespace npusim {

/// Combines `bytes` bytes of elements at `data` with those at `target`, each as mode.dtype. Sums of
/// floating-point numbers are rounded to nearest even, those of integers wrap; of two numbers
/// that do not compare, the memory's stays. What is left of an element at the end is not touched.
/// Types: float32, float16, bfloat16, int32, int16, int8.
void atomic_combine(const isa::AtomicMode& mode, std::byte* target, const std::uint8_t* data,
                    std::uint32_t bytes);

/// Whether the hardware has atomic modes for `type`.
bool has_atomic_modes(DType type);

}  // namespace npusim
