// SPDX-License-Identifier: Apache-2.0
// How long a run would have taken if some of its waits had taken no time: what every pipe did is
// timed anew, in the same order, each thing behind what it waited for.
#pragma once

#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

class Retiming {
 public:
  void add(const TimeEvent& event) { events_.push_back(event); }
  void add(const SyncEvent& event);
  void add(const DependencyEvent& event) { producers_[event.consumer].push_back(event.producer); }

  /// Cycles of the run if `is_free` waits were over at once. With none it gives `cycles`, the
  /// length of the run as it was.
  Cycle cycles(Cycle cycles, const std::function<bool(const TimeEvent&)>& is_free) const;

 private:
  /// Of the task's block that ended last.
  struct TaskEnd {
    Cycle cycle = 0;
    AgentId agent = 0;
  };
  class Pass;

  std::vector<TimeEvent> events_;                        ///< in order of their ends
  std::unordered_map<std::uint64_t, Cycle> set_cycles_;  ///< by flag and instance; only looked up
  std::map<TaskIndex, std::vector<TaskIndex>> producers_;
  std::map<TaskIndex, TaskEnd> ends_;
};

}  // namespace npusim::analysis
