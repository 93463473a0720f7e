// SPDX-License-Identifier: Apache-2.0
// Transfers by the hardware's own names, which kernels call where the library has no tile form.
#pragma once

#include "cce/port/issue.h"
#include "pto/isa/instruction_builder.hpp"

/// From L1 to GM in whole blocks of 32 bytes; gaps in blocks as well.
NPUSIM_LIBRARY_CALL inline void copy_cbuf_to_gm(volatile void* dst, const volatile void* src,
                                                std::uint8_t /*sid*/, std::uint16_t bursts,
                                                std::uint16_t blocks, std::uint16_t src_gap,
                                                std::uint16_t dst_gap) {
  constexpr std::uint32_t kBlockBytes = 32;
  npusim::isa::GmCopy copy;
  copy.opcode = npusim::isa::Opcode::COPY_L1_TO_GM;
  copy.gm_address = reinterpret_cast<std::uint64_t>(dst);
  // A pointer into the tile's window; a small number is an address of L1 itself.
  constexpr std::uint64_t kAddresses = 1u << 20;
  const auto given = reinterpret_cast<std::uint64_t>(src);
  const auto window =
      reinterpret_cast<std::uint64_t>(npusim_local_window(static_cast<int>(pto::TileType::Mat)));
  copy.local_address = given < kAddresses ? given : given - window;
  copy.bursts = bursts;
  copy.burst_bytes = blocks * kBlockBytes;
  copy.gm_stride = std::int64_t{blocks + dst_gap} * kBlockBytes;
  copy.local_stride = std::int64_t{blocks + src_gap} * kBlockBytes;
  npusim_issue_gm_copy(&copy, NPUSIM_SITE, 0);
}
