// SPDX-License-Identifier: Apache-2.0
#include "models/core/front_end.h"

#include <algorithm>
#include <utility>

#include <dlfcn.h>
#include <fmt/format.h>

#include "models/arch/last_place.h"
#include "models/core/core_events.h"
#include "models/core/cross_core_faults.h"
#include "models/core/faults.h"
#include "models/core/kernel_globals.h"
#include "models/isa/repeat_overlap.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

/// A core's stack (intrinsics.md 6.6), and what frames of the host may be larger than the device's.
constexpr std::uint64_t kStackBytes = 32 << 10;
constexpr std::uint64_t kHostFrameBytes = 8 << 10;

/// What a print counts for in a loop that does nothing else (SilentCode).
constexpr std::uint64_t kBlocksPerPrint = 100;

/// Whose module last_place() names.
const void* placed_code = nullptr;

}  // namespace

FrontEnd::FrontEnd(CoreEnvironment& environment, EventFlags& flags, const PipeCalls::Pipes& pipes)
    : environment_(environment),
      flags_(flags),
      pipe_calls_(environment, flags, pipes, waiting_for_),
      scalar_unit_(environment),
      plain_accesses_(scalar_unit_),
      uncached_accesses_(scalar_unit_),
      messages_(environment),
      soft_barriers_(environment),
      registers_(environment),
      arguments_(environment),
      code_(environment) {}

void FrontEnd::begin_block(const DispatchPayload& payload) {
  block_ = payload.block;
  arguments_.begin_block(payload);
  registers_.begin_block(payload);
  soft_barriers_.begin_block();
  kernel_code_ = reinterpret_cast<const void*>(payload.entry);
  if (payload.is_launch) kernel_globals().renew(kernel_code_, environment_.core);
  environment_.cross_core.begin_block(environment_.core, block_,
                                      {payload.places, payload.everyone, payload.is_launch});
}

void FrontEnd::power_up() {
  registers_.power_up();
  flags_.clear();
}

void FrontEnd::finish_launch() {
  const SyncOrigin end = origin(nullptr, true);
  pipe_calls_.drain_all(end);
  scalar_unit_.clean_and_invalidate(0, 0, end);
  scalar_unit_.wait_for_stores(true, true, end);
}

void FrontEnd::end_block(bool leaves_state) {
  environment_.order_gm_stores();
  if (LocalMemory* const ub = environment_.memory(MemSpace::UB)) {
    ub->look(now(), {0, ub->size()});
    if (report_data_fault(environment_, origin(nullptr))) throw CoreFault{};
  }
  report_sent_ahead(environment_, environment_.cross_core.sent_ahead(environment_.core));
  report_left_messages(environment_, environment_.cross_core.end_block(environment_.core));
  if (!leaves_state) return;
  const isa::Registers& left = registers_.values();
  report_leftovers(environment_, flags_, left.mask, static_cast<int>(left.atomic.operation),
                   scalar_unit_.first_dirty_line(), origin(nullptr));
}

void FrontEnd::clean_data_cache() { scalar_unit_.clean_and_invalidate(0, 0, origin(nullptr)); }

void FrontEnd::wait_for_gm_stores() {
  // A pipe may still be sending: its stores count only once they have left (task.fin_waits_stores).
  pipe_calls_.wait_drained();
  pass_until(environment_.gm_stores_landed);
}

/// Every call of the port for an instruction comes here first. The code of a library function is
/// fetched as a whole, with its first call.
void FrontEnd::enter(const Caller& caller) {
  hold_to_stack(caller.site);
  collect_store();
  code_.act();
  last_site_ = caller.site;
  if (caller.library_call != 0) fetch(caller.site);
}

void FrontEnd::issue(isa::Operands operands, const Caller& caller) {
  enter(caller);
  code_.issue();
  const SyncOrigin from = origin(caller.site);
  isa::capture(operands, registers_.values());
  check_operands(operands, from);
  isa::Instruction instruction;
  instruction.operands = std::move(operands);
  const isa::OpcodeInfo& opcode = isa::info(instruction.opcode());
  PipeUnit& pipe = pipe_calls_.unit(opcode.pipe, opcode.name, from);
  pipe_calls_.spend_issue();
  instruction.id = scalar_unit_.next_id();
  instruction.library_call = caller.library_call;
  instruction.site = caller.site;
  instruction.block = block_;
  instruction.issue_cycle = now();
  instruction.vector_count = environment_.scalar_vector_count;
  if (opcode.pipe == Pipe::V) instruction.after_mask_write = registers_.take_mask_write();
  environment_.events.on_issue({instruction.id, environment_.agent(opcode.pipe), now()});
  pipe_calls_.push(
      pipe, QueuedInstruction{std::make_shared<const isa::Instruction>(std::move(instruction))},
      from);
}

