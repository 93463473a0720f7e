// SPDX-License-Identifier: Apache-2.0
#include "models/core/front_end.h"

#include <algorithm>
#include <utility>

#include <dlfcn.h>
#include <fmt/format.h>

#include "models/arch/last_place.h"
#include "models/core/cross_core_faults.h"
#include "models/core/faults.h"
#include "models/core/kernel_globals.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

/// Whose module last_place() names.
const void* placed_code = nullptr;

}  // namespace

FrontEnd::FrontEnd(CoreEnvironment& environment, EventFlags& flags, const Pipes& pipes)
    : environment_(environment),
      flags_(flags),
      pipes_(pipes),
      scalar_unit_(environment),
      plain_accesses_(scalar_unit_) {
  constexpr std::uint64_t kFloatSaturationOff = std::uint64_t{1} << 48;  // of CTRL
  if (environment.knobs.isa_float_saturation == 0) registers_.control = kFloatSaturationOff;
}

void FrontEnd::begin_block(const DispatchPayload& payload) {
  block_ = payload.block;
  block_count_ = payload.block_count;
  arg_count_ = payload.arg_count;
  sub_block_ = payload.sub_block;
  sub_block_count_ = payload.sub_block_count;
  mask_written_ = false;  // what the block before wrote is in use since long
  kernel_code_ = reinterpret_cast<const void*>(payload.entry);
  if (payload.is_launch) kernel_globals().renew(kernel_code_, environment_.core);
  environment_.cross_core.begin_block(environment_.core, block_,
                                      {payload.places, payload.everyone, payload.is_launch});
}

void FrontEnd::power_up() {
  registers_ = {};
  flags_.clear();
}

void FrontEnd::finish_launch() {
  const SyncOrigin end = origin(nullptr, true);
  drain_all_pipes(end);
  scalar_unit_.clean_and_invalidate(0, 0, end);
  scalar_unit_.wait_for_stores(true, true, end);
}

void FrontEnd::end_block(bool leaves_state) {
  environment_.order_gm_stores();
  if (LocalMemory* const ub = environment_.memory(MemSpace::UB)) {
    ub->look(now(), {0, ub->size()});
    if (report_data_fault(environment_, origin(nullptr))) throw CoreFault{};
  }
  report_left_messages(environment_, environment_.cross_core.end_block(environment_.core));
  if (!leaves_state) return;
  report_leftovers(environment_, flags_, registers_.mask,
                   static_cast<int>(registers_.atomic.operation), scalar_unit_.first_dirty_line(),
                   origin(nullptr));
}

void FrontEnd::clean_data_cache() { scalar_unit_.clean_and_invalidate(0, 0, origin(nullptr)); }

void FrontEnd::wait_for_gm_stores() {
  // A pipe may still be sending: its stores count only once they have left (task.fin_waits_stores).
  for (PipeUnit* pipe : pipes_) {
    if (pipe != nullptr) pipe->wait_drained();
  }
  if (environment_.gm_stores_landed > now()) {
    sc_core::wait(to_sc(environment_.gm_stores_landed - now()));
  }
}

/// Every call of the port for an instruction comes here first. The code of a library function is
/// fetched as a whole, with its first call.
void FrontEnd::enter(const Caller& caller) {
  collect_store();
  last_site_ = caller.site;
  if (caller.library_call != 0) fetch(caller.site);
}

void FrontEnd::issue(isa::Operands operands, const Caller& caller) {
  enter(caller);
  const SyncOrigin from = origin(caller.site);
  isa::capture(operands, registers_);
  isa::Instruction instruction;
  instruction.operands = std::move(operands);
  const isa::OpcodeInfo& opcode = isa::info(instruction.opcode());
  PipeUnit& pipe = unit(opcode.pipe, opcode.name, from);
  spend_issue();
  instruction.id = scalar_unit_.next_id();
  instruction.library_call = caller.library_call;
  instruction.site = caller.site;
  instruction.block = block_;
  instruction.issue_cycle = now();
  if (opcode.pipe == Pipe::V) instruction.after_mask_write = std::exchange(mask_written_, false);
  environment_.events.on_issue({instruction.id, environment_.agent(opcode.pipe), now()});
  push(pipe, QueuedInstruction{std::make_shared<const isa::Instruction>(std::move(instruction))},
       from);
}

