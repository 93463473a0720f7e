// SPDX-License-Identifier: Apache-2.0
// From GM into boxes and fractals: nd2nz and load_gm_to_* (intrinsics.md 2.5).
#pragma once

#include "cce/crossing.h"
#include "cce/for_each.h"

namespace npusim::device {

NPUSIM_CROSSING void rows_to_boxes(DType element, const void* l1, const void* gm,
                                   std::uint16_t matrices, std::uint16_t rows,
                                   std::uint16_t columns, std::uint16_t src_matrix_stride,
                                   std::uint16_t src_row_stride, std::uint16_t dst_box_stride,
                                   std::uint16_t dst_row_stride, std::uint16_t dst_matrix_stride) {
  isa::NdToNz instruction;
  instruction.dtype = element;
  instruction.l1_address = local(l1);
  instruction.gm_address = global(gm);
  instruction.matrices = matrices;
  instruction.rows = rows;
  instruction.columns = columns;
  instruction.src_matrix_stride = src_matrix_stride;
  instruction.src_row_stride = src_row_stride;
  instruction.dst_box_stride = dst_box_stride;
  instruction.dst_row_stride = dst_row_stride;
  instruction.dst_matrix_stride = dst_matrix_stride;
  npusim_issue_nd_to_nz(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void load_gm_fractals(isa::Opcode opcode, const void* dst, const void* gm,
                                      std::uint16_t base_index, std::uint8_t repeats,
                                      std::uint16_t src_stride, std::uint16_t dst_gap,
                                      addr_cal_mode_t direction) {
  isa::GmFractalLoad instruction;
  instruction.opcode = opcode;
  instruction.gm_address = global(gm);
  instruction.local_address = local(dst);
  instruction.base_index = base_index;
  instruction.repeats = repeats;
  instruction.src_stride = src_stride;
  instruction.dst_gap = dst_gap;
  instruction.descending = direction == addr_cal_mode_t::dec;
  npusim_issue_gm_fractal_load(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_ND2NZ(T, suffix, element)                                              \
  NPUSIM_INTRINSIC void copy_gm_to_cbuf_multi_nd2nz_##suffix(                                \
      T* dst, T* src, std::uint8_t /*sid*/, std::uint16_t matrices, std::uint16_t rows,      \
      std::uint16_t columns, std::uint16_t src_matrix_stride, std::uint16_t src_row_stride,  \
      std::uint16_t dst_box_stride, std::uint16_t dst_row_stride,                            \
      std::uint16_t dst_matrix_stride) {                                                     \
    npusim::device::rows_to_boxes(npusim::DType::element, dst, src, matrices, rows, columns, \
                                  src_matrix_stride, src_row_stride, dst_box_stride,         \
                                  dst_row_stride, dst_matrix_stride);                        \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_ND2NZ, (b8, UINT8), std::int8_t, std::uint8_t)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_ND2NZ, (b16, UINT16), half, bfloat16_t, std::int16_t, std::uint16_t)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_ND2NZ, (b32s, UINT32), float, std::int32_t, std::uint32_t)

#define NPUSIM_DEFINE_GM_FRACTALS(T, name, OPCODE)                                              \
  NPUSIM_INTRINSIC void name(T* dst, T* src, std::uint16_t base_index, std::uint8_t repeat,     \
                             std::uint16_t src_stride, std::uint16_t dst_gap,                   \
                             std::uint8_t /*sid*/, addr_cal_mode_t direction) {                 \
    npusim::device::load_gm_fractals(npusim::isa::Opcode::OPCODE, dst, src, base_index, repeat, \
                                     src_stride, dst_gap, direction);                           \
  }
#define NPUSIM_FRACTAL_TYPES \
  half, bfloat16_t, float, std::int8_t, std::uint8_t, std::int32_t, std::uint32_t
NPUSIM_FOR_EACH(NPUSIM_DEFINE_GM_FRACTALS, (load_gm_to_cbuf, LOAD_GM_TO_L1), NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_GM_FRACTALS, (load_gm_to_ca, LOAD_GM_TO_L0A), NPUSIM_FRACTAL_TYPES)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_GM_FRACTALS, (load_gm_to_cb, LOAD_GM_TO_L0B), NPUSIM_FRACTAL_TYPES)
NPUSIM_DEFINE_GM_FRACTALS(void, load_gm_to_ca_s4, LOAD_GM_TO_L0A)
NPUSIM_DEFINE_GM_FRACTALS(void, load_gm_to_cb_s4, LOAD_GM_TO_L0B)
