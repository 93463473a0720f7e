// SPDX-License-Identifier: Apache-2.0
#include "models/core/message_calls.h"

#include <algorithm>

#include "models/arch/never_set.h"
#include "models/core/core_events.h"
#include "models/core/cross_core_faults.h"
#include "models/memory/sim_time.h"

namespace npusim {

std::optional<CrossCoreFlag> cross_core_flag(std::uint64_t message) {
  const auto mode = static_cast<unsigned>(message >> 4 & 3);
  const bool modelled =
      (message & 15) == 1 && mode <= static_cast<unsigned>(CrossCoreMode::Cluster);
  if (!modelled) return std::nullopt;
  return CrossCoreFlag{static_cast<CrossCoreMode>(mode),
                       static_cast<std::uint8_t>(message >> 8 & 15)};
}

void MessageCalls::send(const CrossCoreFlag& flag, const SyncOrigin& from) {
  catch_up();
  // As a flag from pipe S, which also says that the scalar stores before it are in UB.
  send_message(environment_, Pipe::S, {flag, from, 0},
               std::max(now(), environment_.scalar_stores_landed()));
}

void MessageCalls::send(PipeUnit& pipe, const CrossCoreFlag& flag, InstructionId id,
                        const SyncOrigin& from) {
  environment_.events.on_issue({id, environment_.agent(pipe.pipe()), now()});
  pipe.push(QueuedMessage{flag, from, id});
}

void MessageCalls::wait(unsigned id, const SyncOrigin& from) {
  catch_up();
  PipeClock& clock = environment_.clock(Pipe::S);
  clock.spend(TimeKind::Busy, time_of(from));
  awaited_ = {id, from, now()};
  TimeEvent waited = time_of(from);
  waited.between_cores = true;
  waited.id = static_cast<std::uint8_t>(id);
  waited.instance = kNeverSet;
  clock.wait(TimeKind::Flag, waited);
  const CrossCoreFlags::Arrival arrival = environment_.cross_core.wait(environment_.core, id);
  awaited_.reset();
  waited.peer = arrival.last.sender;
  waited.id = packed(arrival.last.flag);
  waited.instance = arrival.round;
  clock.spend(TimeKind::Flag, waited);
  report_cross_core_wait(environment_, arrival, from);
}

void MessageCalls::report_blocked_wait() const {
  if (!awaited_) return;
  report_blocked_cross_core_wait(environment_, awaited_->id, awaited_->origin, awaited_->since);
}

}  // namespace npusim
