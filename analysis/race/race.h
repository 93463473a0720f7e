// SPDX-License-Identifier: Apache-2.0
// A pair of conflicting accesses that nothing orders, as the detector finds it. Names, source lines
// and advice come later (race_findings.h).
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/race/access.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {

enum class RaceKind : std::uint8_t {
  Unordered,          ///< no edge at all
  StoreVisibility,    ///< a flag orders the instructions, but not the store's visibility
  MessageVisibility,  ///< the same with a flag between cores
  Unpublished,        ///< the first one's bytes are still in a data cache
  StaleLine,          ///< ordered, but the reader's data cache holds an older line
  LineRewrite,        ///< a whole-line write-back over bytes that another one writes
  SubBlock,           ///< different bytes of one 32-byte block, stored by two cores
  AtomicTypes,        ///< atomic accesses that do not commute
  AtomicOrder         ///< float additions in any order: no race, but no fixed bits
};

enum class Hazard : std::uint8_t { RAW, WAR, WAW };

constexpr std::string_view name(Hazard hazard) {
  constexpr std::string_view kNames[] = {"RAW", "WAR", "WAW"};
  return kNames[static_cast<unsigned>(hazard)];
}

struct Race {
  RaceKind kind = RaceKind::Unordered;
  Hazard hazard = Hazard::RAW;
  Access first;  ///< in program order, or in order of submission
  Access second;
  bool same_run = false;
  std::uint64_t begin = 0;  ///< bytes that both touch, or the block or line that they share
  std::uint64_t end = 0;
  std::uint64_t pairs = 1;  ///< with those that one of the two stands for

  /// One of the two reads lanes that lie beyond every valid region.
  bool beyond_valid_region() const { return first.beyond || second.beyond; }
  /// A comparison, which reads whole repeats, reads what its own pipe is about to write.
  bool in_whole_repeats() const;
};

inline bool Race::in_whole_repeats() const {
  const auto opcode = static_cast<isa::Opcode>(second.opcode);
  return kind == RaceKind::Unordered && hazard == Hazard::RAW && same_run &&
         first.agent == second.agent && first.space == MemSpace::UB &&
         (opcode == isa::Opcode::VCMPV || opcode == isa::Opcode::VCMPVS);
}

class RaceSink {
 public:
  virtual ~RaceSink() = default;
  virtual void on_race(const Race& race) = 0;
};

}  // namespace npusim::analysis
