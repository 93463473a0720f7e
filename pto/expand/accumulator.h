// SPDX-License-Identifier: Apache-2.0
// The accumulator's ways out, for TSTORE, TMOV and TEXTRACT.
#pragma once

#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {

/// TSTORE of a tile in L0C.
void store_accumulator(const TileCall& call, Issuer& front_end);

/// TMOV and TEXTRACT, from row and column of the accumulator, into L1.
void move_accumulator(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end);

}  // namespace npusim::library::expanders
