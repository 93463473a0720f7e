// SPDX-License-Identifier: Apache-2.0
// Comparisons and selection of pipe V (intrinsics.md 2.3.5).
#pragma once

#include "cce/crossing.h"
#include "cce/vector_lane.h"

namespace npusim::device {

NPUSIM_CROSSING void compare(isa::Opcode opcode, isa::Comparison comparison, DType dtype,
                             const void* dst, const void* src0, const void* src1,
                             std::uint64_t scalar, std::uint8_t repeats, LaneStrides strides) {
  isa::CompareInstruction instruction;
  instruction.opcode = opcode;
  instruction.comparison = comparison;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), strides.dst_block, strides.dst_repeat};
  instruction.src0 = {local(src0), strides.src0_block, strides.src0_repeat};
  instruction.src1 = {local(src1), strides.src1_block, strides.src1_repeat};
  instruction.scalar = scalar;
  npusim_issue_compare(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void select(isa::SelectMode mode, DType dtype, const void* dst, const void* src0,
                            const void* src1, std::uint8_t repeats, LaneStrides strides) {
  isa::SelectInstruction instruction;
  instruction.mode = mode;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), strides.dst_block, strides.dst_repeat};
  instruction.src0 = {local(src0), strides.src0_block, strides.src0_repeat};
  instruction.src1 = {local(src1), strides.src1_block, strides.src1_repeat};
  npusim_issue_select(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void move_compare_mask(isa::Opcode opcode, const void* address) {
  isa::CompareMaskMove instruction;
  instruction.opcode = opcode;
  instruction.address = local(address);
  npusim_issue_compare_mask(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

// vcmp: bits into CMPMASK. vcmpv: a bit per lane into UB. vcmpvs: against a scalar.
#define NPUSIM_DEFINE_VCMP(T, name, relation)                                              \
  NPUSIM_INTRINSIC void vcmp_##name(T* src0, T* src1, NPUSIM_B_FORM) {                     \
    npusim::device::compare(npusim::isa::Opcode::VCMP, npusim::isa::Comparison::relation,  \
                            npusim::device::dtype_of<T>(), nullptr, src0, src1, 0, repeat, \
                            NPUSIM_B_STRIDES);                                             \
  }
#define NPUSIM_DEFINE_VCMPV(T, name, relation)                                             \
  NPUSIM_INTRINSIC void vcmpv_##name(std::uint8_t* dst, T* src0, T* src1, NPUSIM_B_FORM) { \
    npusim::device::compare(npusim::isa::Opcode::VCMPV, npusim::isa::Comparison::relation, \
                            npusim::device::dtype_of<T>(), dst, src0, src1, 0, repeat,     \
                            NPUSIM_B_STRIDES);                                             \
  }
#define NPUSIM_DEFINE_VCMPVS(T, name, relation)                                             \
  NPUSIM_INTRINSIC void vcmpvs_##name(std::uint8_t* dst, T* src, T scalar, NPUSIM_U_FORM) { \
    npusim::device::compare(npusim::isa::Opcode::VCMPVS, npusim::isa::Comparison::relation, \
                            npusim::device::dtype_of<T>(), dst, src, nullptr,               \
                            npusim::device::bits_of(scalar), repeat,                        \
                            {dst_block, src_block, 0, dst_repeat, src_repeat, 0});          \
  }
#define NPUSIM_DEFINE_COMPARISON(name, relation)                      \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_VCMP, (name, relation), half, float)  \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_VCMPV, (name, relation), half, float) \
  NPUSIM_FOR_EACH(NPUSIM_DEFINE_VCMPVS, (name, relation), half, float)
NPUSIM_DEFINE_COMPARISON(eq, Eq)
NPUSIM_DEFINE_COMPARISON(ne, Ne)
NPUSIM_DEFINE_COMPARISON(lt, Lt)
NPUSIM_DEFINE_COMPARISON(le, Le)
NPUSIM_DEFINE_COMPARISON(gt, Gt)
NPUSIM_DEFINE_COMPARISON(ge, Ge)
NPUSIM_DEFINE_VCMPV(std::int32_t, eq, Eq)
NPUSIM_DEFINE_VCMPVS(std::int32_t, eq, Eq)

NPUSIM_INTRINSIC void set_cmpmask(void* source) {
  npusim::device::move_compare_mask(npusim::isa::Opcode::SET_CMPMASK, source);
}
NPUSIM_INTRINSIC void get_cmpmask(void* target) {
  npusim::device::move_compare_mask(npusim::isa::Opcode::GET_CMPMASK, target);
}

// The second source is packed bits in mode 1, so that any pointer will do; libraries name the mode
// by an enumeration of their own.
#define NPUSIM_DEFINE_VSEL(T)                                                                   \
  NPUSIM_INTRINSIC void vsel(T* dst, T* src0, void* src1, NPUSIM_B_FORM) {                      \
    npusim::device::select(npusim::isa::SelectMode::CompareMask, npusim::device::dtype_of<T>(), \
                           dst, src0, src1, repeat, NPUSIM_B_STRIDES);                          \
  }                                                                                             \
  template <typename Mode>                                                                      \
  NPUSIM_INTRINSIC void vsel(T* dst, T* src0, void* src1, NPUSIM_B_FORM, Mode mode) {           \
    npusim::device::select(static_cast<npusim::isa::SelectMode>(mode),                          \
                           npusim::device::dtype_of<T>(), dst, src0, src1, repeat,              \
                           NPUSIM_B_STRIDES);                                                   \
  }
NPUSIM_DEFINE_VSEL(half)
NPUSIM_DEFINE_VSEL(float)
