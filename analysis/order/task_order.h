// SPDX-License-Identifier: Apache-2.0
// Which tasks the runtime's edges order: reachability in the inferred graph, and what the
// orchestrator has waited for when it submits.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/order/edges.h"
#include "analysis/order/task_set.h"
#include "models/arch/event.h"

namespace npusim::analysis {

class TaskOrder {
 public:
  explicit TaskOrder(EdgeSet enabled) : enabled_(enabled) {}

  void add(const DependencyEvent& event);
  /// `task` is being submitted: the orchestrator's accesses so far, and what it has waited for, are
  /// before it. Called again for the same task, the later call counts.
  void submit(TaskIndex task, std::uint32_t orchestrator_accesses);

  /// True if every block of `earlier` has finished before any block of `later` starts.
  bool before(TaskIndex earlier, TaskIndex later) const;
  /// True if the orchestrator has waited for `task`, as of now.
  bool orchestrator_waited_for(TaskIndex task) const { return waited_.contains(task); }
  /// True if the orchestrator's access number `ordinal` (from 1) is before `task`.
  bool orchestrator_before(std::uint32_t ordinal, TaskIndex task) const;
  /// What is done once `task` is consumed: it, its consumers submitted before `limit`, and all
  /// tasks before them.
  TaskSet done_when_consumed(TaskIndex task, TaskIndex limit) const;

 private:
  void grow(TaskIndex task);
  void close(TaskIndex task) const;

  struct Task {
    std::vector<TaskIndex> producers, consumers;
    TaskSet waited;  ///< by the orchestrator before it submitted the task
    std::uint32_t orchestrator_accesses = 0;
  };

  EdgeSet enabled_;
  std::vector<Task> tasks_;
  TaskSet waited_;
  /// Row t: all tasks before t. Rows [0, closed_) are final unless an edge into them arrives late.
  mutable std::vector<TaskSet> before_;
  mutable std::size_t closed_ = 0;
};

}  // namespace npusim::analysis
