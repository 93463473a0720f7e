// SPDX-License-Identifier: Apache-2.0
// Pipe S of a core: runs the kernel's code natively, hands instructions to the other pipes, and
// does scalar work itself (tile-isa.md section 1.2). Everything here is called on the core's own
// process and takes its simulated time there.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cce/port/port.h"
#include "cce/port/scalar_port.h"
#include "models/core/argument_reads.h"
#include "models/core/core_environment.h"
#include "models/core/core_registers.h"
#include "models/core/event_flags.h"
#include "models/core/message_calls.h"
#include "models/core/pipe_calls.h"
#include "models/core/plain_accesses.h"
#include "models/core/printed_lines.h"
#include "models/core/repeated_code.h"
#include "models/core/scalar_context.h"
#include "models/core/scalar_unit.h"
#include "models/core/seen_sites.h"
#include "models/core/soft_barriers.h"
#include "models/core/uncached_accesses.h"
#include "models/core/worker.h"
#include "models/memory/sim_time.h"

namespace npusim {

/// Thrown when the run has been stopped under a kernel's feet.
struct RunStopped {};

/// On whose behalf the port is called: a place in the kernel's text, and the library function that
/// was called there (0: none).
struct Caller {
  Site site = nullptr;
  port::LibraryCall library_call = 0;
};

class FrontEnd : public ScalarContext {
 public:
  /// `pipes` by number; null where this kind of core has none.
  FrontEnd(CoreEnvironment& environment, EventFlags& flags, const PipeCalls::Pipes& pipes);

  CoreId core() const { return environment_.core; }
  /// The block about to run.
  void begin_block(const DispatchPayload& payload);
  /// The state in which a launched kernel finds its core: masks full, nothing atomic, no flag set.
  void power_up();
  /// What the end of a launched kernel waits for: all pipes, the data cache, all stores.
  void finish_launch();
  /// The kernel's code is about to run, on the stack below `stack`.
  void begin_code(const void* stack) {
    stack_begin_ = reinterpret_cast<std::uint64_t>(stack);
    code_.begin(stack_begin_);
  }
  /// The kernel's code has returned: its last store is collected, its last line shown.
  void finish_code() {
    code_.end();
    collect_store();
    catch_up();
    show(printed_.rest());
  }
  /// The block is over. `leaves_state`: to the next block, so that what was left behind is told.
  void end_block(bool leaves_state);
  /// dcci of the entire cache, as the executor does before each task (task-runtime.md 5.1).
  void clean_data_cache();
  /// Waits until every store of this core to GM has landed.
  void wait_for_gm_stores();

