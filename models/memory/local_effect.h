// SPDX-License-Identifier: Apache-2.0
// Something on its way to happen to a core's local memory: a transfer's rows about to land, the
// repeats of a vector instruction in flight.
#pragma once

#include <cstdint>

#include "models/arch/cycle.h"
#include "models/arch/topology.h"
#include "models/isa/execute.h"

namespace npusim {

/// Bytes [begin, end) of a local memory; empty if begin >= end.
struct Interval {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool overlaps(const Interval& other) const { return begin < other.end && other.begin < end; }
  /// Smallest interval that holds both.
  void include(const Interval& other) {
    if (other.begin >= other.end) return;
    if (begin >= end) {
      *this = other;
      return;
    }
    if (other.begin < begin) begin = other.begin;
    if (other.end > end) end = other.end;
  }
};

/// A sequence of actions (reads and writes of local memory), each with its cycle. Cycles never
/// decrease from action to action.
class LocalEffect {
 public:
  virtual ~LocalEffect() = default;

  /// Cycle of the next action. Requires !done().
  virtual Cycle next() const = 0;
  /// Whether the next action writes; within a cycle writes come before reads.
  virtual bool next_writes() const = 0;
  /// Cycle of the last action.
  virtual Cycle end() const = 0;
  virtual bool done() const = 0;
  /// Whether its actions leave the bytes alone: they are worked out later, if at all.
  virtual bool only_noted() const { return false; }
  /// Performs the next action.
  virtual void step(isa::Bytes memory) = 0;
  /// Performs all remaining actions.
  virtual void run(isa::Bytes memory) {
    while (!done()) step(memory);
  }

  /// Everything it will read and write (bounding intervals).
  const Interval& reads() const { return reads_; }
  const Interval& writes() const { return writes_; }
  AgentId agent() const { return agent_; }

 protected:
  LocalEffect(AgentId agent, Interval reads, Interval writes)
      : agent_(agent), reads_(reads), writes_(writes) {}

 private:
  AgentId agent_;
  Interval reads_;
  Interval writes_;
};

/// Bytes that land at one moment.
class LandingBytes : public LocalEffect {
 public:
  LandingBytes(AgentId agent, Cycle landing, isa::WriteSet writes);
  Cycle next() const override { return landing_; }
  bool next_writes() const override { return true; }
  Cycle end() const override { return landing_; }
  bool done() const override { return done_; }
  void step(isa::Bytes memory) override;

 private:
  Cycle landing_;
  isa::WriteSet bytes_;
  bool done_ = false;
};

}  // namespace npusim
