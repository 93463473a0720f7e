// SPDX-License-Identifier: Apache-2.0
#include "models/core/pipe_unit.h"

#include <algorithm>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "models/arch/check.h"
#include "models/arch/never_set.h"
#include "models/core/core_events.h"
#include "models/core/cross_core_faults.h"
#include "models/core/faults.h"
#include "models/core/work_report.h"
#include "models/isa/footprint.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

namespace {

/// The unit flags as if they were an event flag: M sets them for FIX, FIX for M.
FlagId unit_flag(Pipe source) {
  return {source, source == Pipe::M ? Pipe::FIX : Pipe::M, kUnitFlagId};
}

}  // namespace

PipeUnit::PipeUnit(sc_core::sc_module_name module_name, Pipe pipe, CoreEnvironment& environment,
                   EventFlags& flags, const Executors& executors)
    : sc_module(module_name),
      pipe_(pipe),
      environment_(environment),
      flags_(flags),
      executors_(executors) {}

void PipeUnit::start() {
  started_ = true;
  sc_core::sc_spawn([this] { run_queue(); });
}

void PipeUnit::push(PipeEntry entry) {
  const auto depth = static_cast<std::size_t>(environment_.knobs.queue_depth);
  if (!started_) start();
  const Cycle pushed = now();
  while (queue_.size() >= depth) wait_for(room_event_, waits_for_room_);
  pass_until(pushed);
  queue_.push_back({std::move(entry), now()});
  if (waits_for_entry_) notify_now(arrived_event_);
}

void PipeUnit::wait_drained() {
  while (!queue_.empty() || working_) wait_for(idle_event_, waits_for_idle_);
  pass_until(complete_at_);
}

std::string PipeUnit::waiting_for() const {
  std::string state = stopped_;
  if (state.empty() && awaits_units_ != nullptr) {
    state = fmt::format("waits for the unit flags of L0C at {}",
                        isa::info(awaits_units_->opcode()).name);
  } else if (state.empty() && executing_ != nullptr) {
    state = fmt::format("executes {}", isa::info(executing_->opcode()).name);
  } else if (state.empty() && awaited_ != nullptr) {
    state = fmt::format("waits for {} at wait_flag", to_string(awaited_->flag));
  } else if (state.empty() && setting_ != nullptr) {
    state = fmt::format("waits at set_flag until {} is free", to_string(setting_->flag));
  }
  if (state.empty()) return {};
  return fmt::format("{} {}, {} more queued", npusim::name(pipe_), state, queue_.size());
}

void PipeUnit::report_blocked_wait() {
  if (awaited_ != nullptr) {
    npusim::report_blocked_wait(environment_, awaited_->flag, awaited_->origin, awaited_since_);
  }
  if (awaits_units_ != nullptr) {
    const Pipe other = pipe_ == Pipe::M ? Pipe::FIX : Pipe::M;
    npusim::report_blocked_wait(environment_, unit_flag(other),
                                {awaits_units_->site, awaits_units_->block, false}, awaited_since_);
  }
}

void PipeUnit::run_queue() {
  PipeEntry entry;  // outlives what is thrown: executing_ is in it
  try {
    while (true) {
      entry = take();
      std::visit([this](const auto& queued) { process(queued); }, entry);
      working_ = false;
      if (queue_.empty()) notify(idle_event_, waits_for_idle_);
    }
  } catch (const sc_core::sc_unwind_exception&) {
    throw;
  } catch (const isa::NotModelled& unknown) {
    SyncOrigin origin;
    if (executing_ != nullptr) origin = {executing_->site, executing_->block, false};
    report_not_modelled(environment_, agent_of(environment_.core, pipe_), origin, unknown.what());
  } catch (const std::exception& error) {
    report_internal_error(environment_, error);
  }
  executing_ = nullptr;
}

