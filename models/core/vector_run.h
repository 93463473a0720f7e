// SPDX-License-Identifier: Apache-2.0
// A vector instruction in flight: its repeats read UB evenly over `reads` cycles, and what each
// computed is in UB `tail` cycles later.
#pragma once

#include <memory>
#include <vector>

#include "models/memory/local_effect.h"

namespace npusim {

class VectorRun : public LocalEffect {
 public:
  struct Times {
    Cycle first_read;
    Cycle reads;  ///< from the first repeat's read until all have read
    Cycle tail;
    Cycle read(std::uint32_t repeat, std::uint32_t repeats) const {
      return first_read + Cycle{repeat} * reads / repeats;
    }
  };
  /// Cycle at which the last of `repeats` repeats is in UB.
  static Cycle end(const Times& times, std::uint32_t repeats) {
    return times.read(repeats - 1, repeats) + times.tail;
  }

  /// `repeats_independent`: no repeat reads what another one writes, so that running all at once
  /// equals running them one by one. `state` is the core's vector state and outlives this.
  VectorRun(AgentId agent, std::shared_ptr<const isa::Instruction> instruction, Times times,
            bool repeats_independent, isa::VectorState& state, isa::ExecuteOptions options,
            Interval reads, Interval writes);

  Cycle next() const override;
  bool next_writes() const override;
  Cycle end() const override { return end(times_, repeats_); }
  bool done() const override { return next_write_ == repeats_; }
  void step(isa::Bytes memory) override;
  void run(isa::Bytes memory) override;

 private:
  Cycle read_cycle(std::uint32_t repeat) const { return times_.read(repeat, repeats_); }

  std::shared_ptr<const isa::Instruction> instruction_;
  std::uint32_t repeats_;
  Times times_;
  bool repeats_independent_;
  isa::VectorState& state_;
  isa::ExecuteOptions options_;
  std::uint32_t next_read_ = 0;
  std::uint32_t next_write_ = 0;
  /// Results of repeats, the one of next_write_ first at first_in_flight_. Most instructions run as
  /// a whole and never use it.
  std::vector<isa::WriteSet> in_flight_;
  std::size_t first_in_flight_ = 0;
};

}  // namespace npusim
