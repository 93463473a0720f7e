// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/mad_shape.h"

#include "models/arch/mem_space.h"

namespace npusim::isa {
namespace {

constexpr std::uint32_t kFractalRows = 16;

std::uint32_t rounded_up(std::uint32_t value, std::uint32_t unit) {
  return (value + unit - 1) / unit * unit;
}

}  // namespace

MadShape::MadShape(const ProductInstruction& product) {
  const bool pairs = product.opcode == Opcode::MAD_S4;
  panels.a = product.a;
  panels.b = product.b;
  panels.m = product.m;
  panels.k = pairs ? (std::uint32_t{product.k} + 1) / 2 : product.k;
  panels.n = product.n;
  panels.a_type = pairs ? DType::INT8 : product.a_type;
  panels.b_type = pairs ? DType::INT8 : product.b_type;
  const bool by_sixteen = product.k_aligned_to_16 && product.a_type == DType::FLOAT32;
  panels.a_cols =
      rounded_up(panels.k, by_sixteen ? kFractalRows : kBlockBytes / size_bytes(panels.a_type));
  panels.b_cols = rounded_up(product.n, kFractalRows);
  panels.a_is_vector = product.m == 1 && product.opcode != Opcode::MAD_SPARSE;
  b_rows = product.opcode == Opcode::MAD_SPARSE ? (panels.k + 3) / 4 * 2 : panels.k;
  a = left_layout(size_bytes(panels.a_type), panels.a_cols);
  if (panels.a_is_vector) a.box_col_stride = kBlockBytes;
  b = right_layout(size_bytes(panels.b_type), panels.b_cols);
  c = accumulator_layout(size_bytes(product.c_type), rounded_up(product.m, kFractalRows));
}

}  // namespace npusim::isa
