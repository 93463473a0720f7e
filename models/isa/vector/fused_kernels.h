// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions that do two things: multiply and add, compute and narrow
// (intrinsics.md 2.3.1, 2.3.2).
#pragma once

#include "models/isa/vector/lane_kernels.h"

namespace npusim::isa {

/// kernel is null for other instructions and pairs of types.
LaneOperation fused_operation(Opcode opcode, DType dtype, DType src_dtype);

}  // namespace npusim::isa
