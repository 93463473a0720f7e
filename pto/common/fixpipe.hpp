// SPDX-License-Identifier: Apache-2.0
// How the fix pipe writes an accumulator that TPUSH hands over: layout, conversion, relu, atomics.
#pragma once

#include <cstdint>
#include <type_traits>

#include "cce/enumerations.h"
#include "pto/common/type.hpp"

namespace pto {

enum ClipReluMode_t { NOCLIP_RELU = 0, CLIP_RELU = 1 };

enum class LayoutMode_t : std::uint8_t { NZ2NZ = 0, NZ2ND = 1, NZ2DN = 2 };

enum class DequantType { SCALAR = 0, TENSOR = 1 };

template <LayoutMode_t Layout = LayoutMode_t::NZ2ND, QuantMode_t Quant = QuantMode_t::NoQuant,
          ReluPreMode Relu = ReluPreMode::NoRelu, STPhase UnitFlag = STPhase::Unspecified,
          std::uint8_t SubBlock = 0, AtomicType Atomic = AtomicType::AtomicNone,
          ClipReluMode_t ClipRelu = ClipReluMode_t::NOCLIP_RELU, bool ChannelSplit = false>
struct FixpipeParams {
  static constexpr LayoutMode_t LayoutMode = Layout;
  static constexpr QuantMode_t QuantPre = Quant;
  static constexpr ReluPreMode ReluMode = Relu;
  static constexpr STPhase Phase = UnitFlag;
  static constexpr std::uint8_t SubBlockId = SubBlock;
  static constexpr AtomicType AtomicT = Atomic;
  static constexpr ClipReluMode_t ClipReluMode = ClipRelu;
  static constexpr bool IsChannelSplit = ChannelSplit;
};

namespace detail {

constexpr bool is_one_of(QuantMode_t mode, auto... modes) { return ((mode == modes) || ...); }

constexpr bool to_float16(QuantMode_t mode) {
  return is_one_of(mode, QuantMode_t::F322F16, QuantMode_t::QF322F16_PRE, QuantMode_t::DEQF16,
                   QuantMode_t::VDEQF16);
}
constexpr bool to_bfloat16(QuantMode_t mode) {
  return is_one_of(mode, QuantMode_t::F322BF16, QuantMode_t::QF322BF16_PRE);
}
constexpr bool to_int8(QuantMode_t mode) {
  return is_one_of(mode, QuantMode_t::QF322B8_PRE, QuantMode_t::VQF322B8_PRE, QuantMode_t::REQ8,
                   QuantMode_t::VREQ8);
}
/// A parameter for each column, or one for all; without either it only converts.
constexpr bool has_column_parameters(QuantMode_t mode) {
  return is_one_of(mode, QuantMode_t::VQF322B8_PRE, QuantMode_t::VREQ8, QuantMode_t::VDEQF16);
}
constexpr bool has_parameter(QuantMode_t mode) {
  return is_one_of(mode, QuantMode_t::QF322F16_PRE, QuantMode_t::QF322BF16_PRE,
                   QuantMode_t::QF322B8_PRE, QuantMode_t::REQ8, QuantMode_t::DEQF16);
}

}  // namespace detail

/// The element type that the fix pipe makes of an accumulator's.
template <QuantMode_t Mode, typename Element>
using FixpipeConsDType_t = std::conditional_t<
    detail::to_float16(Mode), half,
    std::conditional_t<detail::to_bfloat16(Mode), bfloat16_t,
                       std::conditional_t<detail::to_int8(Mode), std::int8_t, Element>>>;

}  // namespace pto
