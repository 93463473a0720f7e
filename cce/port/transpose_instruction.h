// SPDX-License-Identifier: Apache-2.0
// Transpositions of blocks (intrinsics.md 2.3.9), and the copies that move whole blocks.
#pragma once

#include <array>
#include <cstdint>

#include "cce/port/opcode.h"
#include "cce/port/vector_operand.h"
#include "models/arch/dtype.h"

namespace npusim::isa {

/// VNCHWCONV: 16 source and 16 destination blocks, named by pairs of VA registers or given; 1-byte
/// data moves a half of each block. Repeat r adds r*stride*32 bytes to every address.
struct TransposeInstruction {
  Opcode opcode = Opcode::VNCHWCONV;
  DType dtype = DType::UINT16;
  std::uint32_t repeats = 1;
  std::array<std::uint64_t, 16> dst{}, src{};
  std::uint16_t dst_stride = 0, src_stride = 0;
  bool dst_high = false, src_high = false;
  /// dst and src are captured at issue from VA registers dst_va, dst_va + 1 and src_va, src_va + 1.
  bool by_registers = false;
  std::uint8_t dst_va = 0, src_va = 0;
  /// Sources given by the library; the others deliver 0. 16 on hardware.
  std::uint8_t rows = 16;
};

/// SET_VA_REG (addresses from the scalar unit: touches no memory) and VLD_VA_REG (eight 64-bit
/// addresses from UB). What the register holds goes into the operands of VNCHWCONV at issue.
struct AddressRegisterLoad {
  Opcode opcode = Opcode::SET_VA_REG;
  std::uint8_t register_number = 0;  ///< VA0..VA7
  std::uint64_t address = 0;         ///< VLD_VA_REG: UB address of the first of the eight
};

/// VTRANSPOSE: one contiguous 16 x 16 block of 2-byte elements.
struct SquareTranspose {
  Opcode opcode = Opcode::VTRANSPOSE;
  DType dtype = DType::UINT16;
  std::uint64_t dst = 0, src = 0;
};

/// VBRCB: eight elements a repeat, each fills a block. No mask.
struct BroadcastInstruction {
  Opcode opcode = Opcode::VBRCB;
  DType dtype = DType::UINT32;
  std::uint32_t repeats = 1;
  VectorOperand dst;
  std::uint64_t src = 0;
};

/// COPY_UB_TO_UB: bursts of blocks, gaps from tail to head in blocks. No mask.
struct BlockCopy {
  Opcode opcode = Opcode::COPY_UB_TO_UB;
  DType dtype = DType::UINT8;  ///< for reports, if the library knows it
  std::uint64_t dst = 0, src = 0;
  std::uint32_t bursts = 0, burst_blocks = 0, src_gap = 0, dst_gap = 0;
};

}  // namespace npusim::isa
