// SPDX-License-Identifier: Apache-2.0
// Bursts between GM and UB or L1 (intrinsics.md 2.4, 2.5).
#pragma once

#include "cce/crossing.h"

namespace npusim::device {

inline constexpr std::uint32_t kBlockBytes = 32;

constexpr std::uint32_t whole_blocks(std::uint32_t bytes) {
  return (bytes + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
}

/// copy_*_align_*: lengths and gaps of GM in bytes; in UB each burst begins at a block.
NPUSIM_CROSSING void copy_aligned(isa::Opcode opcode, DType element, const void* gm, const void* ub,
                                  std::uint16_t bursts, std::uint32_t bytes, std::uint8_t left_pad,
                                  std::uint8_t right_pad, std::uint32_t gm_gap,
                                  std::uint32_t ub_gap) {
  isa::GmCopy instruction;
  instruction.opcode = opcode;
  instruction.dtype = element;
  instruction.align = true;
  instruction.gm_address = global(gm);
  instruction.local_address = local(ub);
  instruction.bursts = bursts;
  instruction.burst_bytes = bytes;
  instruction.gm_stride = std::int64_t{bytes} + gm_gap;
  instruction.local_stride =
      std::int64_t{whole_blocks(bytes + (left_pad + right_pad) * size_bytes(element))} +
      std::int64_t{ub_gap} * kBlockBytes;
  instruction.left_pad = left_pad;
  instruction.right_pad = right_pad;
  npusim_issue_gm_copy(&instruction, NPUSIM_PLACE, 0);
}

/// Whole blocks, gaps from tail to head in blocks.
NPUSIM_CROSSING void copy_whole_blocks(isa::Opcode opcode, const void* gm, const void* local_memory,
                                       std::uint16_t bursts, std::uint16_t blocks,
                                       std::uint16_t gm_gap, std::uint16_t local_gap,
                                       std::uint8_t pad_mode) {
  isa::GmCopy instruction;
  instruction.opcode = opcode;
  instruction.align = false;
  instruction.gm_address = global(gm);
  instruction.local_address = local(local_memory);
  instruction.bursts = bursts;
  instruction.burst_bytes = blocks * kBlockBytes;
  instruction.gm_stride = std::int64_t{blocks + gm_gap} * kBlockBytes;
  instruction.local_stride = std::int64_t{blocks + local_gap} * kBlockBytes;
  instruction.pad_mode = pad_mode;
  npusim_issue_gm_copy(&instruction, NPUSIM_PLACE, 0);
}

}  // namespace npusim::device

#define NPUSIM_DEFINE_ALIGNED(suffix, element)                                                     \
  NPUSIM_INTRINSIC void copy_gm_to_ubuf_align_##suffix(                                            \
      void* dst, void* src, std::uint8_t /*sid*/, std::uint16_t bursts, std::uint32_t bytes,       \
      std::uint8_t left_pad, std::uint8_t right_pad, std::uint32_t gm_gap, std::uint32_t ub_gap) { \
    npusim::device::copy_aligned(npusim::isa::Opcode::COPY_GM_TO_UB, npusim::DType::element, src,  \
                                 dst, bursts, bytes, left_pad, right_pad, gm_gap, ub_gap);         \
  }                                                                                                \
  NPUSIM_INTRINSIC void copy_ubuf_to_gm_align_##suffix(                                            \
      void* dst, void* src, std::uint8_t /*sid*/, std::uint16_t bursts, std::uint32_t bytes,       \
      std::uint8_t left_pad, std::uint8_t right_pad, std::uint32_t ub_gap, std::uint32_t gm_gap) { \
    npusim::device::copy_aligned(npusim::isa::Opcode::COPY_UB_TO_GM, npusim::DType::element, dst,  \
                                 src, bursts, bytes, left_pad, right_pad, gm_gap, ub_gap);         \
  }
NPUSIM_DEFINE_ALIGNED(b8, UINT8)
NPUSIM_DEFINE_ALIGNED(b16, UINT16)
NPUSIM_DEFINE_ALIGNED(b32, UINT32)

NPUSIM_INTRINSIC void copy_gm_to_ubuf(void* dst, void* src, std::uint8_t /*sid*/,
                                      std::uint16_t bursts, std::uint16_t blocks,
                                      std::uint16_t src_gap, std::uint16_t dst_gap) {
  npusim::device::copy_whole_blocks(npusim::isa::Opcode::COPY_GM_TO_UB, src, dst, bursts, blocks,
                                    src_gap, dst_gap, 0);
}
NPUSIM_INTRINSIC void copy_ubuf_to_gm(void* dst, void* src, std::uint8_t /*sid*/,
                                      std::uint16_t bursts, std::uint16_t blocks,
                                      std::uint16_t src_gap, std::uint16_t dst_gap,
                                      bm_t byte_mode = BM_DISABLE) {
  if (byte_mode != BM_DISABLE) npusim::device::not_modelled("copy_ubuf_to_gm in byte mode");
  npusim::device::copy_whole_blocks(npusim::isa::Opcode::COPY_UB_TO_GM, dst, src, bursts, blocks,
                                    dst_gap, src_gap, 0);
}
NPUSIM_INTRINSIC void copy_gm_to_cbuf(void* dst, void* src, std::uint8_t /*sid*/,
                                      std::uint16_t bursts, std::uint16_t blocks,
                                      std::uint16_t src_gap, std::uint16_t dst_gap, pad_t pad) {
  npusim::device::copy_whole_blocks(npusim::isa::Opcode::COPY_GM_TO_L1, src, dst, bursts, blocks,
                                    src_gap, dst_gap, static_cast<std::uint8_t>(pad));
}
NPUSIM_INTRINSIC void copy_cbuf_to_gm(void* dst, void* src, std::uint8_t /*sid*/,
                                      std::uint16_t bursts, std::uint16_t blocks,
                                      std::uint16_t src_gap, std::uint16_t dst_gap) {
  npusim::device::copy_whole_blocks(npusim::isa::Opcode::COPY_L1_TO_GM, dst, src, bursts, blocks,
                                    dst_gap, src_gap, 0);
}
