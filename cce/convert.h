// SPDX-License-Identifier: Apache-2.0
// Conversions of pipe V (intrinsics.md 2.3.6).
#pragma once

#include "cce/crossing.h"
#include "cce/vector_lane.h"

namespace npusim::device {

NPUSIM_CROSSING void convert(isa::Opcode opcode, DType dtype, DType src_dtype, bool dst_is_s4,
                             bool src_is_s4, isa::Rounding rounding, isa::BlockHalf half,
                             const void* dst, const void* src, std::uint8_t repeats,
                             std::uint16_t dst_block, std::uint16_t src_block,
                             std::uint16_t dst_repeat, std::uint16_t src_repeat) {
  isa::ConvertInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.src_dtype = src_dtype;
  instruction.dst_is_s4 = dst_is_s4;
  instruction.src_is_s4 = src_is_s4;
  instruction.rounding = rounding;
  instruction.half = half;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), dst_block, dst_repeat};
  instruction.src = {local(src), src_block, src_repeat};
  npusim_issue_convert(&instruction, NPUSIM_PLACE, 0);
}

template <typename T>
constexpr DType convertible_dtype() {
  if constexpr (std::is_void_v<T>)
    return DType::INT8;
  else
    return dtype_of<T>();
}

template <typename D, typename S>
NPUSIM_INTRINSIC void vconv(isa::Rounding rounding, D* dst, S* src, NPUSIM_U_FORM) {
  convert(isa::Opcode::VCONV, convertible_dtype<D>(), convertible_dtype<S>(), std::is_void_v<D>,
          std::is_void_v<S>, rounding, isa::BlockHalf::Low, dst, src, NPUSIM_U_ARGUMENTS);
}
template <typename D, typename S>
NPUSIM_INTRINSIC void dequantise(isa::Opcode opcode, isa::BlockHalf half, D* dst, S* src,
                                 NPUSIM_U_FORM) {
  convert(opcode, dtype_of<D>(), dtype_of<S>(), false, false, isa::Rounding::Rint, half, dst, src,
          NPUSIM_U_ARGUMENTS);
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_CONVERT(name, rounding, D, S)                                             \
  NPUSIM_INTRINSIC void vconv_##name(D* dst, S* src, NPUSIM_U_FORM) {                           \
    npusim::device::vconv<D, S>(npusim::isa::Rounding::rounding, dst, src, NPUSIM_U_ARGUMENTS); \
  }
#define NPUSIM_CONVERT(name, D, S) NPUSIM_DEFINE_CONVERT(name, None, D, S)
#define NPUSIM_CONVERT_ROUNDED(name, D, S)    \
  NPUSIM_DEFINE_CONVERT(name##r, Rint, D, S)  \
  NPUSIM_DEFINE_CONVERT(name##a, Round, D, S) \
  NPUSIM_DEFINE_CONVERT(name##f, Floor, D, S) \
  NPUSIM_DEFINE_CONVERT(name##c, Ceil, D, S)  \
  NPUSIM_DEFINE_CONVERT(name##z, Trunc, D, S)
#define nibbles void
#include "cce/convert.def"
#undef nibbles
#undef NPUSIM_CONVERT
#undef NPUSIM_CONVERT_ROUNDED
NPUSIM_DEFINE_CONVERT(f322f16o, Odd, half, float)

// Dequantisation with the scale of DEQSCALE, or with the 16 scale words that it points at (v).
NPUSIM_INTRINSIC void vconv_deq(half* dst, std::int32_t* src, NPUSIM_U_FORM) {
  npusim::device::dequantise(npusim::isa::Opcode::VCONV_DEQ, npusim::isa::BlockHalf::Low, dst, src,
                             NPUSIM_U_ARGUMENTS);
}
#define NPUSIM_DEFINE_DEQUANTISE(T, name, OPCODE, half)                                        \
  NPUSIM_INTRINSIC void vconv_##name(T* dst, std::int16_t* src, NPUSIM_U_FORM) {               \
    npusim::device::dequantise(npusim::isa::Opcode::OPCODE, npusim::isa::BlockHalf::half, dst, \
                               src, NPUSIM_U_ARGUMENTS);                                       \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_DEQUANTISE, (deqs162b8l, VCONV_DEQS162B8, Low), std::int8_t,
                std::uint8_t)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_DEQUANTISE, (deqs162b8h, VCONV_DEQS162B8, High), std::int8_t,
                std::uint8_t)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_DEQUANTISE, (vdeqs162b8l, VCONV_VDEQS162B8, Low), std::int8_t,
                std::uint8_t)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_DEQUANTISE, (vdeqs162b8h, VCONV_VDEQS162B8, High), std::int8_t,
                std::uint8_t)