PipeEntry PipeUnit::take() {
  const Cycle ready = now();
  while (queue_.empty()) wait_for(arrived_event_, waits_for_entry_);
  pass_until(queue_.front().arrived);
  // By times alone: who of two processes comes first in a cycle decides nothing.
  was_idle_ = queue_.front().arrived >= ready;
  environment_.clock(pipe_).spend(TimeKind::Empty);
  working_ = true;
  PipeEntry entry = std::move(queue_.front().entry);
  queue_.pop_front();
  notify(room_event_, waits_for_room_);
  return entry;
}

void PipeUnit::process(const QueuedInstruction& queued) {
  const isa::Instruction& instruction = *queued.instruction;
  executing_ = &instruction;
  find_footprint(instruction);
  const SyncOrigin origin{instruction.site, instruction.block, false};
  if (!check_bounds(instruction) || report_data_fault(environment_, origin)) {
    hang("stopped by a fault");
  }
  const isa::UnitFlagUse units = isa::unit_flag_use(instruction);
  if (!units.units.empty()) wait_for_units(instruction, units);
  wait_for_results(instruction);
  announce(instruction);
  check_alignment(instruction);
  Executor* const executor =
      executors_[static_cast<unsigned>(isa::info(instruction.opcode()).kind)];
  NPUSIM_CHECK(executor != nullptr);
  const Executor::Timing timing =
      executor->execute(queued.instruction, footprint_, before(instruction));
  complete_at_ = std::max(complete_at_, timing.complete);
  sent_at_ = std::max(sent_at_, timing.sent == 0 ? timing.complete : timing.sent);
  environment_.events.on_completion(
      {instruction.id, environment_.agent(pipe_), std::max(timing.complete, now())});
  wait_until_free(timing);
  last_opcode_ = instruction.opcode();
  last_end_ = now();
  PipeClock& clock = environment_.clock(pipe_);
  if (bank_cycles_ > 0) {
    clock.spend_until(now() - std::min(now(), bank_cycles_), TimeKind::Busy, time_of(instruction));
    clock.spend(TimeKind::Bank, time_of(instruction));
  }
  clock.spend(TimeKind::Busy, time_of(instruction));
  if (units.turns) turn_units(instruction, units, std::max(timing.complete, now()));
  executing_ = nullptr;
}

timing::PipeBefore PipeUnit::before(const isa::Instruction& instruction) const {
  if (was_idle_) return timing::PipeBefore::Idle;
  const bool alike = last_opcode_ == instruction.opcode() && last_end_ == now();
  return alike ? timing::PipeBefore::Alike : timing::PipeBefore::Other;
}

void PipeUnit::find_footprint(const isa::Instruction& instruction) {
  footprint_.clear();
  if (!isa::data_decide(instruction)) return isa::footprint(instruction, footprint_);
  LocalMemory& ub = *environment_.memory(MemSpace::UB);
  const isa::Bytes bytes = ub.look(now(), {0, ub.size()});
  isa::footprint(instruction, isa::DataView{bytes, environment_.vector_state}, footprint_);
}

/// A flag may have come from V before its results were there.
void PipeUnit::wait_for_results(const isa::Instruction& instruction) {
  const std::uint64_t count = std::max(vector_count_, instruction.vector_count);
  if (count == 0) return;
  const Cycle ready = environment_.vector_results.ready(footprint_, count, now());
  if (ready <= now()) return;
  pass_until(ready);
  environment_.clock(pipe_).spend(TimeKind::Barrier, time_of(instruction));
}

/// Pipe V reads. A flag to S that stands next is set when it has read, while it goes on.
void PipeUnit::wait_until_free(const Executor::Timing& timing) {
  while (now() < timing.free) {
    if (now() >= timing.has_read && next_is_early_set()) {
      const QueuedSet early = std::get<QueuedSet>(queue_.front().entry);
      queue_.pop_front();
      notify(room_event_, waits_for_room_);
      set_flag(early, now());
      continue;
    }
    if (now() < timing.has_read) {
      pass_until(timing.has_read);
    } else if (queue_.empty()) {
      waits_for_entry_ = true;
      sc_core::wait(to_sc(timing.free - now()), arrived_event_);
      waits_for_entry_ = false;
    } else {
      const Cycle arrives = queue_.front().arrived;
      pass_until(arrives > now() ? std::min(arrives, timing.free) : timing.free);
    }
  }
}

