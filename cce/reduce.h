// SPDX-License-Identifier: Apache-2.0
// Reductions of pipe V (intrinsics.md 2.3.7).
#pragma once

#include "cce/crossing.h"
#include "cce/for_each.h"

namespace npusim::device {

NPUSIM_CROSSING void reduce(isa::Opcode opcode, DType dtype, const void* dst, const void* src,
                            std::uint8_t repeats, std::uint16_t dst_repeat, std::uint16_t src_block,
                            std::uint16_t src_repeat, isa::ReduceOrder order, bool accumulate) {
  isa::ReduceInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = local(dst);
  instruction.dst_repeat = dst_repeat;
  instruction.src = {local(src), src_block, src_repeat};
  instruction.order = order;
  instruction.accumulate = accumulate;
  npusim_issue_reduce(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

#define NPUSIM_R_FORM \
  std::uint8_t repeat, std::uint16_t dst_repeat, std::uint16_t src_block, std::uint16_t src_repeat

#define NPUSIM_DEFINE_REDUCE(T, name, OPCODE)                                                    \
  NPUSIM_INTRINSIC void name(T* dst, T* src, NPUSIM_R_FORM) {                                    \
    npusim::device::reduce(npusim::isa::Opcode::OPCODE, npusim::device::dtype_of<T>(), dst, src, \
                           repeat, dst_repeat, src_block, src_repeat,                            \
                           npusim::isa::ReduceOrder::OnlyValue, false);                          \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_REDUCE, (vcgadd, VCGADD), half, float)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_REDUCE, (vcgmax, VCGMAX), half, float)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_REDUCE, (vcgmin, VCGMIN), half, float)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_REDUCE, (vcpadd, VCPADD), half, float)

/// `accumulate`: the sum over all repeats goes into ACC_VAL too.
#define NPUSIM_DEFINE_SUM(T, name)                                                              \
  NPUSIM_INTRINSIC void name(T* dst, T* src, NPUSIM_R_FORM, bool accumulate) {                  \
    npusim::device::reduce(npusim::isa::Opcode::VCADD, npusim::device::dtype_of<T>(), dst, src, \
                           repeat, dst_repeat, src_block, src_repeat,                           \
                           npusim::isa::ReduceOrder::OnlyValue, accumulate);                    \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_SUM, (vcadd), half, float)

#define NPUSIM_DEFINE_EXTREME(T, name, OPCODE)                                                   \
  NPUSIM_INTRINSIC void name(T* dst, T* src, NPUSIM_R_FORM, Order_t order) {                     \
    npusim::device::reduce(npusim::isa::Opcode::OPCODE, npusim::device::dtype_of<T>(), dst, src, \
                           repeat, dst_repeat, src_block, src_repeat,                            \
                           static_cast<npusim::isa::ReduceOrder>(order), false);                 \
  }
NPUSIM_FOR_EACH(NPUSIM_DEFINE_EXTREME, (vcmax, VCMAX), half, float)
NPUSIM_FOR_EACH(NPUSIM_DEFINE_EXTREME, (vcmin, VCMIN), half, float)
