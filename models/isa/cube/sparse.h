// SPDX-License-Identifier: Apache-2.0
// 4:2 sparse weights: of each four along k two are stored, and two bits for each say which
// (intrinsics.md 2.5; the first may stand at 0 to 2, the second at 1 to 3).
#pragma once

#include "models/isa/cube/mad_shape.h"

namespace npusim::isa {

/// The right operand with its zeros, in panels as read_right gives them.
void read_sparse_right(const MadShape& shape, Bytes l0b, Elements<std::int32_t>& panels);

}  // namespace npusim::isa
