// SPDX-License-Identifier: Apache-2.0
// Addition at the memory, for TSTORE with AtomicAdd (tile-isa.md section 3.2).
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/arch/dtype.h"

namespace npusim {

/// Adds `bytes` bytes of elements of `type` at `data` to those at `target`. Floating-point sums are
/// rounded to nearest even; integers wrap.
/// Types: float32, float16, bfloat16, int32, int16, int8.
void atomic_add(DType type, std::byte* target, const std::uint8_t* data, std::uint32_t bytes);

/// Whether the hardware has an atomic addition for `type`.
bool has_atomic_add(DType type);

}  // namespace npusim
