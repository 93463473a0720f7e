// SPDX-License-Identifier: Apache-2.0
// TMATMUL and TGEMV with _ACC and _BIAS: one product. ACC adds to the result tile in place; the
// hardware form has no second accumulator. GEMV takes one row whatever the tile has.
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
  const bool vector =
      call.op == TileOp::TGEMV || call.op == TileOp::TGEMV_ACC || call.op == TileOp::TGEMV_BIAS;
  const bool with_bias = call.op == TileOp::TMATMUL_BIAS || call.op == TileOp::TGEMV_BIAS;
  // TGEMV_ACC(c, c_in, a, b) as TMATMUL_ACC.
  const bool in_place = accumulate || call.op == TileOp::TGEMV_ACC;
  const TileRef& c = call.tile[0];
  const TileRef& a = call.tile[in_place ? 2 : 1];
  const TileRef& b = call.tile[in_place ? 3 : 2];
  emitter.require(c.loc == TileLoc::Acc && a.loc == TileLoc::Left && b.loc == TileLoc::Right,
                  "tiles in other memories", "Acc, Left, Right");
  emitter.require(!in_place || call.tile[1].address == c.address,
                  "an input accumulator that is not the result", "accumulation in place");
  isa::ProductInstruction product;
  product.a = a.address;
  product.b = b.address;
  product.c = c.address;
  product.m = static_cast<std::uint16_t>(rows_of(a) == 1 ? kRowsOfOneRow : rows_of(a));
  if (vector) product.m = 1;
  product.k = static_cast<std::uint16_t>(vector ? rows_of(b) : cols_of(a));
  product.n = static_cast<std::uint16_t>(cols_of(b));
  product.a_type = a.dtype;
  product.b_type = b.dtype;
  product.c_type = c.dtype;
  product.start = in_place    ? isa::ProductStart::Accumulator
                  : with_bias ? isa::ProductStart::Bias
                              : isa::ProductStart::Zero;
  if (with_bias) product.bias = call.tile[3].address;
  product.unit_flag = static_cast<std::uint8_t>(call.mode[0]);
  product.k_aligned_to_16 =
      a.dtype == DType::FLOAT32 && b.dtype == DType::FLOAT32 && (a.k_aligned || b.k_aligned);
  emitter.issue(product);
}

}  // namespace npusim::library::expanders
