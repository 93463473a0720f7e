// SPDX-License-Identifier: Apache-2.0
// Pipe S among the cores: flags to other cores and from them.
#include <algorithm>

#include <fmt/format.h>

#include "models/core/cross_core_faults.h"
#include "models/core/faults.h"
#include "models/core/front_end.h"
#include "models/memory/sim_time.h"

namespace npusim {

void FrontEnd::kernel_cross_core_set(Pipe pipe, std::uint64_t message, const Caller& caller) {
  enter(caller);
  const SyncOrigin from = origin(caller.site, caller.library_call != 0);
  const auto mode = static_cast<unsigned>(message >> 4 & 3);
  if ((message & 15) != 1 || mode > static_cast<unsigned>(CrossCoreMode::Cluster)) {
    kernel_not_modelled(fmt::format("ffts_cross_core_sync with message {:#x}", message), from.site);
  }
  const CrossCoreFlag flag{static_cast<CrossCoreMode>(mode),
                           static_cast<std::uint8_t>(message >> 8 & 15)};
  spend_issue();
  if (pipe == Pipe::S) {
    // As a flag from pipe S, which also says that the scalar stores before it are in UB.
    const LocalMemory* const ub = environment_.memory(MemSpace::UB);
    send_message(environment_, pipe, {flag, from, 0},
                 std::max(now(), ub == nullptr ? 0 : ub->scalar_stores_landed()));
    return;
  }
  PipeUnit& sender = unit(pipe, "ffts_cross_core_sync", from);
  const InstructionId id = scalar_unit_.next_id();
  environment_.events.on_issue({id, environment_.agent(pipe), now()});
  sender.push(QueuedMessage{flag, from, id});
}

void FrontEnd::kernel_cross_core_wait(int id, const Caller& caller) {
  enter(caller);
  const SyncOrigin from = origin(caller.site, caller.library_call != 0);
  if (id < 0 || id >= static_cast<int>(kCrossCoreFlagCount)) {
    report_bad_cross_core_id(environment_, id, from);
    throw CoreFault{};
  }
  spend_issue();
  waiting_for_ = fmt::format("waits for cross-core flag {}", id);
  awaited_message_ = {{CrossCoreMode::Cluster, static_cast<std::uint8_t>(id)}, from, 0};
  awaited_since_ = now();
  const CrossCoreFlags::Arrival arrival =
      environment_.cross_core.wait(environment_.core, static_cast<unsigned>(id));
  awaited_message_.reset();
  waiting_for_.clear();
  report_cross_core_wait(environment_, arrival, from);
}

}  // namespace npusim
