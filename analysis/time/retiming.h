// SPDX-License-Identifier: Apache-2.0
// How long a run would have taken if some of its waits had taken no time: what every pipe did is
// timed anew, in the same order, each thing behind what it waited for, and behind what it would
// have waited for had it come earlier.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

class Retiming {
 public:
  /// Times and syncs by cycle, within a cycle by agent.
  void add(const TimeEvent& event);
  void add(const SyncEvent& event);
  /// Whether add() does something with it.
  static bool wants(SyncKind kind);
  /// In any order.
  void add(const IssueEvent& event) { issued_[event.instruction] = event.cycle; }
  void add(const DependencyEvent& event) { producers_[event.consumer].push_back(event.producer); }

  /// In order of their ends. A flag that was there when it was asked for is one without length.
  const std::vector<TimeEvent>& events() const { return events_; }

  /// Cycles of the run if the `events()` whose index `is_free` were over at once; it is asked of
  /// waits alone. With none it gives `cycles`, the length of the run as it was.
  Cycle cycles(Cycle cycles, const std::function<bool(std::size_t)>& is_free) const;

 private:
  struct FlagSet {
    Cycle cycle = 0;
    Cycle reached = 0;  ///< all that it promises is complete
  };
  /// Of the task's block that ended last.
  struct TaskEnd {
    Cycle cycle = 0;
    AgentId agent = 0;
  };
  class Pass;

  void add_met_flag(const SyncEvent& wait);

  std::vector<TimeEvent> events_;
  std::unordered_map<std::uint64_t, FlagSet> sets_;  ///< by flag_key; only looked up
  std::map<AgentId, std::uint64_t> last_sets_;       ///< flag_key of each agent's last
  std::unordered_map<InstructionId, Cycle> issued_;  ///< only looked up
  Cycle shortest_flag_ = kNoFlag;                    ///< on its way, of those waited for
  static constexpr Cycle kNoFlag = ~Cycle{0};
  std::map<TaskIndex, std::vector<TaskIndex>> producers_;
  std::map<TaskIndex, TaskEnd> ends_;
};

}  // namespace npusim::analysis
