// SPDX-License-Identifier: Apache-2.0
// Fused forms: TADDRELUCONV and TSUBRELUCONV, which narrow; TADDDEQRELU, int32 sums through float32
// to float16; TAXPY of float16 into float32.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/opcode_of.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

/// Calls emit(row, column, repeats) for whole repeats row by row, then for the rest of each row.
template <typename Emit>
void row_by_row(VectorUnit& unit, const TileRef& dst, std::uint32_t per_repeat, Emit emit) {
  const std::uint32_t whole = cols_of(dst) / per_repeat, rest = cols_of(dst) % per_repeat;
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    for (std::uint32_t first = 0; first < whole; first += kMaxRepeats) {
      emit(row, first * per_repeat, std::min<std::uint32_t>(whole - first, kMaxRepeats));
    }
  }
  if (rest == 0) return;
  unit.lane_mask(rest);
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) emit(row, whole * per_repeat, 1u);
  unit.full_mask();
}

}  // namespace

void narrowing_sum(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  unit.require_plain_rows({&dst, &call.tile[1], &call.tile[2]});
  const DType from = call.tile[1].dtype;
  unit.require((from == DType::FLOAT32 && dst.dtype == DType::FLOAT16) ||
                   ((from == DType::FLOAT16 || from == DType::INT16) && dst.dtype == DType::INT8),
               "this pair of types", "float32 to float16, float16 and int16 to int8");
  LaneInstruction instruction = lanes(opcode_of(call.op), dst.dtype);
  instruction.src_dtype = from;
  instruction.dst.repeat_stride = 4;  // results take half of the sources' space
  row_by_row(unit, dst, lanes_of(from),
             [&](std::uint32_t row, std::uint32_t column, std::uint32_t repeats) {
               instruction.repeats = repeats;
               instruction.dst.address = row_address(dst, row, column);
               instruction.src0.address = row_address(call.tile[1], row, column);
               instruction.src1.address = row_address(call.tile[2], row, column);
               unit.issue(instruction);
             });
}

/// The sum, scaled by 2^-17, the scale, and 2^17, clipped at 0. Both sources are overwritten.
void dequantised_sum(const TileCall& call, Issuer& front_end) {
  constexpr DType kFloat = DType::FLOAT32, kInteger = DType::INT32;
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  unit.require_plain_rows({&dst, &call.tile[1], &call.tile[2], &call.tile[3]});
  const std::uint64_t scales[] = {bits_of(kFloat, 0x1p-17f), call.scalar, bits_of(kFloat, 0x1p17f)};
  row_by_row(unit, dst, lanes_of(kFloat),
             [&](std::uint32_t row, std::uint32_t column, std::uint32_t repeats) {
               const VectorOperand a{row_address(call.tile[1], row, column)};
               const VectorOperand b{row_address(call.tile[2], row, column)};
               const VectorOperand tmp{row_address(call.tile[3], row, column)};
               unit.two_sources(Opcode::VADD, kInteger, tmp, a, b, repeats);
               unit.barrier();
               unit.convert(kFloat, a, kInteger, tmp, Rounding::None, repeats);
               unit.barrier();
               for (const std::uint64_t scale : scales) {
                 unit.with_scalar(Opcode::VMULS, kFloat, a, a, scale, repeats);
                 unit.barrier();
               }
               unit.fill(kFloat, tmp, 0, repeats);
               unit.barrier();
               unit.two_sources(Opcode::VMAX, kFloat, b, a, tmp, repeats);
               unit.barrier();
               unit.convert(DType::FLOAT16, operand(row_address(dst, row, column), 1, 4), kFloat, b,
                            Rounding::None, repeats);
               unit.barrier();
             });
}

void multiply_add_scalar(const TileCall& call, Issuer& front_end) {
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  if (rows_of(dst) != rows_of(src) || cols_of(dst) != cols_of(src)) return;
  if (dst.dtype == src.dtype) return scalar(call, front_end);
  VectorUnit unit(call, front_end);
  unit.require(dst.dtype == DType::FLOAT32 && src.dtype == DType::FLOAT16, "this pair of types",
               "one type, or float16 into float32");
  unit.require_plain_rows({&dst, &src});
  LaneInstruction instruction = lanes(Opcode::VAXPY, dst.dtype);
  instruction.src_dtype = src.dtype;
  instruction.scalar = call.scalar;
  const auto issue = [&](std::uint32_t row, std::uint32_t column, std::uint32_t repeats) {
    instruction.repeats = repeats;
    instruction.dst.address = row_address(dst, row, column);
    instruction.src0.address = row_address(src, row, column);
    unit.issue(instruction);
  };
  const std::uint32_t per_repeat = lanes_of(dst.dtype), rows = rows_of(dst), cols = cols_of(dst);
  const bool strides_fit =
      pitch_blocks(dst) <= kMaxRepeatStride && pitch_blocks(src) <= kMaxRepeatStride;
  if (!strides_fit || cols / per_repeat > rows) {
    instruction.src0.repeat_stride = 4;
    unit.count_mask(cols);
    for (std::uint32_t row = 0; row < rows; ++row) issue(row, 0, 0);
    return unit.full_mask();
  }
  instruction.dst.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(dst));
  instruction.src0.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(src));
  const bool narrow =
      dst.cols < static_cast<int>(per_repeat) || src.cols < static_cast<int>(per_repeat);
  const std::uint32_t whole = narrow ? 0 : cols / per_repeat;
  for (std::uint32_t row = 0; row < rows; row += kMaxRepeats) {
    const auto count = std::min<std::uint32_t>(rows - row, kMaxRepeats);
    for (std::uint32_t i = 0; i < whole; ++i) issue(row, i * per_repeat, count);
    if (cols == whole * per_repeat) continue;
    unit.lane_mask(cols - whole * per_repeat);
    issue(row, whole * per_repeat, count);
    unit.full_mask();
  }
}

}  // namespace npusim::library::expanders
