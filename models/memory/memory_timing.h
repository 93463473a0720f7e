// SPDX-License-Identifier: Apache-2.0
// When the memory behind the cores' ports has served a request: the interface, and its statistics.
// It knows bandwidths, not bytes; models/memory/global_memory.h has those.
#pragma once

#include <cstdint>
#include <memory>

#include "models/arch/cycle.h"
#include "models/arch/knobs.h"
#include "models/memory/global_memory.h"

namespace npusim {

/// What a transfer asks for at once.
struct MemoryTraffic {
  RowBlock rows;
  bool write = false;
};

/// Bytes over the whole run. What is requested is rounded outwards to pieces (intrinsics.md 6.4).
struct MemoryStatistics {
  std::uint64_t asked_bytes = 0;      ///< by the instructions
  std::uint64_t requested_bytes = 0;  ///< in pieces
  std::uint64_t hit_bytes = 0;        ///< of them, reads that L2 held
  std::uint64_t miss_bytes = 0;       ///< reads that came from HBM
  std::uint64_t written_back_bytes = 0;
};

/// When it is done, and what it had to wait for.
struct Served {
  double cycle = 0;
  bool from_hbm = false;                      ///< HBM, not L2, was the last to be ready
  std::uint64_t l2_bytes = 0, hbm_bytes = 0;  ///< that passed each
  /// Of the bytes, 0 to 1, what HBM was asked for.
  double hbm_part() const {
    if (hbm_bytes >= l2_bytes) return hbm_bytes == 0 ? 0 : 1;
    return static_cast<double>(hbm_bytes) / static_cast<double>(l2_bytes);
  }
};

class MemoryTiming {
 public:
  virtual ~MemoryTiming() = default;
  /// Requests come in the order in which they are granted; `now` never goes back.
  virtual Served serve(Cycle now, const MemoryTraffic& traffic) = 0;
  const MemoryStatistics& statistics() const { return statistics_; }

 protected:
  MemoryStatistics statistics_;
};

/// Bytes of a row after rounding: whole 128-byte pieces as they are; anything else fetches the
/// 512-byte lines that it touches (intrinsics.md 6.4: rows of 12287 columns; pypto-lib#578).
struct Pieces {
  std::uint64_t begin = 0, end = 0;
  bool rounded = false;  ///< to lines
};
Pieces pieces_of(std::uint64_t address, std::uint64_t bytes);

/// As the knobs say: L2 before HBM, or HBM alone (gm.l2_size=0).
std::unique_ptr<MemoryTiming> make_memory_timing(const Knobs& knobs);

}  // namespace npusim