bool PipeUnit::next_is_early_set() const {
  const bool arrived = !queue_.empty() && queue_.front().arrived <= now();
  if (!arrived || set_waits(environment_)) return false;
  const auto* const set = std::get_if<QueuedSet>(&queue_.front().entry);
  return set != nullptr && set->flag.target == Pipe::S;
}

void PipeUnit::wait_for_units(const isa::Instruction& instruction, const isa::UnitFlagUse& use) {
  awaits_units_ = &instruction;
  awaited_since_ = now();
  const SyncOrigin origin{instruction.site, instruction.block, false};
  const FlagId flag = unit_flag(use.wanted ? Pipe::M : Pipe::FIX);
  PipeClock& clock = environment_.clock(pipe_);
  clock.wait(TimeKind::Flag, time_of(environment_, flag, origin, kNeverSet));
  const std::vector<std::uint32_t> turns = environment_.unit_flags.wait(use);
  awaits_units_ = nullptr;
  for (const std::uint32_t turn : turns) report_wait(environment_, flag, origin, turn);
  TimeEvent waited = time_of(instruction);
  waited.peer = environment_.agent(flag.source);
  waited.id = static_cast<std::uint8_t>(flag.id);
  if (!turns.empty()) waited.instance = turns.back();
  clock.spend(TimeKind::Flag, waited);
}

void PipeUnit::turn_units(const isa::Instruction& instruction, const isa::UnitFlagUse& use,
                          Cycle complete) {
  const Cycle latency =
      environment_.latency.of(ChoiceKind::FlagLatency, environment_.agent(pipe_),
                              static_cast<Cycle>(environment_.knobs.timing_flag_latency));
  const std::uint32_t instance = environment_.unit_flags.turn(use, complete + latency);
  report_set(environment_, unit_flag(pipe_), {instruction.site, instruction.block, false}, instance,
             false);
}

/// What stands behind it waits until the flag is set: when everything before it is complete; to S,
/// when V has read.
void PipeUnit::process(const QueuedSet& queued) {
  if (set_waits(environment_)) {
    setting_ = &queued;
    environment_.clock(pipe_).wait(TimeKind::Flag, time_of(queued.origin));
    flags_.wait_until_free(queued.flag);
    setting_ = nullptr;
    environment_.clock(pipe_).spend(TimeKind::Flag, time_of(queued.origin));
  }
  const bool early = pipe_ == Pipe::V && queued.flag.target == Pipe::S;
  const Cycle reached = early ? now() : std::max(complete_at_, now());
  set_flag(queued, reached);
  pass_until(now() + 1);
  environment_.clock(pipe_).spend(TimeKind::Busy, time_of(queued.origin));
  pass_until(reached);
  environment_.clock(pipe_).spend(TimeKind::Barrier, time_of(queued.origin));
}

void PipeUnit::set_flag(const QueuedSet& queued, Cycle reached) {
  const Cycle latency =
      environment_.latency.of(ChoiceKind::FlagLatency, environment_.agent(pipe_),
                              static_cast<Cycle>(environment_.knobs.timing_flag_latency));
  environment_.order_gm_stores();
  const std::uint64_t count =
      pipe_ == Pipe::V ? environment_.vector_results.started() : vector_count_;
  const std::uint32_t instance = flags_.set(queued.flag, reached + latency, count);
  report_set(environment_, queued.flag, queued.origin, instance, queued.second);
}

