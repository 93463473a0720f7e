// SPDX-License-Identifier: Apache-2.0
// Fills of L1 and L0, and bursts from L1 into the bias table, the fix pipe's buffer and L0C
// (intrinsics.md 2.5).
#pragma once

#include "cce/crossing.h"
#include "cce/for_each.h"

namespace npusim::device {

/// config: [14:0] repeats, [30:16] blocks a repeat, [46:32] gap.
NPUSIM_CROSSING void fill(isa::Opcode opcode, DType dtype, const void* dst, std::int64_t config,
                          std::uint64_t value) {
  isa::MatrixFill instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.dst = local(dst);
  instruction.repeats = config & 0x7FFF;
  instruction.blocks = config >> 16 & 0x7FFF;
  instruction.gap = config >> 32 & 0x7FFF;
  instruction.value = value;
  npusim_issue_matrix_fill(&instruction, NPUSIM_PLACE, 0);
}

/// The value's own bits for two-byte floats; an integer in as many bytes as the target's elements,
/// at least two.
template <typename T, typename Value>
NPUSIM_INTRINSIC void fill(isa::Opcode opcode, T* dst, std::int64_t config, Value value) {
  if constexpr (std::is_same_v<Value, half> || std::is_same_v<Value, bfloat16_t>) {
    fill(opcode, dtype_of<Value>(), static_cast<const void*>(dst), config, bits_of(value));
  } else {
    fill(opcode, sizeof(T) == 4 ? DType::UINT32 : DType::UINT16, static_cast<const void*>(dst),
         config, static_cast<std::uint32_t>(value));
  }
}

NPUSIM_CROSSING void copy_local(isa::Opcode opcode, DType dtype, DType src_dtype, std::uint64_t dst,
                                const void* src, std::uint16_t bursts, std::uint16_t units,
                                std::uint16_t src_gap, std::uint16_t dst_gap) {
  isa::LocalBurstCopy instruction;
  instruction.opcode = opcode;
  instruction.dtype = dtype;
  instruction.src_dtype = src_dtype;
  instruction.dst = dst & 0xFFFFFFFF;
  instruction.src = local(src);
  instruction.bursts = bursts;
  instruction.burst_units = units;
  instruction.src_gap = src_gap;
  instruction.dst_gap = dst_gap;
  npusim_issue_local_burst_copy(&instruction, NPUSIM_PLACE, 0);
}

/// A bias table's address: a number, or a pointer that a tile holds.
template <typename T>
std::uint64_t table_address(T address) {
  if constexpr (std::is_pointer_v<T>)
    return reinterpret_cast<std::uint64_t>(address);
  else
    return address;
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_FILL(name, OPCODE)                                                      \
  template <typename T, typename Value>                                                       \
  NPUSIM_INTRINSIC void name(T* dst, std::int64_t config, Value value) {                      \
    npusim::device::fill(npusim::isa::Opcode::OPCODE, dst, config, value);                    \
  }                                                                                           \
  NPUSIM_INTRINSIC void name##_bf16(bfloat16_t* dst, std::int64_t config, bfloat16_t value) { \
    npusim::device::fill(npusim::isa::Opcode::OPCODE, dst, config, value);                    \
  }                                                                                           \
  template <typename T>                                                                       \
  NPUSIM_INTRINSIC void name##_h(T* dst, std::int64_t config, half value) {                   \
    npusim::device::fill(npusim::isa::Opcode::OPCODE, dst, config, value);                    \
  }                                                                                           \
  template <typename T>                                                                       \
  NPUSIM_INTRINSIC void name##_ui(T* dst, std::int64_t config, std::uint32_t value) {         \
    npusim::device::fill(npusim::isa::Opcode::OPCODE, dst, config, value);                    \
  }
NPUSIM_DEFINE_FILL(create_cbuf_matrix, FILL_L1)
NPUSIM_DEFINE_FILL(create_ca_matrix, FILL_L0A)
NPUSIM_DEFINE_FILL(create_cb_matrix, FILL_L0B)

/// `widen`: halves become floats.
template <typename Address, typename T>
NPUSIM_INTRINSIC void copy_cbuf_to_bt(Address dst, T* src, std::uint16_t widen,
                                      std::uint16_t bursts, std::uint16_t units,
                                      std::uint16_t src_gap, std::uint16_t dst_gap) {
  using npusim::DType;
  DType from = DType::UINT8;
  if constexpr (!std::is_void_v<T>) from = npusim::device::dtype_of<T>();
  npusim::device::copy_local(npusim::isa::Opcode::COPY_L1_TO_BT, widen != 0 ? DType::FLOAT32 : from,
                             from, npusim::device::table_address(dst), src, bursts, units, src_gap,
                             dst_gap);
}
NPUSIM_INTRINSIC void copy_cbuf_to_fbuf(void* dst, void* src, std::uint16_t bursts,
                                        std::uint16_t units, std::uint16_t src_gap,
                                        std::uint16_t dst_gap) {
  npusim::device::copy_local(npusim::isa::Opcode::COPY_L1_TO_FB, npusim::DType::UINT8,
                             npusim::DType::UINT8, reinterpret_cast<std::uint64_t>(dst), src,
                             bursts, units, src_gap, dst_gap);
}

#define NPUSIM_DEFINE_LOAD_L0C(D, S)                                                               \
  NPUSIM_INTRINSIC void copy_matrix_cbuf_to_cc(D* dst, S* src, std::uint16_t bursts,               \
                                               std::uint16_t units, std::uint16_t src_gap,         \
                                               std::uint16_t dst_gap) {                            \
    npusim::device::copy_local(npusim::isa::Opcode::COPY_L1_TO_L0C, npusim::device::dtype_of<D>(), \
                               npusim::device::dtype_of<S>(),                                      \
                               reinterpret_cast<std::uint64_t>(dst), src, bursts, units, src_gap,  \
                               dst_gap);                                                           \
  }
NPUSIM_DEFINE_LOAD_L0C(half, half)
NPUSIM_DEFINE_LOAD_L0C(half, float)
NPUSIM_DEFINE_LOAD_L0C(bfloat16_t, bfloat16_t)
NPUSIM_DEFINE_LOAD_L0C(bfloat16_t, float)
NPUSIM_DEFINE_LOAD_L0C(float, float)
NPUSIM_DEFINE_LOAD_L0C(std::int32_t, std::int32_t)
NPUSIM_DEFINE_LOAD_L0C(std::uint32_t, std::uint32_t)
