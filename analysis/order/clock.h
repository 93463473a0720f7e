// SPDX-License-Identifier: Apache-2.0
// Vector clocks of one core, and what an agent knows of the others.
//
// A pipe counts its instructions from 1. Because every edge that says something of a pipe says it
// of *all* earlier instructions of that pipe, knowledge is one number a lane: "all instructions of
// this pipe up to n are complete" (or landed, or visible: a lane each). An access of instruction n
// is before an event iff the event's clock has at least n in the access's lane.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <memory>

#include "models/arch/pipe.h"
#include "models/arch/topology.h"

namespace npusim::analysis {

/// Lanes 0..7 are the pipes: instruction complete, as far as the core itself can tell. PIPE_ALL has
/// no instructions; its place is the one of UB stores by the scalar unit that have landed.
enum class Lane : std::uint8_t {
  UbStores = static_cast<std::uint8_t>(Pipe::ALL),
  OwnMTE3 = kPipeCount,  ///< GM stores that later loads of the same core see
  OwnFIX,
  VisibleMTE3,  ///< GM stores that everybody sees
  VisibleFIX,
  VisibleS  ///< write-backs of the data cache that everybody sees
};
constexpr Lane lane(Pipe pipe) { return static_cast<Lane>(pipe); }

using Ordinal = std::uint32_t;

class Clock {
 public:
  Ordinal operator[](Lane lane) const { return known_[static_cast<unsigned>(lane)]; }
  Ordinal& operator[](Lane lane) { return known_[static_cast<unsigned>(lane)]; }
  void join(const Clock& other) {
    for (unsigned i = 0; i < known_.size(); ++i) known_[i] = std::max(known_[i], other.known_[i]);
  }
  /// Whether this says everything that `other` says.
  bool covers(const Clock& other) const {
    for (unsigned i = 0; i < known_.size(); ++i) {
      if (known_[i] < other.known_[i]) return false;
    }
    return true;
  }

 private:
  std::array<Ordinal, 16> known_{};
};

/// One run of a block on a core, by order of start.
using RunId = std::uint32_t;
inline constexpr RunId kNoRun = ~RunId{0};

/// What is known of other runs through cross-core flags, by run.
using Foreign = std::map<RunId, Clock>;

/// What is before the next thing an agent does.
struct Frontier {
  Clock clock;
  std::shared_ptr<const Foreign> foreign;  ///< null: nothing

  void join(const Frontier& other);
  /// As join, but only what is known of other runs.
  void learn(const std::shared_ptr<const Foreign>& others);
  void learn(RunId run, const Clock& known);
};

}  // namespace npusim::analysis
