// SPDX-License-Identifier: Apache-2.0
// From L1 into the cube's memories: fractals, square blocks, windows of a feature map
// (intrinsics.md 2.5).
#pragma once

#include "cce/crossing.h"
#include "cce/for_each.h"
#include "cce/gm_layout.h"

namespace npusim::device {

NPUSIM_CROSSING void load_fractals(isa::Opcode opcode, const void* dst, const void* src,
                                   std::uint16_t base_index, std::uint8_t repeats,
                                   std::uint16_t src_stride, std::uint16_t dst_gap, bool transpose,
                                   addr_cal_mode_t direction) {
  isa::FractalLoad instruction;
  instruction.opcode = opcode;
  instruction.l1_address = local(src);
  instruction.l0_address = local(dst);
  instruction.base_index = base_index;
  instruction.repeats = repeats;
  instruction.src_stride = src_stride;
  instruction.dst_gap = dst_gap;
  instruction.transpose = transpose;
  instruction.descending = direction == addr_cal_mode_t::dec;
  npusim_issue_fractal_load(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void load_squares(isa::Opcode opcode, unsigned element_bits, const void* dst,
                                  const void* src, std::uint16_t index, std::uint8_t repeats,
                                  std::uint16_t src_stride, std::uint16_t dst_gap, bool descending,
                                  std::uint16_t dst_fractal_gap, std::uint16_t src_fractal_stride) {
  isa::SquareLoad instruction;
  instruction.opcode = opcode;
  instruction.element_bits = element_bits;
  instruction.l1_address = local(src);
  instruction.l0_address = local(dst);
  instruction.index = index;
  instruction.repeats = repeats;
  instruction.src_stride = src_stride;
  instruction.dst_gap = dst_gap;
  instruction.dst_fractal_gap = dst_fractal_gap;
  instruction.src_fractal_stride = src_fractal_stride;
  instruction.descending = descending;
  npusim_issue_square_load(&instruction, NPUSIM_PLACE, 0);
}

/// The window and the filter of an img2col, in the intrinsic's order.
struct Window {
  std::uint16_t step_k, step_m, pos_k, pos_m;
  std::uint8_t stride_w, stride_h, kernel_w, kernel_h, dilation_w, dilation_h;
  bool wide_kernel_w, wide_kernel_h, transpose, use_fmatrix_b;
  std::uint16_t channels;
};

NPUSIM_CROSSING void load_window(isa::Opcode opcode, unsigned element_bits, const void* dst,
                                 const void* src, Window window) {
  isa::Img2Col instruction;
  instruction.opcode = opcode;
  instruction.element_bits = element_bits;
  instruction.l1_address = local(src);
  instruction.target_address = local(dst);
  instruction.step_k = window.step_k;
  instruction.step_m = window.step_m;
  instruction.pos_k = window.pos_k;
  instruction.pos_m = window.pos_m;
  instruction.stride_w = window.stride_w;
  instruction.stride_h = window.stride_h;
  instruction.kernel_w = window.kernel_w;
  instruction.kernel_h = window.kernel_h;
  instruction.dilation_w = window.dilation_w;
  instruction.dilation_h = window.dilation_h;
  instruction.wide_kernel_w = window.wide_kernel_w;
  instruction.wide_kernel_h = window.wide_kernel_h;
  instruction.transpose = window.transpose;
  instruction.use_fmatrix_b = window.use_fmatrix_b;
  instruction.channels = window.channels;
  npusim_issue_img2col(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void load_sparse(const void* dst, std::uint64_t src, std::uint16_t base_index,
                                 std::uint8_t repeats) {
  isa::SparseLoad instruction;
  instruction.weights = src & 0xFFFFFFFF;
  instruction.indices = src >> 32;
  instruction.l0_address = local(dst);
  instruction.base_index = base_index;
  instruction.repeats = repeats;
  npusim_issue_sparse_load(&instruction, NPUSIM_PLACE, 0);
}

/// Bits of an element; void stands for packed 4-bit integers.
template <typename T>
constexpr unsigned element_bits() {
  if constexpr (std::is_void_v<T>)
    return 4;
  else
    return 8 * sizeof(T);
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_LOAD2D(T, name, OPCODE)                                                   \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint16_t base_index, std::uint8_t repeat,     \
                             std::uint16_t src_stride, std::uint16_t dst_gap,                   \
                             std::uint8_t /*sid*/, bool transpose, addr_cal_mode_t direction) { \
    npusim::device::load_fractals(npusim::isa::Opcode::OPCODE, dst, src, base_index, repeat,    \
                                  src_stride, dst_gap, transpose, direction);                   \
  }
// Forms of the compilers of early 2026: without stream and direction, and with a flag that is no
// longer there.
#define NPUSIM_DEFINE_EARLY_LOAD2D(T, name)                                                      \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint16_t base_index, std::uint8_t repeat,      \
                             std::uint16_t src_stride, std::uint16_t dst_gap, bool transpose) {  \
    name(dst, src, base_index, repeat, src_stride, dst_gap, 0, transpose, addr_cal_mode_t::inc); \
  }                                                                                              \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint16_t base_index, std::uint8_t repeat,      \
                             std::uint16_t src_stride, std::uint16_t dst_gap, std::uint8_t sid,  \
                             bool transpose, bool flag, addr_cal_mode_t direction) {             \
    if (flag) npusim::device::not_modelled(#name " with its ninth argument set");                \
    name(dst, src, base_index, repeat, src_stride, dst_gap, sid, transpose, direction);          \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_LOAD2D, (load_cbuf_to_ca, LOAD_L1_TO_L0A), NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_LOAD2D, (load_cbuf_to_cb, LOAD_L1_TO_L0B), NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_EARLY_LOAD2D, (load_cbuf_to_ca), NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_EARLY_LOAD2D, (load_cbuf_to_cb), NPUSIM_FRACTAL_TYPES)
NPUSIM_DEFINE_LOAD2D(void, load_cbuf_to_ca_s4, LOAD_L1_TO_L0A)
NPUSIM_DEFINE_LOAD2D(void, load_cbuf_to_cb_s4, LOAD_L1_TO_L0B)

// The address mode is an enumeration in some sources and a flag in others; 1 descends.
#define NPUSIM_DEFINE_SQUARES(T, name, OPCODE)                                                   \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint16_t index, std::uint8_t repeat,           \
                             std::uint16_t src_stride, std::uint16_t dst_gap, bool descending,   \
                             std::uint16_t dst_fractal_gap,                                      \
                             std::uint16_t src_fractal_stride = 0) {                             \
    npusim::device::load_squares(npusim::isa::Opcode::OPCODE, npusim::device::element_bits<T>(), \
                                 dst, src, index, repeat, src_stride, dst_gap, descending,       \
                                 dst_fractal_gap, src_fractal_stride);                           \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_SQUARES, (load_cbuf_to_ca_transpose, LOAD_L1_TO_L0A_TRANSPOSE),
                NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_SQUARES, (load_cbuf_to_cb_transpose, LOAD_L1_TO_L0B_TRANSPOSE),
                NPUSIM_FRACTAL_TYPES)
NPUSIM_DEFINE_SQUARES(void, load_cbuf_to_cb_transpose_s4, LOAD_L1_TO_L0B_TRANSPOSE)

#define NPUSIM_DEFINE_IMG2COL(T, name, OPCODE)                                                     \
  NPUSIM_INTRINSIC void name(                                                                      \
      T* dst, T* src, std::uint16_t step_k, std::uint16_t step_m, std::uint16_t pos_k,             \
      std::uint16_t pos_m, std::uint8_t stride_w, std::uint8_t stride_h, std::uint8_t kernel_w,    \
      std::uint8_t kernel_h, std::uint8_t dilation_w, std::uint8_t dilation_h, bool wide_kernel_w, \
      bool wide_kernel_h, bool transpose, bool use_fmatrix_b, std::uint16_t channels) {            \
    npusim::device::load_window(                                                                   \
        npusim::isa::Opcode::OPCODE, npusim::device::element_bits<T>(), dst, src,                  \
        {step_k, step_m, pos_k, pos_m, stride_w, stride_h, kernel_w, kernel_h, dilation_w,         \
         dilation_h, wide_kernel_w, wide_kernel_h, transpose, use_fmatrix_b, channels});           \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_IMG2COL, (img2colv2_cbuf_to_ca, IMG2COL_L1_TO_L0A),
                NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_IMG2COL, (img2colv2_cbuf_to_cb, IMG2COL_L1_TO_L0B),
                NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_IMG2COL, (img2colv2_cbuf_to_ub, IMG2COL_L1_TO_UB), half, float,
                std::int8_t, std::uint8_t, std::int32_t, std::uint32_t)
NPUSIM_DEFINE_IMG2COL(void, img2colv2_cbuf_to_ca_s4, IMG2COL_L1_TO_L0A)

/// The source's low half addresses the weights, its high half their indices.
NPUSIM_INTRINSIC void load_cbuf_to_cb_sp(std::int8_t* dst, std::int8_t* src,
                                         std::uint16_t base_index, std::uint8_t repeat) {
  npusim::device::load_sparse(dst, reinterpret_cast<std::uint64_t>(src), base_index, repeat);
}