/// What the device does not allow and the model does anyhow. Once each line.
void FrontEnd::check_operands(const isa::Operands& operands, const SyncOrigin& from) {
  if (isa::has_no_lane(operands) && refused_.add(from.site)) {
    report_empty_mask(environment_, operands, from);
  }
  if (isa::overwrites_later_source(operands) && refused_.add(from.site)) {
    report_over_later_repeat(environment_, operands, from);
  }
}

void FrontEnd::check_cross_core_id(std::string_view call, std::int64_t id, const SyncOrigin& from) {
  if (id >= 0 && id < static_cast<std::int64_t>(kCrossCoreFlagCount)) return;
  report_bad_cross_core_id(environment_, call, id, from);
  throw CoreFault{};
}

void FrontEnd::kernel_set_flag(const FlagId& flag, const Caller& caller) {
  enter(caller);
  pipe_calls_.set_flag(flag, origin(caller.site, caller.library_call != 0));
}
void FrontEnd::kernel_wait_flag(const FlagId& flag, const Caller& caller) {
  enter(caller);
  pipe_calls_.wait_flag(flag, origin(caller.site, caller.library_call != 0));
}
void FrontEnd::kernel_pipe_barrier(Pipe pipe, const Caller& caller) {
  enter(caller);
  if (pipe == Pipe::S) report_barrier_on_scalar(environment_, origin(caller.site));
  if (pipe == Pipe::V) registers_.pass_barrier();
  pipe_calls_.barrier(pipe, origin(caller.site, caller.library_call != 0));
}

void FrontEnd::report_blocked_wait() {
  messages_.report_blocked_wait();
  pipe_calls_.report_blocked_wait();
}

void FrontEnd::kernel_dcci(std::uint64_t address, port::CacheScope scope, Site site) {
  collect_store();
  code_.act();
  const bool all = scope == port::CacheScope::EntireCache;
  scalar_unit_.clean_and_invalidate(all ? 0 : address, all ? 0 : 1, origin(site));
  pipe_calls_.spend_issue();
}

void FrontEnd::kernel_dsb(bool ub, bool gm, Site site) {
  collect_store();
  code_.act();
  scalar_unit_.wait_for_stores(ub, gm, origin(site));
}

void FrontEnd::kernel_cross_core_set(Pipe pipe, std::uint64_t message, const Caller& caller) {
  enter(caller);
  const SyncOrigin from = origin(caller.site, caller.library_call != 0);
  check_cross_core_id("ffts_cross_core_sync", static_cast<std::int64_t>(message >> 8), from);
  const std::optional<CrossCoreFlag> flag = cross_core_flag(message);
  if (!flag) {
    kernel_not_modelled(fmt::format("ffts_cross_core_sync with message {:#x}", message), from.site);
  }
  pipe_calls_.spend_issue();
  if (pipe == Pipe::S) {
    report_message_from_scalar(environment_, from);
    return messages_.send(*flag, from);
  }
  messages_.send(pipe_calls_.unit(pipe, "ffts_cross_core_sync", from), *flag,
                 scalar_unit_.next_id(), from);
}

void FrontEnd::kernel_cross_core_wait(int id, const Caller& caller) {
  enter(caller);
  const SyncOrigin from = origin(caller.site, caller.library_call != 0);
  check_cross_core_id("wait_flag_dev", id, from);
  pipe_calls_.spend_issue();
  waiting_for_ = fmt::format("waits for cross-core flag {}", id);
  messages_.wait(static_cast<unsigned>(id), from);
  waiting_for_.clear();
}

void FrontEnd::kernel_soft_barrier(port::SoftBarrierRole role, std::uint64_t which, Site site) {
  enter({site, 0});
  // What comes to the barrier is what has been done, not what has been begun.
  pipe_calls_.barrier(Pipe::ALL, origin(site, true));
  soft_barriers_.mark(role, which, origin(site, true));
}

void FrontEnd::kernel_message_words(std::uint64_t address, std::uint64_t bytes, Site site) {
  enter({site, 0});
  PolledWords& words = environment_.cross_core.polled_words();
  if (!words.add_messages(address, address + bytes, block_.task)) return;
  report_mark(environment_, SyncKind::MessageWords, address, bytes, origin(site));
}

std::uint64_t FrontEnd::read_register(port::SpecialRegister which) {
  const std::optional<std::uint64_t> value = registers_.read(which);
  if (!value) kernel_not_modelled("reading this special register", nullptr);
  if (which == port::SpecialRegister::SystemCounter) code_.lose_track();
  if (which > port::SpecialRegister::SystemCounter) {
    code_.read(RepeatedCode::Memory::Registers, &*value, sizeof(*value));
  }
  return *value;
}

void FrontEnd::write_register(port::SpecialRegister which, std::uint64_t value) {
  if (!registers_.write(which, value)) {
    kernel_not_modelled("writing this special register", nullptr);
  }
}

std::uint64_t FrontEnd::kernel_load_gm(std::uint64_t address, unsigned bytes, Site site) {
  collect_store();
  code_.act();
  const std::uint64_t value = uncached_accesses_.load(address, bytes, origin(site));
  code_.read(RepeatedCode::Memory::Gm, &value, sizeof(value));
  return value;
}

