// SPDX-License-Identifier: Apache-2.0
// The event flags of one core: a counter per ordered pair of pipes and event id (tile-isa.md
// section 1.3). Correct programs keep every counter at 0 or 1.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "models/arch/cycle.h"
#include "models/arch/pipe.h"

namespace npusim {

struct FlagId {
  Pipe source = Pipe::S;
  Pipe target = Pipe::S;
  unsigned id = 0;
  /// One number for it, never 0.
  std::uint64_t packed() const {
    return std::uint64_t{1} << 24 | static_cast<std::uint64_t>(source) << 16 |
           static_cast<std::uint64_t>(target) << 8 | id;
  }
  friend bool operator==(const FlagId&, const FlagId&) = default;
};

/// "MTE2->V EVENT_ID0".
std::string to_string(const FlagId& flag);

class EventFlags {
 public:
  /// A set: which one of this flag, counting from 1, and when a waiting pipe sees it.
  struct Set {
    std::uint32_t instance = 0;
    Cycle visible = 0;
    /// Instructions of pipe V that the setting pipe was behind; perhaps not behind their results
    /// (models/timing/vector_results.h).
    std::uint64_t vector_count = 0;
  };

  EventFlags();

  /// The front end issues a set or a wait, in program order, whenever it will be executed. Whether
  /// the set is a second one in a row: no wait stands between it and the last (rule flag.binary).
  bool issue_set(const FlagId& flag) { return ++counter(flag).outstanding > 1; }
  void issue_wait(const FlagId& flag) { --counter(flag).outstanding; }

  /// Adds a set that a waiting pipe sees at `visible`. Returns its instance.
  std::uint32_t set(const FlagId& flag, Cycle visible, std::uint64_t vector_count = 0);

  /// From an SC_THREAD: waits until a set is visible, consumes the oldest and returns it.
  Set wait(const FlagId& flag);

  /// From an SC_THREAD: waits until no set is unconsumed (flag.second_set=waits).
  void wait_until_free(const FlagId& flag);

  /// Flags that are set and not consumed.
  std::vector<FlagId> pending() const;
  /// Forgets all sets.
  void clear();

 private:
  struct Counter {
    std::vector<Set> sets;  ///< oldest first; nearly always none or one
    std::uint32_t instances = 0;
    std::int32_t outstanding = 0;  ///< sets without a wait, in program order
  };
  static constexpr unsigned kPairs = kPipeCount * kPipeCount;
  static unsigned pair_index(const FlagId& flag) {
    return static_cast<unsigned>(flag.source) * kPipeCount + static_cast<unsigned>(flag.target);
  }
  using Counters = std::array<Counter, kEventIdCount>;
  Counter& counter(const FlagId& flag) {
    auto& pair = counters_[pair_index(flag)];
    if (!pair) pair = std::make_unique<Counters>();
    return (*pair)[flag.id];
  }

  std::array<std::unique_ptr<Counters>, kPairs> counters_;  ///< of the pairs that were ever used
  /// A set arrived for this waiting pipe; notified only while it waits.
  std::array<sc_core::sc_event, kPipeCount> set_events_;
  std::array<bool, kPipeCount> waits_{};
  /// A set of this pipe was consumed; notified only while the pipe waits for that.
  std::array<sc_core::sc_event, kPipeCount> free_events_;
  std::array<bool, kPipeCount> waits_until_free_{};
};

}  // namespace npusim
