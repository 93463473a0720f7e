// SPDX-License-Identifier: Apache-2.0
// Bytes of the machine's memories whose writer is looked for, and by whom. Data caches are memories
// of their own: what a scalar access finds in one need not be what GM holds.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/mem_space.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

/// One memory: GM, a core's local memory, or the data cache of a core.
struct MemoryName {
  MemSpace space = MemSpace::GM;
  CoreId core = 0;  ///< 0 for GM
  bool cache = false;
  friend auto operator<=>(const MemoryName&, const MemoryName&) = default;
};

class WantedBytes {
 public:
  using Reader = std::uint32_t;
  struct Piece {
    ByteRange bytes;
    std::set<Reader> readers;
  };

  void add(const MemoryName& memory, const ByteRange& bytes, const std::set<Reader>& readers);
  /// Takes what is wanted of `bytes` out, and returns it in order of address.
  std::vector<Piece> take(const MemoryName& memory, const ByteRange& bytes);
  /// Whether any byte of it is wanted.
  bool wants(const MemoryName& memory, const ByteRange& bytes) const;
  bool empty() const;
  /// All that is still wanted.
  std::map<MemoryName, std::vector<Piece>> rest() const;

 private:
  struct Stored {
    std::uint64_t end = 0;
    std::set<Reader> readers;
  };
  /// By first byte; they do not overlap.
  using Pieces = std::map<std::uint64_t, Stored>;

  /// Makes `at` the beginning of a piece, if it lies inside one.
  static void split(Pieces& pieces, std::uint64_t at);

  std::map<MemoryName, Pieces> memories_;
};

}  // namespace npusim::analysis
