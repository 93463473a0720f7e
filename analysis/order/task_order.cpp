// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/task_order.h"

#include <algorithm>

namespace npusim::analysis {

void TaskOrder::add(const DependencyEvent& event) {
  if (event.producer == kNoTask) return;
  if (event.consumer == kNoTask) {
    if (!enabled_[static_cast<unsigned>(Edge::ScalarAccess)]) return;
    close(event.producer);
    waited_.insert(before_[event.producer]);
    waited_.insert(event.producer);
    return;
  }
  if (!enabled_[static_cast<unsigned>(Edge::Dependency)]) return;
  grow(std::max(event.producer, event.consumer));
  tasks_[event.consumer].producers.push_back(event.producer);
  tasks_[event.producer].consumers.push_back(event.consumer);
  closed_ = std::min<std::size_t>(closed_, event.consumer);
}

void TaskOrder::submit(TaskIndex task, std::uint32_t orchestrator_accesses) {
  if (!enabled_[static_cast<unsigned>(Edge::Submission)]) return;
  grow(task);
  tasks_[task].orchestrator_accesses = orchestrator_accesses;
  tasks_[task].waited = waited_;
  closed_ = std::min<std::size_t>(closed_, task);
}

bool TaskOrder::before(TaskIndex earlier, TaskIndex later) const {
  if (earlier == kNoTask || later == kNoTask || earlier == later) return false;
  if (later >= tasks_.size()) return false;
  close(later);
  return before_[later].contains(earlier);
}

bool TaskOrder::orchestrator_before(std::uint32_t ordinal, TaskIndex task) const {
  return task < tasks_.size() && tasks_[task].orchestrator_accesses >= ordinal;
}

TaskSet TaskOrder::done_when_consumed(TaskIndex task, TaskIndex limit) const {
  TaskSet done;
  const auto add = [&](TaskIndex one) {
    close(one);
    done.insert(before_[one]);
    done.insert(one);
  };
  add(task);
  if (task >= tasks_.size()) return done;
  for (const TaskIndex consumer : tasks_[task].consumers) {
    if (consumer < limit) add(consumer);
  }
  return done;
}

void TaskOrder::grow(TaskIndex task) {
  if (task >= tasks_.size()) tasks_.resize(task + 1);
}

/// Makes the rows up to `task` final. A producer is always submitted before its consumer.
void TaskOrder::close(TaskIndex task) const {
  if (before_.size() <= task) before_.resize(std::max<std::size_t>(tasks_.size(), task + 1));
  for (; closed_ <= task; ++closed_) {
    TaskSet& row = before_[closed_];
    row.clear();
    if (closed_ >= tasks_.size()) continue;
    const Task& closing = tasks_[closed_];
    row = closing.waited;
    for (const TaskIndex producer : closing.producers) {
      if (producer >= closed_) continue;
      row.insert(before_[producer]);
      row.insert(producer);
    }
  }
}

}  // namespace npusim::analysis
