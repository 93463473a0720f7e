// SPDX-License-Identifier: Apache-2.0
// Transpositions of blocks, and copies that move whole blocks, of pipe V (intrinsics.md 2.3.4,
// 2.3.9).
#pragma once

#include "cce/crossing.h"

namespace npusim::device {

/// By the addresses in VA registers dst, dst + 1 and src, src + 1.
NPUSIM_CROSSING void transpose_blocks(DType dtype, ub_addr8_t dst, ub_addr8_t src,
                                      std::uint8_t repeats, std::uint16_t dst_stride,
                                      std::uint16_t src_stride, bool dst_high, bool src_high) {
  isa::TransposeInstruction instruction;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst_stride = dst_stride;
  instruction.src_stride = src_stride;
  instruction.dst_high = dst_high;
  instruction.src_high = src_high;
  instruction.by_registers = true;
  instruction.dst_va = static_cast<std::uint8_t>(dst);
  instruction.src_va = static_cast<std::uint8_t>(src);
  npusim_issue_transpose(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void set_addresses(ub_addr8_t number, const std::uint64_t* addresses) {
  for (int i = 0; i < 8; ++i) {
    npusim_write_register(static_cast<int>(port::SpecialRegister::VectorAddress) + 8 * number + i,
                          addresses[i] & 0xFFFFFFFF);
  }
  isa::AddressRegisterLoad instruction;
  instruction.opcode = isa::Opcode::SET_VA_REG;
  instruction.register_number = static_cast<std::uint8_t>(number);
  npusim_issue_address_register(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void load_addresses(ub_addr8_t number, const void* source, vpart_t part) {
  isa::AddressRegisterLoad instruction;
  instruction.opcode = isa::Opcode::VLD_VA_REG;
  instruction.register_number = static_cast<std::uint8_t>(number);
  instruction.address = local(source) + (part == H128 ? 64 : 0);
  npusim_issue_address_register(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void transpose_square(DType dtype, const void* dst, const void* src) {
  isa::SquareTranspose instruction;
  instruction.dtype = dtype;
  instruction.dst = local(dst);
  instruction.src = local(src);
  npusim_issue_square_transpose(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void broadcast(DType dtype, const void* dst, const void* src,
                               std::uint16_t dst_block, std::uint16_t dst_repeat,
                               std::uint8_t repeats) {
  isa::BroadcastInstruction instruction;
  instruction.dtype = dtype;
  instruction.repeats = repeats;
  instruction.dst = {local(dst), dst_block, dst_repeat};
  instruction.src = local(src);
  npusim_issue_broadcast(&instruction, NPUSIM_PLACE, 0);
}

NPUSIM_CROSSING void copy_blocks(const void* dst, const void* src, std::uint16_t bursts,
                                 std::uint16_t blocks, std::uint16_t src_gap,
                                 std::uint16_t dst_gap) {
  isa::BlockCopy instruction;
  instruction.dst = local(dst);
  instruction.src = local(src);
  instruction.bursts = bursts;
  instruction.burst_blocks = blocks;
  instruction.src_gap = src_gap;
  instruction.dst_gap = dst_gap;
  npusim_issue_block_copy(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

NPUSIM_INTRINSIC void set_va_reg_sb(ub_addr8_t number, std::uint64_t* addresses) {
  npusim::device::set_addresses(number, addresses);
}
NPUSIM_INTRINSIC void vld_va_reg(ub_addr8_t number, std::uint64_t* source, vpart_t part) {
  npusim::device::load_addresses(number, source, part);
}
NPUSIM_INTRINSIC void scatter_vnchwconv_b16(ub_addr8_t dst, ub_addr8_t src, std::uint8_t repeat,
                                            std::uint16_t dst_stride, std::uint16_t src_stride) {
  npusim::device::transpose_blocks(npusim::DType::UINT16, dst, src, repeat, dst_stride, src_stride,
                                   false, false);
}
NPUSIM_INTRINSIC void scatter_vnchwconv_b32(ub_addr8_t dst, ub_addr8_t src, std::uint8_t repeat,
                                            std::uint16_t dst_stride, std::uint16_t src_stride) {
  npusim::device::transpose_blocks(npusim::DType::UINT32, dst, src, repeat, dst_stride, src_stride,
                                   false, false);
}
NPUSIM_INTRINSIC void scatter_vnchwconv_b8(ub_addr8_t dst, ub_addr8_t src, std::uint8_t repeat,
                                           std::uint16_t dst_stride, std::uint16_t src_stride,
                                           bool dst_high, bool src_high) {
  npusim::device::transpose_blocks(npusim::DType::UINT8, dst, src, repeat, dst_stride, src_stride,
                                   dst_high, src_high);
}
NPUSIM_INTRINSIC void vtranspose(std::int16_t* dst, std::int16_t* src) {
  npusim::device::transpose_square(npusim::DType::INT16, dst, src);
}
NPUSIM_INTRINSIC void vtranspose(std::uint16_t* dst, std::uint16_t* src) {
  npusim::device::transpose_square(npusim::DType::UINT16, dst, src);
}
NPUSIM_INTRINSIC void vbrcb(std::uint16_t* dst, std::uint16_t* src, std::uint16_t dst_block,
                            std::uint16_t dst_repeat, std::uint8_t repeat) {
  npusim::device::broadcast(npusim::DType::UINT16, dst, src, dst_block, dst_repeat, repeat);
}
NPUSIM_INTRINSIC void vbrcb(std::uint32_t* dst, std::uint32_t* src, std::uint16_t dst_block,
                            std::uint16_t dst_repeat, std::uint8_t repeat) {
  npusim::device::broadcast(npusim::DType::UINT32, dst, src, dst_block, dst_repeat, repeat);
}
NPUSIM_INTRINSIC void copy_ubuf_to_ubuf(void* dst, void* src, std::uint8_t /*sid*/,
                                        std::uint16_t bursts, std::uint16_t blocks,
                                        std::uint16_t src_gap, std::uint16_t dst_gap) {
  npusim::device::copy_blocks(dst, src, bursts, blocks, src_gap, dst_gap);
}
