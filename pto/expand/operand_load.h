// SPDX-License-Identifier: Apache-2.0
// TMOV and TEXTRACT from L1 into L0A and L0B.
#pragma once

#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {

/// The tile that call.tile[0] is, from row and column of call.tile[1] on.
void load_left(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end);
void load_right(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end);

}  // namespace npusim::library::expanders
