// SPDX-License-Identifier: Apache-2.0
// One function for each family of tile instructions; expand.cpp says which one expands what.
#pragma once

#include "models/isa/issuer.h"

namespace npusim::isa::expanders {

void binary(const port::TileCall& call, Issuer& front_end);
void scalar(const port::TileCall& call, Issuer& front_end);
void divide_by_scalar(const port::TileCall& call, Issuer& front_end);
void unary(const port::TileCall& call, Issuer& front_end);
void convert(const port::TileCall& call, Issuer& front_end);
void fill(const port::TileCall& call, Issuer& front_end);
void row_reduction(const port::TileCall& call, Issuer& front_end);
void row_broadcast(const port::TileCall& call, Issuer& front_end);
void row_broadcast_operation(const port::TileCall& call, Issuer& front_end);
void column_broadcast(const port::TileCall& call, Issuer& front_end);
void column_broadcast_operation(const port::TileCall& call, Issuer& front_end);
void iota(const port::TileCall& call, Issuer& front_end);
void gather(const port::TileCall& call, Issuer& front_end);
void scatter(const port::TileCall& call, Issuer& front_end);
void compare_with_scalar(const port::TileCall& call, Issuer& front_end);
void select(const port::TileCall& call, Issuer& front_end);
void transpose(const port::TileCall& call, Issuer& front_end);
void load(const port::TileCall& call, Issuer& front_end);
void store(const port::TileCall& call, Issuer& front_end);
void move(const port::TileCall& call, Issuer& front_end);
void product(const port::TileCall& call, Issuer& front_end);

}  // namespace npusim::isa::expanders
