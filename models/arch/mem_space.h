// SPDX-License-Identifier: Apache-2.0
// Memories and their sizes (tile-isa.md section 1.6).
#pragma once

#include <cstdint>
#include <string_view>

namespace npusim {

enum class MemSpace : std::uint8_t { GM, UB, L1, L0A, L0B, L0C, BT, FB };

inline constexpr unsigned kMemSpaceCount = 8;

constexpr std::string_view name(MemSpace space) {
  constexpr std::string_view kNames[kMemSpaceCount] = {"GM",  "UB",  "L1", "L0A",
                                                       "L0B", "L0C", "BT", "FB"};
  return kNames[static_cast<unsigned>(space)];
}

/// Bytes of a core's own memory; 0 for GM, whose extent is given by what is allocated in it.
constexpr std::uint64_t capacity_bytes(MemSpace space) {
  constexpr std::uint64_t kKiB = 1024;
  constexpr std::uint64_t kBytes[kMemSpaceCount] = {0,         192 * kKiB, 512 * kKiB, 64 * kKiB,
                                                    64 * kKiB, 128 * kKiB, 1 * kKiB,   2 * kKiB};
  return kBytes[static_cast<unsigned>(space)];
}

/// First byte of the UB scratch that library instructions use behind the compiler's back
/// (tile-isa.md section 1.6: the last 8 KiB).
inline constexpr std::uint64_t kUbScratchBegin = 184 * 1024;

/// Unit of local-memory addressing by DMA and vector instructions.
inline constexpr unsigned kBlockBytes = 32;
/// Bytes one vector repeat covers: 8 blocks.
inline constexpr unsigned kRepeatBytes = 256;
/// Line of the scalar data cache (tile-isa.md section 1.5).
inline constexpr unsigned kCacheLineBytes = 64;

}  // namespace npusim
