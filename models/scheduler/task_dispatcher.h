// SPDX-License-Identifier: Apache-2.0
// One scheduler thread of the AICPU: polls its cores, releases what waited for finished tasks, and
// gives ready blocks to cores (task-runtime.md section 4.1). Thread 0 also wires and completes
// dummy tasks.
//
// Time in an iteration: one COND read per running core, then the rest of the loop. An idle thread
// does not step through its iterations one by one: nothing happens in them until the shared state
// or a core's COND changes, so it sleeps until then and enters the loop where it would have been.
#pragma once

#include <functional>
#include <vector>

#include "models/scheduler/core_tracker.h"
#include "models/scheduler/release.h"
#include "models/scheduler/wiring.h"

namespace npusim {

class TaskDispatcher {
 public:
  TaskDispatcher(unsigned thread, RuntimeState& state, Latency& latency,
                 const std::vector<Worker*>& workers);

  /// Other threads' dispatchers, this one included, by thread.
  void set_peers(std::vector<TaskDispatcher*> peers) { peers_ = std::move(peers); }

  /// The thread's life. Call on its own SystemC process.
  void run();

  const CoreTracker& tracker() const { return tracker_; }
  std::uint64_t idle_iterations() const { return idle_; }
  /// The task whose edges find no room in the dependency pool, with all others behind it; or null.
  const TaskSlot* blocked_in_wiring() const { return wiring_.blocked(); }
  bool done() const { return done_; }

 private:
  static constexpr std::size_t kDeferredReleases = 256;

  // task_dispatcher.cpp: the loop
  bool may_end() const;
  bool ends();
  void scan_cores();
  void poll(CoreTracker::Place place);
  void finish_block(const CoreAssignment& block, CoreId core);
  void finish_dummies();
  void defer_release(TaskSlot& task);
  void flush_releases();
  void publish_local_buffers();
  bool count_idle_iteration();
  void draw_loop_times();

  // idle_sleep.cpp
  void sleep_while_idle();
  std::uint64_t quiet_iterations_ahead() const;
  Cycle next_condition_change() const;
  void condition_posted(CoreTracker::Place place, Cycle visible);

  // block_dispatch.cpp
  void dispatch_all();
  void dispatch_shape(TaskShape shape, CoreTracker::Phase phase);
  std::vector<TaskSlot*> take_ready(TaskShape shape, std::size_t most);
  bool start_sync_task(TaskSlot& task, CoreTracker::Phase phase, std::size_t free_cores);
  /// `place`: of the core, or of the cluster's AIC.
  void give_block(TaskDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                  std::int32_t block);
  /// One core's part of a block.
  void give_share(TaskDispatcher& owner, CoreTracker::Place place, TaskSlot& task,
                  std::int32_t block, ClusterPlace share);
  bool a_peer_has_idle_core(TaskShape shape) const;
  void push_global(TaskSlot& task);

  // sync_start_drain.cpp
  void take_part_in_drain();
  std::size_t idle_cores_of_all(TaskShape shape) const;
  void launch_drained_task();

  unsigned thread_;
  RuntimeState& state_;
  AicpuThread clock_;
  CoreTracker tracker_;
  Release release_;
  Wiring wiring_;
  std::vector<TaskDispatcher*> peers_;
  LocalReadyBuffers local_;
  std::vector<TaskSlot*> deferred_;

  // This iteration.
  bool progressed_ = false;
  bool entered_drain_ = false;
  std::int32_t completed_now_ = 0;

  // Idle time.
  Cycle read_cycles_ = 0;       ///< of one COND read
  Cycle iteration_cycles_ = 0;  ///< of the rest of an iteration
  std::uint64_t idle_ = 0;      ///< iterations without progress, in a row
  Cycle idle_since_ = 0;
  Cycle resumed_at_ = 0;            ///< cycles into the iteration at which a sleep ended
  std::uint64_t seen_version_ = 0;  ///< of the shared state, when this iteration looked at it

  /// Visible times of COND changes not yet polled, by place; only if all cores announce them.
  std::vector<std::vector<Cycle>> coming_changes_;
  bool cores_announce_ = true;
  sc_core::sc_event core_posted_;
  bool done_ = false;
};

}  // namespace npusim
