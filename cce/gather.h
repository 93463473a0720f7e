// SPDX-License-Identifier: Apache-2.0
// Gather, compaction and sort of pipe V (intrinsics.md 2.3.8).
#pragma once

#include "cce/crossing.h"
#include "cce/vector_lane.h"

namespace npusim::device {

NPUSIM_CROSSING void gather(isa::Opcode opcode, DType dtype, const void* dst, const void* offsets,
                            std::uint32_t base, std::uint16_t dst_repeat, std::uint8_t dst_block,
                            std::uint8_t repeats) {
  isa::GatherInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), dst_block, dst_repeat};
  instruction.offsets = local(offsets);
  instruction.base = base;
  npusim_issue_gather(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void compact(isa::Opcode opcode, DType dtype, const void* dst, const void* src0,
                             const void* src1, std::uint16_t repeats, std::uint8_t src0_block,
                             std::uint8_t pattern, std::uint16_t src0_repeat,
                             std::uint8_t src1_repeat) {
  isa::CompactInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = local(dst);
  instruction.src0 = {local(src0), src0_block, src0_repeat};
  instruction.src1 = local(src1);
  instruction.src1_repeat = src1_repeat;
  instruction.pattern = pattern;
  npusim_issue_compact(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void sort(DType dtype, const void* dst, const void* values, const void* indices,
                          std::uint8_t repeats) {
  isa::SortInstruction instruction;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = local(dst);
  instruction.values = local(values);
  instruction.indices = local(indices);
  npusim_issue_sort(&instruction, NPUSIM_PLACE, 0);
}

/// lengths: 16 bits a list. config: [7:0] repeats, [11:8] valid lists, [12] stop at exhaustion.
template <typename T>
NPUSIM_CROSSING void merge(DType dtype, const void* dst, T* const* lists, std::uint64_t lengths,
                           std::uint64_t config) {
  isa::MergeInstruction instruction;
  instruction.dtype = dtype;
  instruction.repeats = config & 0xFF;
  instruction.dst = local(dst);
  for (unsigned i = 0; i < 4; ++i) {
    instruction.lists[i] = local(lists[i]);
    instruction.lengths[i] = static_cast<std::uint16_t>(lengths >> 16 * i);
  }
  instruction.valid_lists = config >> 8 & 0xF;
  instruction.stop_at_exhaustion = (config >> 12 & 1) != 0;
  npusim_issue_merge(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_GATHER(T)                                                               \
  NPUSIM_INTRINSIC void vgather(T* dst, std::uint32_t* offsets, std::uint32_t base,           \
                                std::uint16_t dst_repeat, std::uint8_t repeat) {              \
    npusim::device::gather(npusim::isa::Opcode::VGATHER, npusim::device::dtype_of<T>(), dst,  \
                           offsets, base, dst_repeat, 1, repeat);                             \
  }                                                                                           \
  NPUSIM_INTRINSIC void vgatherb(T* dst, std::uint32_t* offsets, std::uint32_t base,          \
                                 std::uint16_t dst_repeat, std::uint8_t dst_block,            \
                                 std::uint8_t repeat) {                                       \
    npusim::device::gather(npusim::isa::Opcode::VGATHERB, npusim::device::dtype_of<T>(), dst, \
                           offsets, base, dst_repeat, dst_block, repeat);                     \
  }
NPUSIM_DEFINE_GATHER(std::uint16_t)
NPUSIM_DEFINE_GATHER(std::uint32_t)

// Libraries name the pattern by an enumeration of their own.
#define NPUSIM_DEFINE_COMPACT(T)                                                                \
  template <typename Pattern>                                                                   \
  NPUSIM_INTRINSIC void vreducev2(T* dst, T* src0, T* src1, std::uint16_t repeat,               \
                                  std::uint8_t src0_block, Pattern pattern,                     \
                                  std::uint16_t src0_repeat, std::uint8_t src1_repeat) {        \
    npusim::device::compact(npusim::isa::Opcode::VREDUCEV2, npusim::device::dtype_of<T>(), dst, \
                            src0, src1, repeat, src0_block, static_cast<std::uint8_t>(pattern), \
                            src0_repeat, src1_repeat);                                          \
  }                                                                                             \
  NPUSIM_INTRINSIC void vreduce(T* dst, T* src0, T* src1, std::uint8_t repeat, std::uint8_t,    \
                                std::uint8_t src0_block, std::uint8_t, std::uint8_t,            \
                                std::uint8_t src0_repeat, std::uint8_t src1_repeat) {           \
    npusim::device::compact(npusim::isa::Opcode::VREDUCE, npusim::device::dtype_of<T>(), dst,   \
                            src0, src1, repeat, src0_block, 0, src0_repeat, src1_repeat);       \
  }
NPUSIM_DEFINE_COMPACT(std::uint16_t)
NPUSIM_DEFINE_COMPACT(std::uint32_t)

#define NPUSIM_DEFINE_SORT(T)                                                                      \
  NPUSIM_INTRINSIC void vbitsort(T* dst, T* values, std::uint32_t* indices, std::uint8_t repeat) { \
    npusim::device::sort(npusim::device::dtype_of<T>(), dst, values, indices, repeat);             \
  }                                                                                                \
  NPUSIM_INTRINSIC void vmrgsort4(T* dst, T* lists[4], std::uint64_t lengths,                      \
                                  std::uint64_t config) {                                          \
    npusim::device::merge(npusim::device::dtype_of<T>(), dst, lists, lengths, config);             \
  }                                                                                                \
  NPUSIM_INTRINSIC void vmrgsort4(T* dst, T* lists[4], std::uint8_t repeat, std::uint16_t length0, \
                                  std::uint16_t length1, std::uint16_t length2,                    \
                                  std::uint16_t length3, bool stop_at_exhaustion,                  \
                                  std::uint8_t valid_lists) {                                      \
    npusim::device::merge(                                                                         \
        npusim::device::dtype_of<T>(), dst, lists,                                                 \
        length0 | std::uint64_t{length1} << 16 | std::uint64_t{length2} << 32 |                    \
            std::uint64_t{length3} << 48,                                                          \
        repeat | std::uint64_t{valid_lists} << 8 | std::uint64_t{stop_at_exhaustion} << 12);       \
  }
NPUSIM_DEFINE_SORT(half)
NPUSIM_DEFINE_SORT(float)