void FrontEnd::kernel_set_flag(const FlagId& flag, const Caller& caller) {
  enter(caller);
  set_flag(flag, origin(caller.site, caller.library_call != 0));
}
void FrontEnd::kernel_wait_flag(const FlagId& flag, const Caller& caller) {
  enter(caller);
  wait_flag(flag, origin(caller.site, caller.library_call != 0));
}
void FrontEnd::kernel_pipe_barrier(Pipe pipe, const Caller& caller) {
  enter(caller);
  pipe_barrier(pipe, origin(caller.site, caller.library_call != 0));
}

void FrontEnd::set_flag(const FlagId& flag, const SyncOrigin& from) {
  check_flag(flag, from);
  spend_issue();
  const bool second = flags_.issue_set(flag);
  if (flag.source != Pipe::S) {
    push(unit(flag.source, "set_flag", from), QueuedSet{flag, from, second}, from);
    return;
  }
  // From pipe S a flag also says that the scalar stores before it are in UB.
  const LocalMemory* const ub = environment_.memory(MemSpace::UB);
  const Cycle stored = ub == nullptr ? 0 : ub->scalar_stores_landed();
  const Cycle latency =
      environment_.latency.of(ChoiceKind::FlagLatency, environment_.agent(Pipe::S),
                              static_cast<Cycle>(environment_.knobs.timing_flag_latency));
  environment_.order_gm_stores();
  if (set_waits(environment_)) {
    waiting_for_ = fmt::format("waits at set_flag until {} is free", to_string(flag));
    clock().spend(TimeKind::Busy, time_of(from));
    flags_.wait_until_free(flag);
    clock().spend(TimeKind::Flag, time_of(from));
    waiting_for_.clear();
  }
  const std::uint32_t instance = flags_.set(flag, std::max(stored, now()) + latency);
  report_set(environment_, flag, from, instance, second);
}

void FrontEnd::wait_flag(const FlagId& flag, const SyncOrigin& from) {
  check_flag(flag, from);
  spend_issue();
  flags_.issue_wait(flag);
  if (flag.target != Pipe::S) {
    push(unit(flag.target, "wait_flag", from), QueuedWait{flag, from}, from);
    return;
  }
  waiting_for_ = fmt::format("waits for {}", to_string(flag));
  awaited_ = {flag, from};
  awaited_since_ = now();
  clock().spend(TimeKind::Busy, time_of(from));
  const std::uint32_t instance = flags_.wait(flag);
  clock().spend(TimeKind::Flag, time_of(environment_, flag, from, instance));
  awaited_.reset();
  waiting_for_.clear();
  report_wait(environment_, flag, from, instance);
}

void FrontEnd::report_blocked_wait() {
  if (awaited_message_) {
    report_blocked_cross_core_wait(environment_, awaited_message_->flag.id,
                                   awaited_message_->origin, awaited_since_);
  }
  if (!awaited_) return;
  npusim::report_blocked_wait(environment_, awaited_->flag, awaited_->origin, awaited_since_);
}

void FrontEnd::pipe_barrier(Pipe pipe, const SyncOrigin& from) {
  spend_issue();
  if (pipe == Pipe::ALL) {
    drain_all_pipes(from);
  } else if (pipe != Pipe::S) {
    push(unit(pipe, "pipe_barrier", from), QueuedBarrier{from}, from);
  }
}

