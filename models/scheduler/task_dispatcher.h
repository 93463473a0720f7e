// SPDX-License-Identifier: Apache-2.0
// One scheduler thread of the AICPU: polls its cores, releases what waited for finished tasks, and
// gives ready blocks to cores (task-runtime.md section 4.1). Thread 0 also wires and completes
// dummy tasks.
#pragma once

#include <vector>

#include "models/scheduler/block_dispatcher.h"
#include "models/scheduler/idle_loop.h"
#include "models/scheduler/release.h"
#include "models/scheduler/wiring.h"

namespace npusim {

class TaskDispatcher {
 public:
  TaskDispatcher(unsigned thread, RuntimeState& state, Latency& latency,
                 const std::vector<Worker*>& workers);

  /// All threads' dispatchers, this one included, by thread.
  void set_peers(const std::vector<TaskDispatcher*>& peers);

  /// The thread's life. Call on its own SystemC process.
  void run();

  const CoreTracker& tracker() const { return tracker_; }
  std::uint64_t idle_iterations() const { return idle_.iterations(); }
  /// The task whose edges find no room in the dependency pool, with all others behind it; or null.
  const TaskSlot* blocked_in_wiring() const { return wiring_.blocked(); }
  bool done() const { return done_; }

 private:
  static constexpr std::size_t kDeferredReleases = 256;

  bool may_end() const;
  bool ends();
  void scan_cores();
  void poll(CoreTracker::Place place);
  void finish_block(const CoreAssignment& block, CoreId core);
  void finish_dummies();
  void flush_releases();
  void sleep_while_idle();

  unsigned thread_;
  RuntimeState& state_;
  AicpuThread clock_;
  CoreTracker tracker_;
  Release release_;
  Wiring wiring_;
  BlockDispatcher blocks_;
  IdleLoop idle_;
  std::vector<TaskSlot*> deferred_;

  // This iteration.
  bool progressed_ = false;
  std::int32_t completed_now_ = 0;

  bool done_ = false;
};

}  // namespace npusim
