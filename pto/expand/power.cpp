// SPDX-License-Identifier: Apache-2.0
// TPOW and TPOWS. Floats: exp(exponent * ln(base)), and into tmp the same of |base|, from which the
// scalar unit takes what the logarithm cannot give. Integers: by the scalar unit.
#include <cmath>
#include <limits>

#include "pto/expand/expanders.h"
#include "pto/expand/lane_walk.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

class Power {
 public:
  Power(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        dst_(call.tile[0]),
        base_(call.tile[1]),
        scalar_(call.op == TileOp::TPOWS),
        exponent_(call.tile[2]),
        tmp_(call.tile[scalar_ ? 2 : 3]),
        exponent_bits_(call.scalar) {}

  void run() {
    unit_.require_plain_rows({&dst_, &base_});
    if (is_integer(dst_.dtype)) {
      unit_.sync_v_to_s();
      each(
          [&](std::uint32_t row, std::uint32_t column, std::uint64_t base, std::uint64_t exponent) {
            const std::int32_t result =
                integer_power(static_cast<std::int32_t>(integer_of(dst_.dtype, base)),
                              static_cast<std::int32_t>(integer_of(dst_.dtype, exponent)));
            store(row, column, static_cast<std::uint32_t>(result));
          });
      return unit_.sync_s_to_v();
    }
    by_logarithm(tmp_, true);
    by_logarithm(dst_, false);
    unit_.sync_v_to_s();
    each([&](std::uint32_t row, std::uint32_t column, std::uint64_t base, std::uint64_t exponent) {
      correct(row, column, float_of(dst_.dtype, base), float_of(dst_.dtype, exponent));
    });
    unit_.sync_s_to_v();
  }

 private:
  void by_logarithm(const TileRef& result, bool of_magnitude) {
    const TileRef* const tiles[] = {&result, &base_, &exponent_};
    const auto step = [&](const LaneSlice& slice) {
      const VectorOperand dst = operand_at(result, slice);
      const auto one_source = [&](Opcode opcode, VectorOperand src) {
        unit_.one_source(opcode, dst_.dtype, dst, src, slice.repeats);
      };
      if (of_magnitude) {
        one_source(Opcode::VABS, operand_at(base_, slice));
        unit_.barrier();
      }
      one_source(Opcode::VLN, of_magnitude ? dst : operand_at(base_, slice));
      unit_.barrier();
      if (scalar_) {
        unit_.with_scalar(Opcode::VMULS, dst_.dtype, dst, dst, exponent_bits_, slice.repeats);
      } else {
        unit_.two_sources(Opcode::VMUL, dst_.dtype, dst, dst, operand_at(exponent_, slice),
                          slice.repeats);
      }
      unit_.barrier();
      one_source(Opcode::VEXP, dst);
    };
    // The cut looks at the result's valid size: tmp has dst's.
    TileRef sized = result;
    sized.valid_rows = dst_.valid_rows;
    sized.valid_cols = dst_.valid_cols;
    const TileRef* const cut[] = {&sized, tiles[1], tiles[2]};
    walk_lanes(unit_, std::span(cut, scalar_ ? 2 : 3),
               scalar_ ? LaneCut::Scalar : LaneCut::BinaryByRows, step);
  }

  void correct(std::uint32_t row, std::uint32_t column, float base, float exponent) {
    const std::uint64_t magnitude_bits =
        unit_.load(row_address(tmp_, row, column), size_bytes(dst_.dtype));
    const float magnitude = float_of(dst_.dtype, magnitude_bits);
    const auto put = [&](float value) { store(row, column, bits_of(dst_.dtype, value)); };
    if (exponent == 0.0f) return put(1.0f);
    if (base == 0.0f) return put(exponent > 0.0f ? 0.0f : std::numeric_limits<float>::infinity());
    if (base == -1.0f && std::isinf(exponent)) return put(1.0f);
    if (!std::isfinite(exponent) || std::trunc(exponent) != exponent) return;
    const bool odd = std::fabs(exponent) < 0x1p31f && static_cast<std::int64_t>(exponent) % 2 != 0;
    put(odd && base < 0.0f ? -magnitude : magnitude);
  }

  static std::int32_t integer_power(std::int32_t base, std::int32_t exponent) {
    if (exponent == 0 || base == 1) return 1;
    if (base == 0) return 0;
    if (base == -1) return exponent % 2 != 0 ? -1 : 1;
    if (exponent < 0) return 0;
    std::uint32_t result = 1, factor = static_cast<std::uint32_t>(base);
    for (; exponent != 0; exponent >>= 1, factor *= factor) {
      if (exponent & 1) result *= factor;
    }
    return static_cast<std::int32_t>(result);
  }

  template <typename Visit>
  void each(Visit visit) {
    const unsigned size = size_bytes(dst_.dtype);
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      for (std::uint32_t column = 0; column < cols_of(dst_); ++column) {
        const std::uint64_t base = unit_.load(row_address(base_, row, column), size);
        visit(row, column, base,
              scalar_ ? exponent_bits_ : unit_.load(row_address(exponent_, row, column), size));
      }
    }
  }
  void store(std::uint32_t row, std::uint32_t column, std::uint64_t bits) {
    const unsigned size = size_bytes(dst_.dtype);
    unit_.store(row_address(dst_, row, column), truncated(bits, size), size);
  }

  VectorUnit unit_;
  const TileRef& dst_;
  const TileRef& base_;
  bool scalar_;
  const TileRef& exponent_;
  const TileRef& tmp_;
  std::uint64_t exponent_bits_;
};

}  // namespace

void power(const TileCall& call, Issuer& front_end) { Power(call, front_end).run(); }

}  // namespace npusim::library::expanders
