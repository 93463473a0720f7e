// SPDX-License-Identifier: Apache-2.0
#include "models/core/core.h"

#include <algorithm>

#include <fmt/format.h>

#include "models/arch/check.h"
#include "models/core/core_events.h"
#include "models/core/faults.h"
#include "models/core/native_fault.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"
#include "models/timing/constants.h"

namespace npusim {
namespace {

constexpr std::size_t kFrontEndStackBytes = 512 * 1024;

/// Contexts of the kernel ABI behind args[48] and args[49] (task-runtime.md section 6.1).
struct LocalContext {
  std::int32_t block_index;
  std::int32_t block_count;
  std::uint64_t reserved[6];
};
struct GlobalContext {
  std::int32_t sub_block_index;
};

std::uint64_t power_up_seed(ChoiceSource& choices, CoreId core, MemSpace space) {
  return choices.choose(ChoiceKind::PowerUp, agent_of(core, Pipe::S),
                        static_cast<std::uint64_t>(space), ~std::uint64_t{0});
}

}  // namespace

Core::Core(sc_core::sc_module_name name, CoreId core, const SharedHardware& shared)
    : sc_module(name),
      environment_{core,
                   shared.knobs,
                   shared.execute,
                   shared.latency,
                   shared.events,
                   shared.gm,
                   shared.gm_channel,
                   shared.cross_core,
                   shared.stop_run,
                   {},
                   {},
                   {}},
      vector_executor_(environment_),
      transfer_executor_(environment_),
      move_executor_(environment_) {
  if (kind_of(core) == CoreKind::AIC) {
    for (const MemSpace space :
         {MemSpace::L1, MemSpace::L0A, MemSpace::L0B, MemSpace::L0C, MemSpace::BT, MemSpace::FB}) {
      add_memory(space, shared);
    }
    for (const Pipe pipe : {Pipe::MTE1, Pipe::MTE2, Pipe::MTE3, Pipe::M, Pipe::FIX}) {
      add_pipe(pipe);
    }
    if (shared.memo != nullptr && !shared.execute.empty_arithmetic) {
      environment_.cube_values =
          std::make_unique<CubeValues>(environment_.local, shared.gm, shared.execute, *shared.memo);
    }
  } else {
    add_memory(MemSpace::UB, shared);
    for (const Pipe pipe : {Pipe::V, Pipe::MTE2, Pipe::MTE3}) add_pipe(pipe);
  }
  if ((shared.events.wanted() & kTimeEvents) != 0) {
    for (unsigned i = 0; i < kPipeCount; ++i) {
      const auto pipe = static_cast<Pipe>(i);
      environment_.clock(pipe).watch(shared.events, environment_.agent(pipe));
    }
  }
  PipeCalls::Pipes by_number{};
  for (const auto& pipe : pipes_) by_number[static_cast<unsigned>(pipe->pipe())] = pipe.get();
  front_end_ = std::make_unique<FrontEnd>(environment_, flags_, by_number);
}

void Core::start() {
  started_ = true;
  sc_core::sc_spawn_options options;
  options.set_stack_size(kFrontEndStackBytes);
  sc_core::sc_spawn([this] { run_blocks(); }, nullptr, &options);
}

void Core::add_memory(MemSpace space, const SharedHardware& shared) {
  const auto power_up = static_cast<PowerUp>(shared.knobs.ub_power_up);
  const std::uint64_t seed =
      power_up == PowerUp::Random ? power_up_seed(shared.choices, environment_.core, space) : 0;
  environment_.local[static_cast<unsigned>(space)] =
      std::make_unique<LocalMemory>(space, power_up, seed);
}

void Core::add_pipe(Pipe pipe) {
  // In the order of isa::OpcodeKind: lanes, vector, transfer, local, cube, scalar, AICPU.
  const PipeUnit::Executors executors{&vector_executor_,
                                      &vector_executor_,
                                      &transfer_executor_,
                                      &move_executor_,
                                      &move_executor_,
                                      nullptr,
                                      nullptr};
  pipes_.push_back(std::make_unique<PipeUnit>(std::string(npusim::name(pipe)).c_str(), pipe,
                                              environment_, flags_, executors));
}

void Core::dispatch(std::uint32_t sequence, const DispatchPayload& payload) {
  if (!started_) start();
  payloads_[sequence & 1] = payload;
  const Cycle latency = environment_.latency.of(ChoiceKind::Dispatch, environment_.agent(Pipe::S),
                                                cycles_from_ns(timing::kDoorbellNs));
  doorbells_.push_back({now() + latency, sequence});
  doorbell_event_.notify(sc_core::SC_ZERO_TIME);
}

Condition Core::condition() const {
  Condition seen;
  for (const PostedCondition& posted : conditions_) {
    if (posted.visible > now()) break;
    seen = posted.condition;
  }
  return seen;
}

void Core::post_condition(Condition condition) {
  while (conditions_.size() > 1 && conditions_[1].visible <= now()) conditions_.pop_front();
  const Cycle latency =
      cycles_from_ns(timing::kConditionNs) +
      environment_.latency.extra(ChoiceKind::Dispatch, environment_.agent(Pipe::S),
                                 cycles_from_ns(timing::kConditionSpreadNs));
  const Cycle earlier = conditions_.empty() ? 0 : conditions_.back().visible;
  const Cycle visible = std::max(now() + latency, earlier);
  conditions_.push_back({visible, condition});
  if (condition_observer_) condition_observer_(visible);
}

void Core::run_blocks() {
  register_scalar_context(*front_end_);
  try {
    while (true) run_block(next_sequence());
  } catch (const CoreFault&) {
    stopped_ = "stopped by a fault";
  } catch (const RunStopped&) {
    stopped_ = "stopped by the simulator";
  } catch (const isa::NotModelled& unknown) {
    report_not_modelled(environment_, environment_.agent(Pipe::S), front_end_->current_origin(),
                        unknown.what());
  } catch (const std::exception& error) {
    if (thrown_at() == nullptr) {
      report_internal_error(environment_, error);
    } else {
      front_end_->stop_after_native_fault(program_exception(&error), thrown_at());
    }
  } catch (...) {
    front_end_->stop_after_native_fault(program_exception(nullptr), thrown_at());
  }
  never_go_on();
}

std::uint32_t Core::next_sequence() {
  while (doorbells_.empty()) sc_core::wait(doorbell_event_);
  const Doorbell doorbell = doorbells_.front();
  doorbells_.pop_front();
  pass_until(doorbell.visible);
  pass(cycles_from_ns(timing::kPollNs));
  return doorbell.sequence;
}

void Core::run_block(std::uint32_t sequence) {
  DispatchPayload& payload = payloads_[sequence & 1];
  front_end_->clean_data_cache();
  Cycle start = environment_.latency.of(ChoiceKind::ColdStart, environment_.agent(Pipe::S),
                                        cycles_from_ns(timing::kStartNs));
  if (first_block_) {
    start += cycles_from_ns(timing::kColdStartNs) +
             environment_.latency.extra(ChoiceKind::ColdStart, environment_.agent(Pipe::S),
                                        cycles_from_ns(timing::kColdStartSpreadNs));
    first_block_ = false;
  }
  pass(start);
  post_condition({sequence, false});

  const BlockRef block = payload.block;
  if (payload.is_launch) front_end_->power_up();
  running_ = fmt::format("runs task {} block {}", block.task, block.block);
  PipeClock& clock = environment_.clock(Pipe::S);
  clock.spend(TimeKind::Empty, time_of(SyncOrigin{nullptr, block, false}));
  emit(SyncKind::TaskStart, block);
  call_kernel(payload);
  clock.spend(TimeKind::Busy, time_of(SyncOrigin{nullptr, block, false}));
  if (payload.is_launch) {
    front_end_->finish_launch();
  } else if (environment_.knobs.task_fin_waits_stores) {
    front_end_->wait_for_gm_stores();
  }
  front_end_->end_block(!payload.is_launch);
  clock.spend(TimeKind::Barrier, time_of(SyncOrigin{nullptr, block, false}));
  emit(SyncKind::TaskEnd, block);
  pass(cycles_from_ns(timing::kFinishNs));
  post_condition({sequence, true});
  running_.clear();
}

void Core::call_kernel(DispatchPayload& payload) {
  LocalContext local{payload.block.block, payload.block_count, {}};
  GlobalContext global{payload.lane};
  payload.args[kLocalContextIndex] = reinterpret_cast<std::int64_t>(&local);
  payload.args[kGlobalContextIndex] = reinterpret_cast<std::int64_t>(&global);
  front_end_->begin_block(payload);
  auto* const args =
      reinterpret_cast<std::int64_t*>(kArgsWindowBase + environment_.core * kArgsBytesPerCore);
  std::copy(std::begin(payload.args), std::end(payload.args), args);
  front_end_->begin_code(__builtin_frame_address(0));
  payload.entry(args);
  front_end_->finish_code();
}

void Core::emit(SyncKind kind, const BlockRef& block) {
  SyncEvent event;
  event.kind = kind;
  event.agent = event.peer = environment_.agent(Pipe::S);
  event.block = block;
  event.cycle = now();
  environment_.events.on_sync(event);
}

std::string Core::waiting_for() const {
  if (running_.empty()) return {};
  std::string line = fmt::format("{}: {}", core_name(environment_.core), running_);
  const std::string& front_end_waits = stopped_.empty() ? front_end_->waiting_for() : stopped_;
  if (!front_end_waits.empty()) line += "; S " + front_end_waits;
  for (const auto& pipe : pipes_) {
    const std::string pipe_waits = pipe->waiting_for();
    if (!pipe_waits.empty()) line += "; " + pipe_waits;
  }
  return line;
}

void Core::stop_clocks() {
  for (PipeClock& clock : environment_.clocks) clock.end();
}

void Core::report_blocked_waits() {
  if (running_.empty()) return;
  front_end_->report_blocked_wait();
  for (const auto& pipe : pipes_) pipe->report_blocked_wait();
}

void Core::give_back_lent_rows() {
  if (environment_.cube_values != nullptr) environment_.cube_values->give_back();
}

bool Core::has_faulted() const {
  return std::any_of(pipes_.begin(), pipes_.end(),
                     [](const auto& pipe) { return pipe->is_stopped(); });
}

}  // namespace npusim
