// SPDX-License-Identifier: Apache-2.0
// The arithmetic of elementwise instructions (numerics.md; docs/isa.md), on lanes side by side.
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// out[i] = op(a[i], b[i] or scalar) for i < lanes, elements of the kernel's type; `out` overlaps
/// neither input. Each operation rounds on its own.
using LaneKernel = void (*)(const void* a, const void* b, std::uint64_t scalar, void* out,
                            unsigned lanes);

struct LaneOperation {
  LaneKernel kernel = nullptr;  ///< null: the hardware has no such instruction
  unsigned sources = 0;
};

LaneOperation lane_operation(Opcode opcode, DType type);

}  // namespace npusim::isa