void PipeUnit::process(const QueuedWait& queued) {
  awaited_ = &queued;
  awaited_since_ = now();
  environment_.clock(pipe_).wait(TimeKind::Flag,
                                 time_of(environment_, queued.flag, queued.origin, kNeverSet));
  const EventFlags::Set set = flags_.wait(queued.flag);
  awaited_ = nullptr;
  vector_count_ = std::max(vector_count_, set.vector_count);
  report_wait(environment_, queued.flag, queued.origin, set.instance);
  environment_.clock(pipe_).spend(TimeKind::Flag,
                                  time_of(environment_, queued.flag, queued.origin, set.instance));
}

void PipeUnit::process(const QueuedBarrier& queued) {
  pass_until(std::max(complete_at_, now() + 1));
  environment_.clock(pipe_).spend(TimeKind::Barrier, time_of(queued.origin));
  environment_.order_gm_stores();
  ++environment_.instruction_count;
  const AgentId agent = environment_.agent(pipe_);
  environment_.events.on_sync(sync_event(SyncKind::PipeBarrier, agent, agent, queued.origin));
}

/// The message leaves when the pipe has drained: its stores are in GM by then, or have only left
/// the core (knob cross_core.store_visible). The pipe goes on meanwhile.
void PipeUnit::process(const QueuedMessage& queued) {
  const bool stores = pipe_ == Pipe::MTE3 || pipe_ == Pipe::FIX;
  const bool visible = environment_.knobs.cross_core_store_visible ==
                       static_cast<std::int64_t>(StoreVisible::AtFlag);
  Cycle departure = visible ? complete_at_ : sent_at_;
  if (visible && stores) departure = std::max(departure, environment_.gm_stores_landed);
  environment_.order_gm_stores();
  send_message(environment_, pipe_, queued, std::max(departure, now()));
  pass_until(now() + 1);
}

/// Local memories end where they end; GM ends where nothing is allocated. An access beyond is a
/// fault, and the core never goes on (tile-isa.md section 3.8).
bool PipeUnit::check_bounds(const isa::Instruction& instruction) {
  for (const isa::Footprint& access : footprint_) {
    if (inside(environment_, access)) continue;
    report_out_of_bounds(environment_, environment_.agent(pipe_), instruction, access);
    return false;
  }
  return true;
}

/// The card would stop. The model goes on byte by byte, so that one run shows all such operands.
void PipeUnit::check_alignment(const isa::Instruction& instruction) {
  if (footprint_.empty()) return;
  operands_.clear();
  isa::operand_places(instruction, operands_);
  const bool aligned = std::all_of(operands_.begin(), operands_.end(),
                                   [](const isa::OperandPlace& place) { return place.aligned(); });
  if (!aligned) report_misaligned(environment_, environment_.agent(pipe_), instruction, operands_);
}

/// So many repeats behind, a result is there: compilers leave out the barrier, whatever the
/// instruction (tile-isa.md 3.7, rule 6).
constexpr std::uint32_t kSafeRepeats = 16;

void PipeUnit::announce(const isa::Instruction& instruction) {
  ++environment_.instruction_count;
  ++environment_.work_count;
  const AgentId agent = environment_.agent(pipe_);
  InstructionEvent event = describe(instruction, agent);
  if (pipe_ == Pipe::V) {
    const timing::VectorCost cost = timing::vector_cost(instruction, environment_.knobs);
    event.repeat_cycles = cost.slope;
    event.tail_cycles = std::min(cost.slope + cost.tail, kSafeRepeats * cost.slope);
  }
  environment_.events.on_instruction(event);
  for (const isa::Footprint& access : footprint_) {
    environment_.events.on_access(describe(instruction, agent, access));
  }
  bank_cycles_ = report_core_work(environment_, agent, instruction, footprint_);
}

void PipeUnit::wait_for(sc_core::sc_event& event, bool& waiting) {
  waiting = true;
  wait_from_settled(event);
  waiting = false;
}

void PipeUnit::notify(sc_core::sc_event& event, bool waiting) {
  if (waiting) event.notify(sc_core::SC_ZERO_TIME);
}

void PipeUnit::hang(std::string why) {
  stopped_ = std::move(why);
  never_go_on();
}

}  // namespace npusim
