// SPDX-License-Identifier: Apache-2.0
#include "models/core/vector_run.h"

#include <utility>

namespace npusim {
VectorRun::VectorRun(AgentId agent, std::shared_ptr<const isa::Instruction> instruction,
                     Times times, bool repeats_independent, isa::VectorState& state,
                     isa::ExecuteOptions options, Interval reads, Interval writes)
    : LocalEffect(agent, reads, writes),
      instruction_(std::move(instruction)),
      repeats_(isa::repeats_of(*instruction_)),
      times_(times),
      repeats_independent_(repeats_independent),
      state_(state),
      options_(options) {}

bool VectorRun::next_writes() const {
  return next_write_ < next_read_ &&
         (next_read_ == repeats_ ||
          read_cycle(next_write_) + times_.tail <= read_cycle(next_read_));
}

Cycle VectorRun::next() const {
  return next_writes() ? read_cycle(next_write_) + times_.tail : read_cycle(next_read_);
}

void VectorRun::step(isa::Bytes memory) {
  if (next_writes()) {
    in_flight_[first_in_flight_++].apply(memory);
    if (first_in_flight_ == in_flight_.size()) {
      in_flight_.clear();
      first_in_flight_ = 0;
    }
    ++next_write_;
  } else {
    in_flight_.emplace_back();
    isa::execute_repeat(*instruction_, next_read_, memory, state_, options_, in_flight_.back());
    ++next_read_;
  }
}

void VectorRun::run(isa::Bytes memory) {
  if (next_read_ == 0 && repeats_independent_) {
    isa::execute_vector(*instruction_, memory, state_, options_);
    next_read_ = next_write_ = repeats_;
    return;
  }
  while (!done()) step(memory);
}

}  // namespace npusim
