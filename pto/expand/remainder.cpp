// SPDX-License-Identifier: Apache-2.0
// TREM, TREMS (the divisor's sign) and TFMOD, TFMODS (the dividend's), a row at a time: quotient,
// rounded, times divisor, taken from the dividend. Integers go through float32, the dividend and a
// divisor tile being converted in place and back.
#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr DType kFloat = DType::FLOAT32, kInteger = DType::INT32;

class RowRemainder {
 public:
  RowRemainder(VectorUnit& unit, const TileCall& call) : unit_(unit), call_(call) {
    const TileRef& dst = call.tile[0];
    columns_ = cols_of(dst);
    repeats_ = (columns_ + lanes_of(kFloat) - 1) / lanes_of(kFloat);
    row_bytes_ = pitch_bytes(dst);
  }

  void with_tile(std::uint64_t dst, std::uint64_t a, std::uint64_t b, std::uint64_t tmp) {
    const bool integers = call_.tile[0].dtype == kInteger;
    unit_.count_mask(columns_);
    if (integers) {
      convert(kFloat, a, kInteger, a, Rounding::None, false);
      convert(kFloat, b, kInteger, b, Rounding::None);
    }
    two(Opcode::VDIV, kFloat, tmp, a, b);
    convert(integers ? kInteger : kFloat, tmp, kFloat, tmp, Rounding::Floor);
    if (integers) {
      convert(kInteger, a, kFloat, a, Rounding::Rint, false);
      convert(kInteger, b, kFloat, b, Rounding::Rint);
    }
    const DType type = call_.tile[0].dtype;
    two(Opcode::VMUL, type, dst, tmp, b);
    two(Opcode::VSUB, type, dst, a, dst);
    if (integers) {
      convert(kFloat, dst, kInteger, dst, Rounding::None, false);
      convert(kFloat, b, kInteger, b, Rounding::None);
    }
    two(Opcode::VMUL, kFloat, tmp, dst, b);
    choose(dst, b, tmp, integers);
    if (integers) convert(kInteger, dst, kFloat, dst, Rounding::Trunc);
  }

  void with_scalar(std::uint64_t dst, std::uint64_t a, std::uint64_t tmp) {
    const DType type = call_.tile[0].dtype;
    const bool integers = type == kInteger;
    const std::uint64_t divisor =
        integers ? bits_of(kFloat, static_cast<float>(static_cast<std::int32_t>(call_.scalar)))
                 : call_.scalar;
    if (integers) convert(kFloat, a, kInteger, a, Rounding::None, false);
    unit_.fill(kFloat, {tmp}, divisor);
    unit_.barrier();
    two(Opcode::VDIV, kFloat, tmp, a, tmp);
    if (integers) convert(kInteger, a, kFloat, a, Rounding::Rint, false);
    convert(type, tmp, kFloat, tmp, Rounding::Floor);
    times(type, dst, tmp, call_.scalar);
    two(Opcode::VSUB, type, dst, a, dst);
    if (integers) {
      convert(kFloat, dst, kInteger, dst, Rounding::None, false);
      convert(kFloat, tmp, kInteger, tmp, Rounding::None);
    }
    times(kFloat, tmp, dst, divisor);
    // The bits of "negative" lie over the product itself.
    unit_.compare_with(Comparison::Lt, kFloat, tmp, {tmp}, 0, 1);
    unit_.barrier();
    unit_.load_compare_mask(kFloat, tmp);
    unit_.barrier();
    unit_.with_scalar(Opcode::VADDS, kFloat, {tmp}, {dst}, divisor);
    unit_.barrier();
    unit_.select(SelectMode::CompareMask, kFloat, {dst}, {tmp}, {dst});
    unit_.barrier();
    if (integers) convert(kInteger, dst, kFloat, dst, Rounding::Trunc);
  }

  void truncated_with_tile(std::uint64_t dst, std::uint64_t a, std::uint64_t b) {
    two(Opcode::VDIV, kFloat, dst, a, b);
    convert(kFloat, dst, kFloat, dst, Rounding::Trunc);
    two(Opcode::VMUL, kFloat, dst, dst, b);
    two(Opcode::VSUB, kFloat, dst, a, dst);
  }
  void truncated_with_scalar(std::uint64_t dst, std::uint64_t a) {
    unit_.fill(kFloat, {dst}, call_.scalar);
    unit_.barrier();
    two(Opcode::VDIV, kFloat, dst, a, dst);
    convert(kFloat, dst, kFloat, dst, Rounding::Trunc);
    times(kFloat, dst, dst, call_.scalar);
    two(Opcode::VSUB, kFloat, dst, a, dst);
  }

 private:
  /// Where remainder times divisor is negative, the divisor is added once more. The bits lie a row
  /// of dst behind tmp, and their address before them.
  void choose(std::uint64_t dst, std::uint64_t b, std::uint64_t tmp, bool integers) {
    const std::uint64_t bits = tmp + row_bytes_;
    if (!integers) unit_.full_mask();
    unit_.fill(DType::UINT32, {bits}, bits);
    unit_.barrier();
    unit_.load_compare_mask(kFloat, bits);
    unit_.barrier();
    if (integers) unit_.full_mask();
    unit_.compare_with(Comparison::Lt, kFloat, bits, {tmp}, 0, repeats_);
    unit_.barrier();
    unit_.count_mask(columns_);
    two(Opcode::VADD, kFloat, tmp, dst, b);
    unit_.select(SelectMode::MaskAddress, kFloat, {dst}, {tmp}, {dst}, bits);
    unit_.barrier();
  }

  void two(Opcode opcode, DType type, std::uint64_t dst, std::uint64_t a, std::uint64_t b) {
    unit_.two_sources(opcode, type, {dst}, {a}, {b});
    unit_.barrier();
  }
  void times(DType type, std::uint64_t dst, std::uint64_t a, std::uint64_t scalar) {
    unit_.with_scalar(Opcode::VMULS, type, {dst}, {a}, scalar);
    unit_.barrier();
  }
  void convert(DType to, std::uint64_t dst, DType from, std::uint64_t src, Rounding rounding,
               bool barrier = true) {
    unit_.convert(to, {dst}, from, {src}, rounding);
    if (barrier) unit_.barrier();
  }

  VectorUnit& unit_;
  const TileCall& call_;
  std::uint32_t columns_, repeats_, row_bytes_;
};

}  // namespace

void remainder(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const bool floored = call.op == TileOp::TREM || call.op == TileOp::TREMS;
  unit.require(dst.dtype == kFloat || (floored && dst.dtype == kInteger), npusim::name(dst.dtype),
               "float32; TREM and TREMS also int32");
  unit.require_plain_rows({&dst, &call.tile[1]});
  if (call.op == TileOp::TREM) {
    unit.full_mask();
  } else {
    unit.count_mask(cols_of(dst));
  }
  RowRemainder row_remainder(unit, call);
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    const std::uint64_t result = row_address(dst, row), a = row_address(call.tile[1], row);
    const std::uint64_t b = row_address(call.tile[2], row);
    if (call.op == TileOp::TREM) {
      row_remainder.with_tile(result, a, b, call.tile[3].address);
      unit.full_mask();
    } else if (call.op == TileOp::TREMS) {
      row_remainder.with_scalar(result, a, call.tile[2].address);
    } else if (call.op == TileOp::TFMOD) {
      row_remainder.truncated_with_tile(result, a, b);
    } else {
      row_remainder.truncated_with_scalar(result, a);
    }
  }
  unit.full_mask();
}

}  // namespace npusim::library::expanders
