// SPDX-License-Identifier: Apache-2.0
// Tasks whose producers are all complete (task-runtime.md section 4.3). Global queues are FIFO;
// each thread also has a local buffer per shape, used LIFO before the global queue.
#pragma once

#include <array>
#include <deque>
#include <utility>
#include <vector>

#include "models/scheduler/task_slot.h"

namespace npusim {

class LocalReadyBuffer {
 public:
  static constexpr std::size_t kCapacity = 64;

  bool push(TaskSlot& task) {
    if (tasks_.size() == kCapacity) return false;
    tasks_.push_back(&task);
    return true;
  }
  bool empty() const { return tasks_.empty(); }
  TaskSlot* pop_newest() {
    TaskSlot* task = tasks_.back();
    tasks_.pop_back();
    return task;
  }
  /// Everything, oldest first.
  std::vector<TaskSlot*> take_all() { return std::exchange(tasks_, {}); }

 private:
  std::vector<TaskSlot*> tasks_;
};

using LocalReadyBuffers = std::array<LocalReadyBuffer, kDispatchShapeCount>;

struct ReadyQueues {
  std::array<std::deque<TaskSlot*>, kDispatchShapeCount> by_shape;
  std::deque<TaskSlot*> dummies;

  std::deque<TaskSlot*>& of(TaskShape shape) {
    return shape == TaskShape::Dummy ? dummies : by_shape[static_cast<unsigned>(shape)];
  }
};

}  // namespace npusim
