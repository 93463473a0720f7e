// SPDX-License-Identifier: Apache-2.0
// Memories and their sizes (tile-isa.md section 1.6).
#pragma once

#include <array>  // std::size; <iterator> brings streams to every kernel that reads this
#include <cstdint>
#include <string_view>

namespace npusim {

enum class MemSpace : std::uint8_t {
#define NPUSIM_MEMORY(NAME, BYTES) NAME,
#include "models/arch/mem_space.def"
};

namespace detail {

struct MemSpaceRow {
  std::string_view name;
  std::uint64_t bytes;
};
inline constexpr std::uint64_t kKiB = 1024;
inline constexpr MemSpaceRow kMemSpaces[] = {
#define NPUSIM_MEMORY(NAME, BYTES) {#NAME, BYTES},
#include "models/arch/mem_space.def"
};

}  // namespace detail

inline constexpr unsigned kMemSpaceCount = std::size(detail::kMemSpaces);

constexpr std::string_view name(MemSpace space) {
  return detail::kMemSpaces[static_cast<unsigned>(space)].name;
}

/// Bytes of a core's own memory; 0 for GM, whose extent is given by what is allocated in it.
constexpr std::uint64_t capacity_bytes(MemSpace space) {
  return detail::kMemSpaces[static_cast<unsigned>(space)].bytes;
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