void FrontEnd::push(PipeUnit& pipe, PipeEntry entry, const SyncOrigin& from) {
  clock().spend(TimeKind::Busy, time_of(from));
  pipe.push(std::move(entry));
  TimeEvent full = time_of(from);
  full.peer = environment_.agent(pipe.pipe());
  clock().spend(TimeKind::Queue, full);
}

void FrontEnd::drain_all_pipes(const SyncOrigin& from) {
  clock().spend(TimeKind::Busy, time_of(from));
  for (PipeUnit* pipe : pipes_) {
    if (pipe == nullptr) continue;
    waiting_for_ = fmt::format("waits in pipe_barrier(PIPE_ALL) for {}", name(pipe->pipe()));
    pipe->wait_drained();
  }
  // The barrier over all pipes is a fence: the core's stores are in GM and in UB when it returns.
  const LocalMemory* const ub = environment_.memory(MemSpace::UB);
  const Cycle landed =
      std::max(environment_.gm_stores_landed, ub == nullptr ? 0 : ub->scalar_stores_landed());
  if (landed > now()) sc_core::wait(to_sc(landed - now()));
  clock().spend(TimeKind::Barrier, time_of(from));
  waiting_for_.clear();
  SyncEvent event;
  event.kind = SyncKind::BarrierAll;
  event.agent = event.peer = environment_.agent(Pipe::S);
  event.block = from.block;
  event.site = from.site;
  event.library = from.library;
  event.cycle = now();
  ++environment_.instruction_count;
  environment_.events.on_sync(event);
}

void FrontEnd::kernel_dcci(std::uint64_t address, port::CacheScope scope, Site site) {
  collect_store();
  const bool all = scope == port::CacheScope::EntireCache;
  scalar_unit_.clean_and_invalidate(all ? 0 : address, all ? 0 : 1, origin(site));
  spend_issue();
}

void FrontEnd::kernel_dsb(bool ub, bool gm, Site site) {
  collect_store();
  scalar_unit_.wait_for_stores(ub, gm, origin(site));
}

std::uint64_t FrontEnd::kernel_load_ub(std::uint64_t address, unsigned bytes,
                                       const Caller& caller) {
  enter(caller);
  return scalar_unit_.load_ub(address, bytes, origin(caller.site), caller.library_call);
}

void FrontEnd::kernel_store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                               const Caller& caller) {
  enter(caller);
  scalar_unit_.store_ub(address, value, bytes, origin(caller.site), caller.library_call);
}

void FrontEnd::kernel_print(const std::string& text) {
  collect_store();
  printed_ += text;
  const std::size_t end = printed_.rfind('\n');
  if (end == std::string::npos) return;
  std::string lines;
  for (std::size_t begin = 0; begin <= end; begin = printed_.find('\n', begin) + 1) {
    lines += fmt::format("{}, task {} block {}, cycle {}: {}\n", core_name(environment_.core),
                         block_.task, block_.block, now(),
                         printed_.substr(begin, printed_.find('\n', begin) - begin));
  }
  printed_.erase(0, end + 1);
  fmt::print(stderr, "{}", lines);
}

void FrontEnd::kernel_not_modelled(std::string_view what, Site site) {
  report_not_modelled(environment_, environment_.agent(Pipe::S), origin(site), what);
  throw RunStopped{};
}

void FrontEnd::kernel_trap(Site site) {
  report_trap(environment_, origin(site));
  throw CoreFault{};
}

void FrontEnd::kernel_library_remark(port::LibraryRemark remark, const char* text,
                                     const Caller& caller) {
  if (!remarked_.insert({caller.site, remark}).second) return;
  report_remark(environment_, remark, text, origin(caller.site));
}

void FrontEnd::kernel_library_takes_full_mask(const Caller& caller) {
  collect_store();
  if (!registers_.mask.full()) {
    report_mode_at_call(environment_, registers_.mask, origin(caller.site));
  }
}

