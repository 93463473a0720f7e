// SPDX-License-Identifier: Apache-2.0
// TMATMUL and TMATMUL_ACC: one product. ACC adds to the result tile in place; the hardware form has
// no second accumulator.
#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

/// One row would select the vector-times-matrix mode, so the library computes 16.
constexpr std::uint32_t kRowsOfOneRow = 16;

}  // namespace

void product(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const bool accumulate = call.op == TileOp::TMATMUL_ACC;
  const TileRef& c = call.tile[0];
  const TileRef& a = call.tile[accumulate ? 2 : 1];
  const TileRef& b = call.tile[accumulate ? 3 : 2];
  emitter.require(c.loc == TileLoc::Acc && a.loc == TileLoc::Left && b.loc == TileLoc::Right,
                  "tiles in other memories", "Acc, Left, Right");
  emitter.require(!accumulate || call.tile[1].address == c.address,
                  "an input accumulator that is not the result", "accumulation in place");
  isa::ProductInstruction product;
  product.a = a.address;
  product.b = b.address;
  product.c = c.address;
  product.m = static_cast<std::uint16_t>(rows_of(a) == 1 ? kRowsOfOneRow : rows_of(a));
  product.k = static_cast<std::uint16_t>(cols_of(a));
  product.n = static_cast<std::uint16_t>(cols_of(b));
  product.a_type = a.dtype;
  product.b_type = b.dtype;
  product.c_type = c.dtype;
  product.start = accumulate ? isa::ProductStart::Accumulator : isa::ProductStart::Zero;
  product.unit_flag = static_cast<std::uint8_t>(call.mode[0]);
  product.k_aligned_to_16 = a.dtype == DType::FLOAT32 && (a.k_aligned || b.k_aligned);
  emitter.issue(product);
}

}  // namespace npusim::library::expanders