void FrontEnd::kernel_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes,
                               Site site) {
  collect_store();
  code_.act();
  uncached_accesses_.store(address, value, bytes, origin(site));
}

void FrontEnd::kernel_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes,
                                   Site site) {
  collect_store();
  code_.act();
  code_.issue();
  const std::string not_modelled = uncached_accesses_.add_atomically(
      address, value, bytes, registers_.values().scalar_atomic, origin(site));
  if (!not_modelled.empty()) kernel_not_modelled(not_modelled, site);
}

std::uint64_t FrontEnd::kernel_load_ub(std::uint64_t address, unsigned bytes,
                                       const Caller& caller) {
  enter(caller);
  const std::uint64_t value =
      scalar_unit_.load_ub(address, bytes, origin(caller.site), caller.library_call);
  code_.read(RepeatedCode::Memory::Ub, &value, sizeof(value));
  return value;
}

void FrontEnd::kernel_store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                               const Caller& caller) {
  enter(caller);
  scalar_unit_.store_ub(address, value, bytes, origin(caller.site), caller.library_call);
}

void FrontEnd::kernel_print(const std::string& text) {
  collect_store();
  catch_up();
  note_code(kBlocksPerPrint);
  show(printed_.add(text));
}

void FrontEnd::show(const std::vector<std::string>& printed) const {
  std::string lines;
  for (const std::string& line : printed) {
    lines += fmt::format("{}, task {} block {}, cycle {}: {}\n", core_name(environment_.core),
                         block_.task, block_.block, now(), line);
  }
  if (!lines.empty()) fmt::print(stderr, "{}", lines);
}

void FrontEnd::kernel_not_modelled(std::string_view what, Site site) {
  catch_up();
  report_not_modelled(environment_, environment_.agent(Pipe::S), origin(site), what);
  throw RunStopped{};
}

void FrontEnd::kernel_trap(Site site) {
  catch_up();
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
  const isa::VectorMask& mask = registers_.values().mask;
  if (!mask.full()) report_mode_at_call(environment_, mask, origin(caller.site));
}

void FrontEnd::stop_after_native_fault(const NativeFault& native_fault, Site site) {
  catch_up();
  const AgentId agent = environment_.agent(Pipe::S);
  const bool loops = native_fault.kind == NativeFault::Kind::EmptyLoop;
  waiting_for_ =
      loops ? describe(native_fault) : "stopped: its scalar code " + describe(native_fault);
  note_native_stack(agent, now());
  if (native_fault.kind == NativeFault::Kind::Exit) {
    note_program_end({describe(native_fault), agent, block_, site, now()});
    environment_.stop_run();
  } else if (!loops) {
    report_native_fault(environment_, native_fault, origin(site));
  }
  never_go_on();
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
  never_go_on();
}

void FrontEnd::hold_to_stack(Site site) {
  const auto here = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0));
  if (stack_begin_ - here <= kStackBytes + kHostFrameBytes) return;
  stop_after_native_fault({NativeFault::Kind::StackOverflow, nullptr, {}}, site);
}

void FrontEnd::before_load(std::uint64_t address, unsigned bytes, Site site) {
  hold_to_stack(site);
  last_poll_ = {address, bytes, now(), site};
  const bool copies =
      parked_.empty() && plain_accesses_.is_source_of_pending_copy(address, bytes, site);
  if (!copies) collect_store();
  code_.act();
  if (in_args_window(address)) return arguments_.load(address, origin(site));
  plain_accesses_.before_load(address, bytes, origin(site));
  code_.read(in_ub_window(address) ? RepeatedCode::Memory::Ub : RepeatedCode::Memory::Gm,
             reinterpret_cast<const void*>(address), bytes);
}

void FrontEnd::before_store(std::uint64_t address, unsigned bytes, Site site) {
  hold_to_stack(site);
  collect_store();
  code_.act();
  if (in_args_window(address)) return code_.lose_track();  // the payload is the core's own
  plain_accesses_.before_store(address, bytes, origin(site));
}

void FrontEnd::collect_store() {
  if (!parked_.empty()) stay_parked();
  plain_accesses_.collect_store();
}

/// A core that comes to a piece of code for the first time may wait for it: that is when the pipes
/// run dry, and what a full queue has hidden shows (tile-isa.md section 3.8).
void FrontEnd::fetch(Site site) {
  if (!fetched_.add(site)) return;
  const Cycle wait = environment_.latency.rare(
      ChoiceKind::InstructionFetch, environment_.agent(Pipe::S),
      static_cast<std::uint64_t>(environment_.knobs.timing_fetch_miss_rate),
      static_cast<Cycle>(environment_.knobs.timing_fetch_miss));
  if (wait == 0) return;
  clock().spend(TimeKind::Busy, time_of(origin(site)));
  run_ahead(wait);
  clock().spend(TimeKind::Code, time_of(origin(site)));
}

}  // namespace npusim
