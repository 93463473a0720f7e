// SPDX-License-Identifier: Apache-2.0
// What one scheduler thread knows of its cores, and the protocol of a core's two slots
// (task-runtime.md section 4.4). A core's place is 3 * local cluster + {AIC, AIV lane 0, lane 1};
// every scan goes from the lowest place up.
#pragma once

#include <cstdint>
#include <vector>

#include "models/core/worker.h"
#include "models/scheduler/task_slot.h"

namespace npusim {

/// A block given to a core and not yet seen finished.
struct CoreAssignment {
  TaskSlot* task = nullptr;
  std::int32_t block = 0;
  std::uint32_t sequence = 0;
  explicit operator bool() const { return task != nullptr; }
};

struct CoreSlots {
  Worker* worker = nullptr;
  std::uint32_t sequence = 0;  ///< of the last dispatch
  CoreAssignment running;
  CoreAssignment pending;
  /// A payload was written that the core has not been seen to acknowledge.
  bool payload_unread = false;

  bool is_idle() const { return !running; }
};

/// What a value of COND says about a core's two slots.
struct SlotTransition {
  bool matched = false;
  bool running_done = false;
  bool pending_done = false;
  bool payload_read = false;
};
SlotTransition decide_transition(const CoreSlots& slots, Condition condition);

class CoreTracker {
 public:
  using Place = unsigned;
  enum class Phase : std::uint8_t { Idle, Pending };

  /// The clusters of scheduler thread `thread` of `threads`: those of the first `clusters` that are
  /// congruent to it.
  CoreTracker(unsigned thread, unsigned threads, unsigned clusters,
              const std::vector<Worker*>& workers);

  /// Places of cores of this shape that may take a block now, ascending; for MIX, the AICs' places
  /// of clusters that may. All three cores of a cluster count, whichever a task uses (section 4.6).
  std::vector<Place> dispatchable(TaskShape shape, Phase phase) const;
  std::vector<Place> running() const;
  bool has_running() const;

  CoreSlots& at(Place place) { return cores_[place]; }
  const std::vector<CoreSlots>& cores() const { return cores_; }

  /// Moves slots on after decide_transition; the tasks concerned are the caller's business.
  void apply(Place place, const SlotTransition& transition);

 private:
  bool cluster_takes(Place first, Phase phase) const;

  std::vector<CoreSlots> cores_;
};

}  // namespace npusim
