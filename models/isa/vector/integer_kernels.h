// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions on bits: logic, shifts, moves (intrinsics.md 2.3.1 to 2.3.4).
#pragma once

#include "models/isa/vector/lane_kernels.h"

namespace npusim::isa {

/// kernel is null for other instructions and types.
LaneOperation integer_operation(Opcode opcode, DType dtype);

}  // namespace npusim::isa
