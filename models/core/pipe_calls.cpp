// SPDX-License-Identifier: Apache-2.0
#include "models/core/pipe_calls.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "models/arch/never_set.h"
#include "models/core/core_events.h"
#include "models/core/faults.h"
#include "models/core/scalar_unit.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

PipeCalls::PipeCalls(CoreEnvironment& environment, EventFlags& flags, const Pipes& pipes,
                     std::string& waiting_for)
    : environment_(environment), flags_(flags), pipes_(pipes), waiting_for_(waiting_for) {}

void PipeCalls::set_flag(const FlagId& flag, const SyncOrigin& from) {
  check_flag(flag, from);
  spend_issue();
  const bool second = flags_.issue_set(flag);
  if (flag.source != Pipe::S) {
    return push(unit(flag.source, "set_flag", from), QueuedSet{flag, from, second}, from);
  }
  set_own_flag(flag, from, second);
}

/// From pipe S a flag also says that the scalar stores before it are in UB.
void PipeCalls::set_own_flag(const FlagId& flag, const SyncOrigin& from, bool second) {
  catch_up();
  const Cycle stored = environment_.scalar_stores_landed();
  const Cycle latency =
      environment_.latency.of(ChoiceKind::FlagLatency, environment_.agent(Pipe::S),
                              static_cast<Cycle>(environment_.knobs.timing_flag_latency));
  environment_.order_gm_stores();
  if (set_waits(environment_)) {
    waiting_for_ = fmt::format("waits at set_flag until {} is free", to_string(flag));
    clock().spend(TimeKind::Busy, time_of(from));
    clock().wait(TimeKind::Flag, time_of(from));
    flags_.wait_until_free(flag);
    clock().spend(TimeKind::Flag, time_of(from));
    waiting_for_.clear();
  }
  const std::uint32_t instance =
      flags_.set(flag, std::max(stored, now()) + latency, environment_.scalar_vector_count);
  report_set(environment_, flag, from, instance, second);
}

void PipeCalls::wait_flag(const FlagId& flag, const SyncOrigin& from) {
  check_flag(flag, from);
  spend_issue();
  flags_.issue_wait(flag);
  if (flag.target != Pipe::S) {
    push(unit(flag.target, "wait_flag", from), QueuedWait{flag, from}, from);
    return;
  }
  catch_up();
  waiting_for_ = fmt::format("waits for {}", to_string(flag));
  awaited_ = {flag, from};
  awaited_since_ = now();
  clock().spend(TimeKind::Busy, time_of(from));
  clock().wait(TimeKind::Flag, time_of(environment_, flag, from, kNeverSet));
  const EventFlags::Set set = flags_.wait(flag);
  clock().spend(TimeKind::Flag, time_of(environment_, flag, from, set.instance));
  environment_.scalar_vector_count = std::max(environment_.scalar_vector_count, set.vector_count);
  awaited_.reset();
  waiting_for_.clear();
  report_wait(environment_, flag, from, set.instance);
}

void PipeCalls::barrier(Pipe pipe, const SyncOrigin& from) {
  spend_issue();
  if (pipe == Pipe::ALL) {
    drain_all(from);
  } else if (pipe != Pipe::S) {
    push(unit(pipe, "pipe_barrier", from), QueuedBarrier{from}, from);
  }
}

void PipeCalls::push(PipeUnit& pipe, PipeEntry entry, const SyncOrigin& from) {
  clock().spend(TimeKind::Busy, time_of(from));
  TimeEvent full = time_of(from);
  full.peer = environment_.agent(pipe.pipe());
  clock().wait(TimeKind::Queue, full);
  pipe.push(std::move(entry));
  clock().spend(TimeKind::Queue, full);
}

void PipeCalls::drain_all(const SyncOrigin& from) {
  catch_up();
  clock().spend(TimeKind::Busy, time_of(from));
  clock().wait(TimeKind::Barrier, time_of(from));
  for (PipeUnit* pipe : pipes_) {
    if (pipe == nullptr) continue;
    waiting_for_ = fmt::format("waits in pipe_barrier(PIPE_ALL) for {}", name(pipe->pipe()));
    pipe->wait_drained();
  }
  // The barrier over all pipes is a fence: the core's stores are in GM and in UB when it returns.
  const Cycle landed = std::max(environment_.gm_stores_landed, environment_.scalar_stores_landed());
  pass_until(landed);
  clock().spend(TimeKind::Barrier, time_of(from));
  waiting_for_.clear();
  ++environment_.instruction_count;
  const AgentId agent = environment_.agent(Pipe::S);
  environment_.events.on_sync(sync_event(SyncKind::BarrierAll, agent, agent, from));
}

PipeUnit& PipeCalls::unit(Pipe pipe, std::string_view what, const SyncOrigin& from) {
  PipeUnit* const found = pipes_[static_cast<unsigned>(pipe)];
  if (found != nullptr) return *found;
  report_missing_pipe(environment_, pipe, what, from);
  throw CoreFault{};
}

void PipeCalls::check_flag(const FlagId& flag, const SyncOrigin& from) {
  if (flag.id >= kEventIdCount) {
    report_bad_event_id(environment_, flag, from);
    throw CoreFault{};
  }
  for (const Pipe pipe : {flag.source, flag.target}) {
    if (pipe != Pipe::S) unit(pipe, "a flag", from);
  }
}

void PipeCalls::spend_issue() {
  run_ahead(environment_.latency.of(ChoiceKind::FrontEnd, environment_.agent(Pipe::S),
                                    timing::scalar_cost().issue));
}

void PipeCalls::wait_drained() {
  for (PipeUnit* pipe : pipes_) {
    if (pipe != nullptr) pipe->wait_drained();
  }
}

void PipeCalls::report_blocked_wait() const {
  if (!awaited_) return;
  npusim::report_blocked_wait(environment_, awaited_->flag, awaited_->origin, awaited_since_);
}

}  // namespace npusim
