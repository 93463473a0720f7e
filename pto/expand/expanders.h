// SPDX-License-Identifier: Apache-2.0
// One function for each family of tile instructions; expand.cpp says which one expands what.
#pragma once

#include "pto/expand/expand.h"

namespace npusim::library::expanders {

void binary(const TileCall& call, Issuer& front_end);
void scalar(const TileCall& call, Issuer& front_end);
void divide_by_scalar(const TileCall& call, Issuer& front_end);
void unary(const TileCall& call, Issuer& front_end);
void convert(const TileCall& call, Issuer& front_end);
/// Whether TCVT without saturation takes several instructions, and these (wrapping_conversion.cpp).
bool wraps_by_steps(const TileCall& call);
void convert_wrapping(const TileCall& call, Issuer& front_end);
void fill(const TileCall& call, Issuer& front_end);
void fill_l1(const TileCall& call, Issuer& front_end);
void row_reduction(const TileCall& call, Issuer& front_end);
void row_broadcast(const TileCall& call, Issuer& front_end);
void row_broadcast_operation(const TileCall& call, Issuer& front_end);
void column_broadcast(const TileCall& call, Issuer& front_end);
void column_broadcast_operation(const TileCall& call, Issuer& front_end);
void iota(const TileCall& call, Issuer& front_end);
void gather(const TileCall& call, Issuer& front_end);
void scatter(const TileCall& call, Issuer& front_end);
void reciprocal_root(const TileCall& call, Issuer& front_end);
void exclusive_or(const TileCall& call, Issuer& front_end);
void exclusive_or_scalar(const TileCall& call, Issuer& front_end);
void bitwise_scalar(const TileCall& call, Issuer& front_end);
void shift(const TileCall& call, Issuer& front_end);
void parametric_relu(const TileCall& call, Issuer& front_end);
void remainder(const TileCall& call, Issuer& front_end);
void power(const TileCall& call, Issuer& front_end);
void narrowing_sum(const TileCall& call, Issuer& front_end);
void dequantised_sum(const TileCall& call, Issuer& front_end);
void multiply_add_scalar(const TileCall& call, Issuer& front_end);
void part_operation(const TileCall& call, Issuer& front_end);
void part_argument(const TileCall& call, Issuer& front_end);
void column_sum(const TileCall& call, Issuer& front_end);
void column_fold(const TileCall& call, Issuer& front_end);
void column_argument(const TileCall& call, Issuer& front_end);
void row_argument(const TileCall& call, Issuer& front_end);
void gather_blocks(const TileCall& call, Issuer& front_end);
void sort32(const TileCall& call, Issuer& front_end);
void merge_sorted(const TileCall& call, Issuer& front_end);
void concatenate(const TileCall& call, Issuer& front_end);
void triangle(const TileCall& call, Issuer& front_end);
void pair_sum(const TileCall& call, Issuer& front_end);
void dequantise(const TileCall& call, Issuer& front_end);
void fill_pad(const TileCall& call, Issuer& front_end);
void move_within_ub(const TileCall& call, Issuer& front_end);
void compare(const TileCall& call, Issuer& front_end);
void select_scalar(const TileCall& call, Issuer& front_end);
void compare_with_scalar(const TileCall& call, Issuer& front_end);
void select(const TileCall& call, Issuer& front_end);
void transpose(const TileCall& call, Issuer& front_end);
void load(const TileCall& call, Issuer& front_end);
void store(const TileCall& call, Issuer& front_end);
void move(const TileCall& call, Issuer& front_end);
void product(const TileCall& call, Issuer& front_end);

}  // namespace npusim::library::expanders
