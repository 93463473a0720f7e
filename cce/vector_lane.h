// SPDX-License-Identifier: Apache-2.0
// Elementwise intrinsics of pipe V (intrinsics.md 2.3.1 to 2.3.4).
#pragma once

#include "cce/crossing.h"
#include "cce/for_each.h"

namespace npusim::device {

/// Strides of two or three operands, in blocks: B- and U-form parameters (intrinsics.md 2.3).
struct LaneStrides {
  std::uint16_t dst_block, src0_block, src1_block;
  std::uint16_t dst_repeat, src0_repeat, src1_repeat;
};

/// What is not a number of lanes: narrowing and shifting forms.
struct LaneForm {
  bool high_half = false;
  bool round = false;
};

NPUSIM_CROSSING void lane(isa::Opcode opcode, DType dtype, DType src_dtype, const void* dst,
                          const void* src0, const void* src1, std::uint64_t scalar,
                          std::uint8_t repeats, LaneStrides strides, LaneForm form) {
  isa::LaneInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.src_dtype = src_dtype;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), strides.dst_block, strides.dst_repeat};
  instruction.src0 = {local(src0), strides.src0_block, strides.src0_repeat};
  instruction.src1 = {local(src1), strides.src1_block, strides.src1_repeat};
  instruction.scalar = scalar;
  instruction.high_half = form.high_half;
  instruction.round = form.round;
  npusim_issue_lane(&instruction, NPUSIM_PLACE, 0);
}

template <typename D, typename S>
NPUSIM_INTRINSIC void two_sources(isa::Opcode opcode, D* dst, S* src0, S* src1,
                                  std::uint8_t repeats, LaneStrides strides, LaneForm form = {}) {
  lane(opcode, dtype_of<D>(), dtype_of<S>(), dst, src0, src1, 0, repeats, strides, form);
}
template <typename D, typename S>
NPUSIM_INTRINSIC void one_source(isa::Opcode opcode, D* dst, S* src, std::uint64_t scalar,
                                 std::uint8_t repeats, std::uint16_t dst_block,
                                 std::uint16_t src_block, std::uint16_t dst_repeat,
                                 std::uint16_t src_repeat, LaneForm form = {}) {
  lane(opcode, dtype_of<D>(), dtype_of<S>(), dst, src, nullptr, scalar, repeats,
       {dst_block, src_block, 0, dst_repeat, src_repeat, 0}, form);
}

/// Repeats and strides in one word, bytes from the low one on: for two sources dst, src0 and src1
/// blocks, the same repeats, and the count in the highest (public traces: intrinsics.md 2.3 and 7,
/// question 9).
constexpr std::uint8_t config_repeats(std::uint64_t config) {
  return static_cast<std::uint8_t>(config >> 56);
}
constexpr LaneStrides two_source_strides(std::uint64_t config) {
  const auto at = [config](unsigned byte) {
    return static_cast<std::uint16_t>(config >> 8 * byte & 0xFF);
  };
  return {at(0), at(1), at(2), at(3), at(4), at(5)};
}
/// For one source, block strides have 16 bits and repeat strides 8.
template <typename D, typename S>
NPUSIM_INTRINSIC void one_source(isa::Opcode opcode, D* dst, S* src, std::uint64_t scalar,
                                 std::uint64_t config) {
  one_source(opcode, dst, src, scalar, config_repeats(config), static_cast<std::uint16_t>(config),
             static_cast<std::uint16_t>(config >> 16),
             static_cast<std::uint16_t>(config >> 32 & 0xFF),
             static_cast<std::uint16_t>(config >> 40 & 0xFF));
}

}  // namespace npusim::device

// Parameter lists after the pointers and the scalar.
#define NPUSIM_B_FORM                                                                            \
  std::uint8_t repeat, std::uint8_t dst_block, std::uint8_t src0_block, std::uint8_t src1_block, \
      std::uint8_t dst_repeat, std::uint8_t src0_repeat, std::uint8_t src1_repeat
#define NPUSIM_B_STRIDES \
  { dst_block, src0_block, src1_block, dst_repeat, src0_repeat, src1_repeat }
#define NPUSIM_U_FORM                                                                              \
  std::uint8_t repeat, std::uint16_t dst_block, std::uint16_t src_block, std::uint16_t dst_repeat, \
      std::uint16_t src_repeat
