// SPDX-License-Identifier: Apache-2.0
// Which lines of GM the shared L2 holds (timing-figures.md: 192 MiB). Sets of 16 lines of 512 bytes
// in four sectors, the least recently used line makes room; organisation guessed, size published.
#pragma once

#include <cstdint>

#include "models/memory/zero_pages.h"

namespace npusim {

inline constexpr std::uint64_t kL2LineBytes = 512;

/// gm.l2_start, in the order of knobs.def.
enum class L2Start { Cold, Warm };

class L2Cache {
 public:
  L2Cache(std::uint64_t bytes, L2Start start);

  struct Outcome {
    std::uint64_t missed_bytes = 0;   ///< that a read did not find
    std::uint64_t evicted_bytes = 0;  ///< dirty ones that had to leave
  };
  /// [begin, end), multiples of 128; adds to `outcome`. After it, L2 holds them.
  void access(std::uint64_t begin, std::uint64_t end, bool write, Outcome& outcome);

 private:
  static constexpr unsigned kWays = 16;
  static constexpr std::uint64_t kSectorBytes = 128;
  static constexpr unsigned kSectors = kL2LineBytes / kSectorBytes;

  /// 0 in all fields: never used, so that sets nobody touches cost no memory.
  struct Line {
    std::uint32_t tag;   ///< line number / sets, plus one
    std::uint8_t valid;  ///< sectors
    std::uint8_t dirty;  ///< sectors
  };
  /// The first of its set from now on.
  Line& find(std::uint64_t line_number, Outcome& outcome, bool& first_use);

  std::uint64_t sets_;
  bool warm_;
  /// The first ways of all sets, then the second ones: the line used last is in the first way, and
  /// most accesses need nothing else.
  ZeroPages lines_;
};

}  // namespace npusim
