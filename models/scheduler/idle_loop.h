// SPDX-License-Identifier: Apache-2.0
// The times of a scheduler thread's loop, and how an idle thread passes many iterations at once.
//
// Time in an iteration: one COND read per running core, then the rest of the loop. An idle thread
// does not step through its iterations one by one: nothing happens in them until the shared state
// or a core's COND changes, so it sleeps until then and enters the loop where it would have been.
// That must equal the loop stepped one by one: an iteration's read of running core i happens i
// reads after its start, everything else at its end, and both find nothing to do unless something
// changed before.
#pragma once

#include <utility>
#include <vector>

#include "models/scheduler/core_tracker.h"
#include "models/scheduler/runtime_state.h"

namespace npusim {

class IdleLoop {
 public:
  IdleLoop(unsigned thread, RuntimeState& state, AicpuThread& clock, CoreTracker& tracker);

  /// Draws the times of the next iterations.
  void draw_times();
  Cycle read_cycles() const { return read_cycles_; }            ///< of one COND read
  Cycle iteration_cycles() const { return iteration_cycles_; }  ///< of the rest of an iteration

  bool resumes_in_iteration() const { return resumed_at_ != 0; }
  /// When the iteration began that is on, or that a sleep ended in.
  Cycle take_start() { return now() - std::exchange(resumed_at_, 0); }
  /// The iteration has looked at the shared state.
  void saw_state() { seen_version_ = state_.version; }
  /// The core's COND was read: changes that were visible are no longer to come.
  void condition_read(CoreTracker::Place place);

  void reset() { idle_ = 0; }
  /// Counts an iteration without progress; true if the thread leaves: an error, or too many.
  bool count_iteration();
  std::uint64_t iterations() const { return idle_; }

  /// Sleeps through iterations in which nothing can happen, at most `most` of them; returns how
  /// many have passed.
  std::uint64_t sleep(std::uint64_t most);

 private:
  Cycle period() const { return tracker_.running().size() * read_cycles_ + iteration_cycles_; }
  std::uint64_t quiet_iterations_ahead() const;
  Cycle next_condition_change() const;
  void condition_posted(CoreTracker::Place place, Cycle visible);

  unsigned thread_;
  RuntimeState& state_;
  AicpuThread& clock_;
  CoreTracker& tracker_;
  Cycle read_cycles_ = 0;
  Cycle iteration_cycles_ = 0;
  std::uint64_t idle_ = 0;  ///< iterations without progress, in a row
  Cycle idle_since_ = 0;
  Cycle resumed_at_ = 0;            ///< cycles into the iteration at which a sleep ended
  std::uint64_t seen_version_ = 0;  ///< of the shared state, when this iteration looked at it
  /// Visible times of COND changes not yet polled, by place; only if all cores announce them.
  std::vector<std::vector<Cycle>> coming_changes_;
  bool cores_announce_ = true;
  sc_core::sc_event core_posted_;
};

}  // namespace npusim