#define NPUSIM_U_ARGUMENTS repeat, dst_block, src_block, dst_repeat, src_repeat

#define NPUSIM_DEFINE_BINARY(T, name, OPCODE)                                         \
  NPUSIM_INTRINSIC void name(T* dst, T* src0, T* src1, NPUSIM_B_FORM) {               \
    npusim::device::two_sources(npusim::isa::Opcode::OPCODE, dst, src0, src1, repeat, \
                                NPUSIM_B_STRIDES);                                    \
  }                                                                                   \
  NPUSIM_INTRINSIC void name(T* dst, T* src0, T* src1, std::uint64_t config) {        \
    npusim::device::two_sources(npusim::isa::Opcode::OPCODE, dst, src0, src1,         \
                                npusim::device::config_repeats(config),               \
                                npusim::device::two_source_strides(config));          \
  }
#define NPUSIM_DEFINE_SCALAR(T, name, OPCODE)                                        \
  NPUSIM_INTRINSIC void name(T* dst, T* src, T scalar, NPUSIM_U_FORM) {              \
    npusim::device::one_source(npusim::isa::Opcode::OPCODE, dst, src,                \
                               npusim::device::bits_of(scalar), NPUSIM_U_ARGUMENTS); \
  }                                                                                  \
  NPUSIM_INTRINSIC void name(T* dst, T* src, T scalar, std::uint64_t config) {       \
    npusim::device::one_source(npusim::isa::Opcode::OPCODE, dst, src,                \
                               npusim::device::bits_of(scalar), config);             \
  }
#define NPUSIM_DEFINE_UNARY(T, name, OPCODE)                                                  \
  NPUSIM_INTRINSIC void name(T* dst, T* src, NPUSIM_U_FORM) {                                 \
    npusim::device::one_source(npusim::isa::Opcode::OPCODE, dst, src, 0, NPUSIM_U_ARGUMENTS); \
  }                                                                                           \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint64_t config) {                          \
    npusim::device::one_source(npusim::isa::Opcode::OPCODE, dst, src, 0, config);             \
  }
#define NPUSIM_BINARY(name, OPCODE, ...) \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_BINARY, (name, OPCODE), __VA_ARGS__)
#define NPUSIM_SCALAR(name, OPCODE, ...) \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_SCALAR, (name, OPCODE), __VA_ARGS__)
#define NPUSIM_UNARY(name, OPCODE, ...) \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_UNARY, (name, OPCODE), __VA_ARGS__)
#include "cce/vector_lane.def"
#undef NPUSIM_BINARY
#undef NPUSIM_SCALAR
#undef NPUSIM_UNARY

// The product of halves in float.
NPUSIM_INTRINSIC void vmla(float* dst, half* src0, half* src1, NPUSIM_B_FORM) {
  npusim::device::two_sources(npusim::isa::Opcode::VMLA, dst, src0, src1, repeat, NPUSIM_B_STRIDES);
}
NPUSIM_INTRINSIC void vaxpy(float* dst, half* src, half scalar, NPUSIM_U_FORM) {
  npusim::device::one_source(npusim::isa::Opcode::VAXPY, dst, src, npusim::device::bits_of(scalar),
                             NPUSIM_U_ARGUMENTS);
}

// Shifts: the distance is a 32-bit number whatever the element type.
#define NPUSIM_DEFINE_SHIFT_LEFT(T)                                                                \
  NPUSIM_INTRINSIC void vshl(T* dst, T* src, std::uint32_t distance, NPUSIM_U_FORM) {              \
    npusim::device::one_source(npusim::isa::Opcode::VSHL, dst, src, distance, NPUSIM_U_ARGUMENTS); \
  }
#define NPUSIM_DEFINE_SHIFT_RIGHT(T, Distance)                                               \
  NPUSIM_INTRINSIC void vshr(T* dst, T* src, Distance distance, NPUSIM_U_FORM, bool round) { \
    npusim::device::one_source(npusim::isa::Opcode::VSHR, dst, src,                          \
                               static_cast<std::uint32_t>(distance), NPUSIM_U_ARGUMENTS,     \
                               {false, round});                                              \
  }
