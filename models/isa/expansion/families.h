// SPDX-License-Identifier: Apache-2.0
// The expanders, by family; expansion.def says which instruction has which.
#pragma once

#include "models/isa/expansion/expander.h"

namespace npusim::isa {

// elementwise.cpp
template <Opcode opcode>
void expand_binary(const port::TileCall& call, Issuer& front_end);
template <Opcode opcode>
void expand_unary(const port::TileCall& call, Issuer& front_end);
template <Opcode opcode>
void expand_with_scalar(const port::TileCall& call, Issuer& front_end);
void expand_subtract_scalar(const port::TileCall& call, Issuer& front_end);
void expand_negate(const port::TileCall& call, Issuer& front_end);
// divide.cpp
void expand_divide_scalar(const port::TileCall& call, Issuer& front_end);
void expand_reciprocal(const port::TileCall& call, Issuer& front_end);
// fill.cpp
void expand_fill(const port::TileCall& call, Issuer& front_end);
void expand_iota(const port::TileCall& call, Issuer& front_end);
// convert.cpp
void expand_convert(const port::TileCall& call, Issuer& front_end);
// reduce.cpp
void expand_row_sum(const port::TileCall& call, Issuer& front_end);
template <Opcode combine, Opcode reduce>
void expand_row_extreme(const port::TileCall& call, Issuer& front_end);
// broadcast.cpp
void expand_row_broadcast(const port::TileCall& call, Issuer& front_end);
template <Opcode opcode>
void expand_row_broadcast_binary(const port::TileCall& call, Issuer& front_end);
void expand_col_broadcast(const port::TileCall& call, Issuer& front_end);
template <Opcode opcode>
void expand_col_broadcast_binary(const port::TileCall& call, Issuer& front_end);
// gather_scatter.cpp
void expand_gather(const port::TileCall& call, Issuer& front_end);
void expand_scatter(const port::TileCall& call, Issuer& front_end);
// select.cpp
void expand_compare_scalar(const port::TileCall& call, Issuer& front_end);
void expand_select(const port::TileCall& call, Issuer& front_end);
// transpose.cpp
void expand_transpose(const port::TileCall& call, Issuer& front_end);
// transfer.cpp
void expand_load(const port::TileCall& call, Issuer& front_end);
void expand_store(const port::TileCall& call, Issuer& front_end);
// move.cpp
void expand_move(const port::TileCall& call, Issuer& front_end);
void expand_extract(const port::TileCall& call, Issuer& front_end);
// matmul.cpp
void expand_matmul(const port::TileCall& call, Issuer& front_end);
void expand_matmul_accumulate(const port::TileCall& call, Issuer& front_end);

}  // namespace npusim::isa
