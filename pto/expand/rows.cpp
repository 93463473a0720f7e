// SPDX-License-Identifier: Apache-2.0
// Instructions that go row by row: TTRI (a triangle of ones), TPAIRREDUCESUM (sums of neighbours),
// TDEQUANT ((value - offset) * scale, both from tiles, by row).
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {

/// Each row is filled, and then as far as the diagonal once more.
void triangle(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  unit.require_plain_rows({&dst});
  const bool upper = call.mode[0] != 0;
  const std::uint64_t inside = one(dst.dtype);
  const auto cols = static_cast<std::int64_t>(cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    const auto fill = [&](std::int64_t count, std::uint64_t value) {
      unit.count_mask(static_cast<std::uint64_t>(count));
      unit.fill(dst.dtype, {row_address(dst, row)}, value);
      unit.barrier();
    };
    fill(cols, upper ? inside : 0);
    const std::int64_t diagonal = std::int64_t{row} + call.mode[1];
    if (diagonal < 0) continue;
    fill(std::min(cols, upper ? diagonal : diagonal + 1), upper ? 0 : inside);
  }
  unit.full_mask();
}

/// Whole repeats of all rows (static rows that touch) or of each row, then an even rest.
void pair_sum(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  unit.require_plain_rows({&dst, &src});
  const std::uint32_t lanes = lanes_of(dst.dtype), rows = rows_of(dst), cols = cols_of(dst);
  const std::uint32_t whole = cols / lanes, rest = cols % lanes & ~1u;
  const auto add = [&](std::uint32_t row, std::uint32_t repeat, std::uint32_t repeats) {
    unit.reduce(Opcode::VCPADD, dst.dtype, row_address(dst, row, repeat * lanes / 2),
                pitch_blocks(dst),
                operand(row_address(src, row, repeat * lanes), 1, pitch_blocks(src)),
                ReduceOrder::OnlyValue, repeats);
    unit.barrier();
  };
  const auto add_rest = [&](std::uint32_t row) {
    if (rest == 0) return;
    unit.count_mask(rest);
    add(row, whole, 0);
    unit.full_mask();
  };
  const auto whole_rows = [](const TileRef& tile) { return tile.static_valid_cols == tile.cols; };
  const bool touching = (whole_rows(dst) && whole_rows(src)) || (dst.rows == 1 && src.rows == 1);
  for (std::uint32_t repeat = 0; touching && repeat < whole; ++repeat) {
    for (std::uint32_t row = 0; row < rows; row += kMaxRepeats) {
      add(row, repeat, std::min<std::uint32_t>(rows - row, kMaxRepeats));
    }
  }
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t repeat = 0; !touching && repeat < whole; ++repeat) add(row, repeat, 1);
    add_rest(row);
  }
}

/// Conversions of all rows, bytes by way of float16, then each row with its scale and offset, which
/// the scalar unit reads.
void dequantise(const TileCall& call, Issuer& front_end) {
  constexpr DType kFloat = DType::FLOAT32;
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  unit.require_plain_rows({&dst, &src, &call.tile[2], &call.tile[3]});
  const bool bytes = src.dtype == DType::INT8;
  unit.require(dst.dtype == kFloat && (bytes || src.dtype == DType::INT16), "this pair of types",
               "int8 and int16 to float32");
  unit.count_mask(cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    const std::uint64_t result = row_address(dst, row), source = row_address(src, row);
    if (bytes) {
      const VectorOperand spread = operand(result, 2, 16);
      unit.convert(DType::FLOAT16, spread, DType::INT8, operand(source, 1, 4), Rounding::None, 0);
      unit.barrier();
      unit.convert(kFloat, {result}, DType::FLOAT16, operand(result, 2, 8), Rounding::None, 0);
    } else {
      unit.convert(kFloat, {result}, DType::INT16, operand(source, 1, 4), Rounding::None, 0);
    }
    unit.barrier();
  }
  unit.count_mask(cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    const VectorOperand result{row_address(dst, row)};
    unit.sync_v_to_s();
    const std::uint64_t offset = unit.load(row_address(call.tile[3], row), 4);
    const std::uint64_t scale = unit.load(row_address(call.tile[2], row), 4);
    unit.sync_s_to_v();
    unit.with_scalar(Opcode::VADDS, kFloat, result, result, offset ^ 0x80000000u);
    unit.barrier();
    unit.with_scalar(Opcode::VMULS, kFloat, result, result, scale);
    unit.barrier();
  }
  unit.full_mask();
}

}  // namespace npusim::library::expanders