NPUSIM_DEFINE_SHIFT_LEFT(std::int16_t)
NPUSIM_DEFINE_SHIFT_LEFT(std::uint16_t)
NPUSIM_DEFINE_SHIFT_LEFT(std::int32_t)
NPUSIM_DEFINE_SHIFT_LEFT(std::uint32_t)
NPUSIM_DEFINE_SHIFT_RIGHT(std::int16_t, std::int32_t)
NPUSIM_DEFINE_SHIFT_RIGHT(std::int32_t, std::int32_t)
NPUSIM_DEFINE_SHIFT_RIGHT(std::uint16_t, std::uint32_t)
NPUSIM_DEFINE_SHIFT_RIGHT(std::uint32_t, std::uint32_t)

// As Ascend C calls them: repeat strides of one byte, and two modes of other chips.
#define NPUSIM_DEFINE_SCALAR_MODES(name)                                                         \
  template <typename T>                                                                          \
  NPUSIM_INTRINSIC void name(T* dst, T* src, T scalar, std::uint8_t repeat,                      \
                             std::uint16_t dst_block, std::uint16_t src_block,                   \
                             std::uint8_t dst_repeat, std::uint8_t src_repeat, bool repeat_mode, \
                             bool stride_mode) {                                                 \
    if (repeat_mode || stride_mode) npusim::device::not_modelled(#name " with a stride mode");   \
    name(dst, src, scalar, repeat, dst_block, src_block, std::uint16_t{dst_repeat},              \
         std::uint16_t{src_repeat});                                                             \
  }
NPUSIM_DEFINE_SCALAR_MODES(vmaxs)
NPUSIM_DEFINE_SCALAR_MODES(vmins)

// The scalar in every lane; source strides are not used.
#define NPUSIM_DEFINE_DUP(T, name)                                                             \
  NPUSIM_INTRINSIC void name(T* dst, T scalar, NPUSIM_U_FORM) {                                \
    npusim::device::one_source(npusim::isa::Opcode::VECTOR_DUP, dst, static_cast<T*>(nullptr), \
                               npusim::device::bits_of(scalar), NPUSIM_U_ARGUMENTS);           \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_DUP, (vector_dup), half, float, bfloat16_t, std::int16_t,
                std::uint16_t, std::int32_t, std::uint32_t)

// Sums and differences whose negative lanes become 0, narrowed. `high`: the upper 16 bytes of each
// destination block.
#define NPUSIM_DEFINE_NARROW(name, OPCODE, D, S)                                      \
  NPUSIM_INTRINSIC void name(D* dst, S* src0, S* src1, NPUSIM_B_FORM, bool high) {    \
    npusim::device::two_sources(npusim::isa::Opcode::OPCODE, dst, src0, src1, repeat, \
                                NPUSIM_B_STRIDES, {high, false});                     \
  }
NPUSIM_DEFINE_NARROW(vaddreluconv_f162s8, VADDRELUCONV, std::int8_t, half)
NPUSIM_DEFINE_NARROW(vaddreluconv_s162s8, VADDRELUCONV, std::int8_t, std::int16_t)
NPUSIM_DEFINE_NARROW(vaddreluconv_f322f16, VADDRELUCONV, half, float)
NPUSIM_DEFINE_NARROW(vsubreluconv_f162s8, VSUBRELUCONV, std::int8_t, half)
NPUSIM_DEFINE_NARROW(vsubreluconv_s162s8, VSUBRELUCONV, std::int8_t, std::int16_t)
NPUSIM_DEFINE_NARROW(vsubreluconv_f322f16, VSUBRELUCONV, half, float)
NPUSIM_DEFINE_NARROW(vaddreluconv_vdeqs162b8, VADDRELUCONV_VDEQ, std::int8_t, std::int16_t)
NPUSIM_DEFINE_NARROW(vaddreluconv_vdeqs162b8, VADDRELUCONV_VDEQ, std::uint8_t, std::int16_t)

// Products of halves, narrowed; results lie side by side.
#define NPUSIM_DEFINE_PRODUCT(name, D)                                                  \
  NPUSIM_INTRINSIC void name(D* dst, half* src0, half* src1, NPUSIM_B_FORM) {           \
    npusim::device::two_sources(npusim::isa::Opcode::VMULCONV, dst, src0, src1, repeat, \
                                NPUSIM_B_STRIDES);                                      \
  }
NPUSIM_DEFINE_PRODUCT(vmulconv_f162s8, std::int8_t)
NPUSIM_DEFINE_PRODUCT(vmulconv_f162u8, std::uint8_t)
