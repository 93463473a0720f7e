// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/sync_start_drain.h"

namespace npusim {
namespace {

std::size_t idle_cores_of_all(const BlockDispatcher& dispatcher, TaskShape shape) {
  std::size_t cores = 0;
  for (const BlockDispatcher* peer : dispatcher.peers()) cores += peer->idle_cores(shape);
  return cores;
}

}  // namespace

void take_part_in_drain(unsigned thread, RuntimeState& state, AicpuThread& clock,
                        BlockDispatcher& dispatcher) {
  SyncStartDrain& drain = state.drain;
  const auto wait_for_change = [&] {
    sc_core::wait(state.changed);
    clock.sleep_until(now());
  };
  drain.acknowledged |= 1u << thread;
  state.announce();
  const std::uint32_t all_threads = (1u << dispatcher.peers().size()) - 1;
  while (drain.acknowledged != all_threads) {
    if ((drain.acknowledged >> thread & 1) == 0) return;
    wait_for_change();
  }
  if (drain.elected == 0) drain.elected = thread + 1;
  if (drain.elected != thread + 1) {
    while (drain.task != nullptr && drain.elected != 0) wait_for_change();
    return;
  }
  TaskSlot& task = *drain.task;
  if (idle_cores_of_all(dispatcher, task.shape) < static_cast<std::size_t>(task.blocks)) {
    drain.acknowledged = 0;
    drain.elected = 0;
  } else {
    for (BlockDispatcher* peer : dispatcher.peers()) dispatcher.launch_on(*peer, task);
    drain = {};
  }
  state.announce();
}

}  // namespace npusim