  // The kernel's calls (cce/port/port.h).
  void issue(isa::Operands operands, const Caller& caller);
  void kernel_set_flag(const FlagId& flag, const Caller& caller);
  void kernel_wait_flag(const FlagId& flag, const Caller& caller);
  void kernel_pipe_barrier(Pipe pipe, const Caller& caller);
  /// ffts_cross_core_sync and wait_flag_dev.
  void kernel_cross_core_set(Pipe pipe, std::uint64_t message, const Caller& caller);
  void kernel_cross_core_wait(int id, const Caller& caller);
  void kernel_soft_barrier(port::SoftBarrierRole role, std::uint64_t which, Site site);
  void kernel_message_words(std::uint64_t address, std::uint64_t bytes, Site site);
  void kernel_dcci(std::uint64_t address, port::CacheScope scope, Site site);
  void kernel_dsb(bool ub, bool gm, Site site);
  std::uint64_t kernel_load_ub(std::uint64_t address, unsigned bytes, const Caller& caller);
  void kernel_store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                       const Caller& caller);
  std::uint64_t read_register(port::SpecialRegister which);
  void write_register(port::SpecialRegister which, std::uint64_t value);
  std::uint64_t read_result(port::ResultRegister which) {
    code_.lose_track();
    catch_up();
    return registers_.result(which);
  }
  void set_mask_mode(bool count) { registers_.set_mask_mode(count); }
  void set_vector_mask(std::uint64_t high, std::uint64_t low) {
    registers_.set_vector_mask(high, low);
  }
  std::int64_t reading(port::LibraryReading which) const { return registers_.reading(which); }
  /// Past the data cache.
  std::uint64_t kernel_load_gm(std::uint64_t address, unsigned bytes, Site site);
  void kernel_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes, Site site);
  void kernel_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes, Site site);
  void kernel_print(const std::string& text);
  [[noreturn]] void kernel_not_modelled(std::string_view what, Site site);
  [[noreturn]] void kernel_trap(Site site);
  void kernel_library_remark(port::LibraryRemark remark, const char* text, const Caller& caller);
  void kernel_library_takes_full_mask(const Caller& caller);

  // ScalarContext
  FrontEnd* front_end() override { return this; }
  void before_load(std::uint64_t address, unsigned bytes, Site site) override;
  void before_store(std::uint64_t address, unsigned bytes, Site site) override;
  void pass_time() override { silent_code_.pass_time(waiting_for_); }
  const void* native_code() const override { return kernel_code_; }
  [[noreturn]] void stop_after_native_fault(const NativeFault& native_fault, Site site) override;
  void describe_place(LastPlace& place) const override;

  /// The block and the line that the port was called for last.
  SyncOrigin current_origin() const { return origin(last_site_); }
  /// What the kernel is waiting for; empty if nothing.
  const std::string& waiting_for() const { return waiting_for_; }

  /// What the code has loaded last from a memory.
  struct Poll {
    std::uint64_t address = 0;
    unsigned bytes = 0;
    Cycle cycle = 0;
    Site site = nullptr;
  };
  const Poll& last_poll() const { return last_poll_; }
  RepeatedCode& code() { return code_; }
  /// The code loops without doing anything (`how`): at its next call it stops, as if it looped on
  /// until the runtime's own limit.
  void park(std::string how) { parked_ = std::move(how); }
  bool is_parked() const { return !parked_.empty(); }
  void set_waiting_for(std::string what) { waiting_for_ = std::move(what); }
  /// As PipeUnit::report_blocked_wait().
  void report_blocked_wait();

 private:
  SyncOrigin origin(Site site, bool library = false) const { return {site, block_, library}; }
  void collect_store();
  [[noreturn]] void stay_parked();
  void show(const std::vector<std::string>& printed) const;
  void enter(const Caller& caller);
  void check_cross_core_id(std::string_view call, std::int64_t id, const SyncOrigin& from);
  void check_operands(const isa::Operands& operands, const SyncOrigin& from);
  /// A core's stack is smaller than the host's, which would hide that a kernel needs more.
  void hold_to_stack(Site site);
  void fetch(Site site);
  PipeClock& clock() { return environment_.clock(Pipe::S); }

  CoreEnvironment& environment_;
  EventFlags& flags_;
  std::string waiting_for_;
  PipeCalls pipe_calls_;
  ScalarUnit scalar_unit_;
  PlainAccesses plain_accesses_;
  UncachedAccesses uncached_accesses_;
  MessageCalls messages_;
  SoftBarriers soft_barriers_;
  CoreRegisters registers_;
  ArgumentReads arguments_;

  BlockRef block_;
  const void* kernel_code_ = nullptr;
  std::uint64_t stack_begin_ = 0;
  Site last_site_ = nullptr;
  SeenSites fetched_;  ///< library calls whose code the core has had
  std::set<std::pair<Site, port::LibraryRemark>> remarked_;  ///< once each
  SeenSites refused_;                                        ///< by check_operands(), likewise

  Poll last_poll_;
  std::string parked_;  ///< empty: it is not
  PrintedLines printed_;
  SilentCode silent_code_;
  RepeatedCode code_;
};

}  // namespace npusim
