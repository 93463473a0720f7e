// SPDX-License-Identifier: Apache-2.0
// Out of L0C through the fix pipe (intrinsics.md 2.5).
#pragma once

#include "cce/crossing.h"

namespace npusim::device {

/// The parameters after the pointers. `quantisation` is QuantMode_t or its number.
struct FixPipeForm {
  std::uint16_t n, m;
  std::uint32_t dst_stride;
  std::uint16_t src_stride;
  std::uint8_t unit_flag;
  std::uint8_t quantisation;
  std::uint8_t relu;
  bool channel_split;
  bool to_rows;
};

/// The same as two words. xm: [15:4] n, [31:16] m, [63:32] destination stride; xt: [15:0] source
/// stride, [33:32] unit flag, [38:34] quantisation, [41:39] relu, [42] channel split, [43] rows.
constexpr FixPipeForm fix_pipe_form(std::uint64_t xm, std::uint64_t xt) {
  return {static_cast<std::uint16_t>(xm >> 4 & 0xFFF),
          static_cast<std::uint16_t>(xm >> 16),
          static_cast<std::uint32_t>(xm >> 32),
          static_cast<std::uint16_t>(xt),
          static_cast<std::uint8_t>(xt >> 32 & 3),
          static_cast<std::uint8_t>(xt >> 34 & 0x1F),
          static_cast<std::uint8_t>(xt >> 39 & 7),
          (xt >> 42 & 1) != 0,
          (xt >> 43 & 1) != 0};
}

template <typename Instruction>
void describe_store(Instruction& instruction, DType dtype, DType src_dtype, bool dst_is_s4,
                    const void* src, const FixPipeForm& form) {
  instruction.dtype = dtype;
  instruction.src_dtype = src_dtype;
  instruction.dst_is_s4 = dst_is_s4;
  instruction.src = local(src);
  instruction.n = form.n;
  instruction.m = form.m;
  instruction.dst_stride = form.dst_stride;
  instruction.src_stride = form.src_stride;
  instruction.unit_flag = form.unit_flag;
  instruction.quantisation = form.quantisation;
  instruction.relu = static_cast<isa::ReluMode>(form.relu);
  instruction.channel_split = form.channel_split;
  instruction.to_rows = form.to_rows;
}

NPUSIM_CROSSING void store_accumulator(DType dtype, DType src_dtype, bool dst_is_s4,
                                       const void* dst, const void* src, FixPipeForm form) {
  isa::FixPipeStore instruction;
  describe_store(instruction, dtype, src_dtype, dst_is_s4, src, form);
  instruction.dst = global(dst);
  npusim_issue_fix_pipe_store(&instruction, NPUSIM_PLACE, 0);
}
NPUSIM_CROSSING void move_accumulator(DType dtype, DType src_dtype, bool dst_is_s4, const void* dst,
                                      const void* src, FixPipeForm form) {
  isa::FixPipeMove instruction;
  describe_store(instruction, dtype, src_dtype, dst_is_s4, src, form);
  instruction.dst = local(dst);
  npusim_issue_fix_pipe_move(&instruction, NPUSIM_PLACE, 0);
}

template <typename T>
constexpr bool is_packed = std::is_void_v<T>;
template <typename T>
constexpr DType stored_dtype() {
  if constexpr (is_packed<T>)
    return DType::INT8;
  else
    return dtype_of<T>();
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_FIX_PIPE(name, function, D, S)                                               \
  template <typename Quantisation>                                                                 \
  NPUSIM_INTRINSIC void name(D* dst, S* src, std::uint8_t /*sid*/, std::uint16_t n,                \
                             std::uint16_t m, std::uint32_t dst_stride, std::uint16_t src_stride,  \
                             std::uint8_t unit_flag, Quantisation quantisation, std::uint8_t relu, \
                             bool channel_split, bool to_rows) {                                   \
    npusim::device::function(                                                                      \
        npusim::device::stored_dtype<D>(), npusim::device::dtype_of<S>(),                          \
        npusim::device::is_packed<D>, dst, src,                                                    \
        {n, m, dst_stride, src_stride, unit_flag, static_cast<std::uint8_t>(quantisation), relu,   \
         channel_split, to_rows});                                                                 \
  }                                                                                                \
  NPUSIM_INTRINSIC void name(D* dst, S* src, std::uint64_t xm, std::uint64_t xt) {                 \
    npusim::device::function(npusim::device::stored_dtype<D>(), npusim::device::dtype_of<S>(),     \
                             npusim::device::is_packed<D>, dst, src,                               \
                             npusim::device::fix_pipe_form(xm, xt));                               \
  }
#define NPUSIM_DEFINE_OUT(D, S)                                         \
  NPUSIM_DEFINE_FIX_PIPE(copy_matrix_cc_to_gm, store_accumulator, D, S) \
  NPUSIM_DEFINE_FIX_PIPE(copy_matrix_cc_to_cbuf, move_accumulator, D, S)
NPUSIM_DEFINE_OUT(float, float)
NPUSIM_DEFINE_OUT(half, float)
NPUSIM_DEFINE_OUT(bfloat16_t, float)
NPUSIM_DEFINE_OUT(std::int8_t, float)
NPUSIM_DEFINE_OUT(std::uint8_t, float)
NPUSIM_DEFINE_OUT(std::int32_t, std::int32_t)
NPUSIM_DEFINE_OUT(half, std::int32_t)
NPUSIM_DEFINE_OUT(std::int16_t, std::int32_t)
NPUSIM_DEFINE_OUT(std::int8_t, std::int32_t)
NPUSIM_DEFINE_OUT(std::uint8_t, std::int32_t)
NPUSIM_DEFINE_FIX_PIPE(copy_matrix_cc_to_cbuf_b4, move_accumulator, void, float)
NPUSIM_DEFINE_FIX_PIPE(copy_matrix_cc_to_cbuf_b4, move_accumulator, void, std::int32_t)

NPUSIM_INTRINSIC void copy_matrix_cc_to_gm_bf16(bfloat16_t* dst, float* src, std::uint64_t xm,
                                                std::uint64_t xt) {
  copy_matrix_cc_to_gm(dst, src, xm, xt);
}
