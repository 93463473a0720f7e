// SPDX-License-Identifier: Apache-2.0
// TMATMUL and TMATMUL_ACC: one MAD each (tile-isa.md section 3.2).
#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

void issue_product(const port::TileRef& c, const port::TileRef& a, const port::TileRef& b,
                   bool accumulate, Issuer& front_end) {
  MatrixProduct product;
  product.a = a.address;
  product.b = b.address;
  product.c = c.address;
  product.m = static_cast<std::uint32_t>(a.valid_rows);
  product.k = static_cast<std::uint32_t>(a.valid_cols);
  product.n = static_cast<std::uint32_t>(b.valid_cols);
  product.a_cols = static_cast<std::uint32_t>(a.cols);
  product.b_cols = static_cast<std::uint32_t>(b.cols);
  product.c_rows = static_cast<std::uint32_t>(c.rows);
  product.a_type = a.dtype;
  product.b_type = b.dtype;
  product.c_type = c.dtype;
  product.accumulate = accumulate;
  Instruction instruction;
  instruction.opcode = Opcode::MAD;
  instruction.dtype = c.dtype;
  instruction.src_dtype = a.dtype;
  instruction.product = product;
  front_end.issue(instruction);
}

}  // namespace

void expand_matmul(const port::TileCall& call, Issuer& front_end) {
  issue_product(call.tile[0], call.tile[1], call.tile[2], false, front_end);
}

/// The hardware accumulates in place: with four operands the second must be the first.
void expand_matmul_accumulate(const port::TileCall& call, Issuer& front_end) {
  if (call.tile_count == 4) {
    if (call.tile[1].address != call.tile[0].address) {
      not_modelled(call, front_end, "from another accumulator than the result");
    }
    issue_product(call.tile[0], call.tile[2], call.tile[3], true, front_end);
  } else {
    issue_product(call.tile[0], call.tile[1], call.tile[2], true, front_end);
  }
}

}  // namespace npusim::isa
