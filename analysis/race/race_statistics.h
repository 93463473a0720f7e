// SPDX-License-Identifier: Apache-2.0
// How often each rule of the detector applied, counted per 32-byte block. The names are those of
// FastTrack (Flanagan and Freund, PLDI 2009), which the shadow memory follows: a block keeps the
// accesses that a later one may still race with, and an ordered access replaces what it covers.
#pragma once

#include <cstdint>

namespace npusim::analysis {

struct RaceStatistics {
  std::uint64_t read_same_epoch = 0;  ///< replaces an earlier read of the same pipe and run
  std::uint64_t read_exclusive = 0;   ///< the only reader
  std::uint64_t read_share = 0;       ///< the second reader
  std::uint64_t read_shared = 0;      ///< joins several readers
  std::uint64_t write_exclusive = 0;  ///< replaces one access or none
  std::uint64_t write_shared = 0;     ///< replaces several accesses
  std::uint64_t partial = 0;          ///< took the path for parts of a block
  std::uint64_t unordered = 0;        ///< pairs without an order
  std::uint64_t accesses = 0;
  std::uint64_t collections = 0;  ///< times the log of accesses was compacted
};

}  // namespace npusim::analysis