void FrontEnd::stop_after_native_fault(const NativeFault& native_fault, Site site) {
  const AgentId agent = environment_.agent(Pipe::S);
  waiting_for_ = "stopped: its scalar code " + describe(native_fault);
  note_native_stack(agent, now());
  if (native_fault.kind == NativeFault::Kind::Exit) {
    note_program_end({describe(native_fault), agent, block_, site, now()});
    environment_.stop_run();
  } else {
    report_native_fault(environment_, native_fault, origin(site));
  }
  sc_core::sc_event never;
  while (true) sc_core::wait(never);
}

void FrontEnd::describe_place(LastPlace& place) const {
  place.core = environment_.core;
  place.task = block_.task;
  place.block = block_.block;
  place.cycle = now();
  Dl_info info;
  if (place.module[0] != '\0' && placed_code == kernel_code_) return;
  if (dladdr(kernel_code_, &info) == 0) return;
  placed_code = kernel_code_;
  set_text(place.module, info.dli_fname);
  place.module_base = reinterpret_cast<std::uint64_t>(info.dli_fbase);
}

void FrontEnd::stay_parked() {
  waiting_for_ = parked_;
  note_calls_of_program(environment_.agent(Pipe::S), now());
  const sc_core::sc_event never;
  while (true) sc_core::wait(never);
}

void FrontEnd::before_load(std::uint64_t address, unsigned bytes, Site site) {
  last_poll_ = {address, bytes, now(), site};
  const bool copies =
      parked_.empty() && plain_accesses_.is_source_of_pending_copy(address, bytes, site);
  if (!copies) collect_store();
  if (in_args_window(address)) {
    const std::uint64_t index = address % kArgsBytesPerCore / sizeof(std::int64_t);
    if (index < arg_count_ || index >= kLocalContextIndex) return;
    report_unpassed_argument(environment_, index, arg_count_, origin(site));
    return;
  }
  plain_accesses_.before_load(address, bytes, origin(site));
}

void FrontEnd::before_store(std::uint64_t address, unsigned bytes, Site site) {
  collect_store();
  if (in_args_window(address)) return;  // the payload is the core's own
  plain_accesses_.before_store(address, bytes, origin(site));
}

void FrontEnd::collect_store() {
  if (!parked_.empty()) stay_parked();
  plain_accesses_.collect_store();
}

PipeUnit& FrontEnd::unit(Pipe pipe, std::string_view what, const SyncOrigin& from) {
  PipeUnit* const found = pipes_[static_cast<unsigned>(pipe)];
  if (found != nullptr) return *found;
  report_missing_pipe(environment_, pipe, what, from);
  throw CoreFault{};
}

void FrontEnd::check_flag(const FlagId& flag, const SyncOrigin& from) {
  if (flag.id >= kEventIdCount) {
    report_bad_event_id(environment_, flag, from);
    throw CoreFault{};
  }
  for (const Pipe pipe : {flag.source, flag.target}) {
    if (pipe != Pipe::S) unit(pipe, "a flag", from);
  }
}

/// A core that comes to a piece of code for the first time may wait for it: that is when the pipes
/// run dry, and what a full queue has hidden shows (tile-isa.md section 3.8).
void FrontEnd::fetch(Site site) {
  if (!fetched_.insert(site).second) return;
  const Cycle wait = environment_.latency.rare(
      ChoiceKind::InstructionFetch, environment_.agent(Pipe::S),
      static_cast<std::uint64_t>(environment_.knobs.timing_fetch_miss_rate),
      static_cast<Cycle>(environment_.knobs.timing_fetch_miss));
  if (wait == 0) return;
  clock().spend(TimeKind::Busy, time_of(origin(site)));
  sc_core::wait(to_sc(wait));
  clock().spend(TimeKind::Code, time_of(origin(site)));
}

void FrontEnd::spend_issue() {
  sc_core::wait(to_sc(environment_.latency.of(ChoiceKind::FrontEnd, environment_.agent(Pipe::S),
                                              timing::scalar_cost().issue)));
}

}  // namespace npusim
