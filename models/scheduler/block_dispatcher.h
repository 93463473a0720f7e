// SPDX-License-Identifier: Apache-2.0
// Gives blocks of ready tasks to the cores of one scheduler thread (task-runtime.md sections 4.3
// and 4.6).
#pragma once

#include <vector>

#include "models/scheduler/core_tracker.h"
#include "models/scheduler/runtime_state.h"

namespace npusim {

class BlockDispatcher {
 public:
  BlockDispatcher(unsigned thread, RuntimeState& state, AicpuThread& clock, CoreTracker& tracker)
      : thread_(thread), state_(state), clock_(clock), tracker_(tracker) {}

  /// Other threads' dispatchers, this one included, by thread.
  void set_peers(std::vector<BlockDispatcher*> peers) { peers_ = std::move(peers); }
  const std::vector<BlockDispatcher*>& peers() const { return peers_; }

  /// Gives what is ready to the cores that can take it; whether anything was.
  bool dispatch_all();

  /// Where tasks go that this thread makes ready; null: to all threads' queue.
  LocalReadyBuffers* local_buffers() { return state_.fixes.no_local_buffers ? nullptr : &local_; }
  /// What is left in them becomes everybody's.
  void publish_local_buffers();

  std::size_t idle_cores(TaskShape shape) const {
    return tracker_.dispatchable(shape, CoreTracker::Phase::Idle).size();
  }
  /// Gives the task's next blocks to idle cores of `owner`, in this thread's time.
  void launch_on(BlockDispatcher& owner, TaskSlot& task);

 private:
  bool dispatch_shape(TaskShape shape, CoreTracker::Phase phase);
  /// Gives blocks of one task to `cores`, the lowest place at the back.
  void dispatch_task(TaskSlot& task, std::vector<CoreTracker::Place>& cores);
  std::vector<TaskSlot*> take_ready(TaskShape shape, std::size_t most);
  /// Whether a sync_start task can start here and now; if not, it is back in a queue or has begun a
  /// drain.
  bool start_sync_task(TaskSlot& task, CoreTracker::Phase phase, std::size_t free_cores);
  /// `place`: of the core, or of the cluster's AIC.
  void give_block(BlockDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                  std::int32_t block);
  /// One core's part of a block.
  void give_share(BlockDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                  std::int32_t block, ClusterPlace share);
  bool a_peer_has_idle_core(TaskShape shape) const;
  void push_global(TaskSlot& task);

  unsigned thread_;
  RuntimeState& state_;
  AicpuThread& clock_;
  CoreTracker& tracker_;
  std::vector<BlockDispatcher*> peers_;
  LocalReadyBuffers local_;
  bool entered_drain_ = false;  ///< in this iteration
};

}  // namespace npusim
