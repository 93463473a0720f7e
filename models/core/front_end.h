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
#include <unordered_set>
#include <utility>
#include <vector>

#include "cce/port/port.h"
#include "cce/port/scalar_port.h"
#include "models/core/core_environment.h"
#include "models/core/event_flags.h"
#include "models/core/pipe_unit.h"
#include "models/core/plain_accesses.h"
#include "models/core/scalar_context.h"
#include "models/core/scalar_unit.h"
#include "models/core/worker.h"
#include "models/isa/registers.h"

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
  using Pipes = std::array<PipeUnit*, kPipeCount>;

  /// `pipes` by number; null where this kind of core has none.
  FrontEnd(CoreEnvironment& environment, EventFlags& flags, const Pipes& pipes);

  CoreId core() const { return environment_.core; }
  /// The block about to run.
  void begin_block(const DispatchPayload& payload);
  /// The state in which a launched kernel finds its core: masks full, nothing atomic, no flag set.
  void power_up();
  /// What the end of a launched kernel waits for: all pipes, the data cache, all stores.
  void finish_launch();
  /// The kernel's code has returned: its last store is collected.
  void finish_code() { collect_store(); }
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
  void kernel_dcci(std::uint64_t address, port::CacheScope scope, Site site);
  void kernel_dsb(bool ub, bool gm, Site site);
  std::uint64_t kernel_load_ub(std::uint64_t address, unsigned bytes, const Caller& caller);
  void kernel_store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                       const Caller& caller);
  std::uint64_t read_register(port::SpecialRegister which);
  void write_register(port::SpecialRegister which, std::uint64_t value);
  void set_mask_mode(bool count) { registers_.mask.count_mode = count; }
  void set_vector_mask(std::uint64_t high, std::uint64_t low);
  std::int64_t reading(port::LibraryReading which) const;
  /// Past the data cache.
  std::uint64_t kernel_load_gm(std::uint64_t address, unsigned bytes, Site site);
  void kernel_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes, Site site);
  void kernel_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes, Site site);
  std::uint64_t read_result(port::ResultRegister which);
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

  /// What the kernel is waiting for; empty if nothing.
  /// The block and the line that the port was called for last.
  SyncOrigin current_origin() const { return origin(last_site_); }
  const std::string& waiting_for() const { return waiting_for_; }

  /// What the code has loaded last from a memory.
  struct Poll {
    std::uint64_t address = 0;
    unsigned bytes = 0;
    Cycle cycle = 0;
    Site site = nullptr;
  };
  const Poll& last_poll() const { return last_poll_; }
  /// The code loops without doing anything (`how`): at its next call it stops, as if it looped on
  /// until the runtime's own limit.
  void park(std::string how) { parked_ = std::move(how); }
  void set_waiting_for(std::string what) { waiting_for_ = std::move(what); }
  /// As PipeUnit::report_blocked_wait().
  void report_blocked_wait();

 private:
  SyncOrigin origin(Site site, bool library = false) const { return {site, block_, library}; }
  PipeUnit& unit(Pipe pipe, std::string_view what, const SyncOrigin& from);
  void set_flag(const FlagId& flag, const SyncOrigin& from);
  void wait_flag(const FlagId& flag, const SyncOrigin& from);
  void pipe_barrier(Pipe pipe, const SyncOrigin& from);
  void push(PipeUnit& pipe, PipeEntry entry, const SyncOrigin& from);
  void drain_all_pipes(const SyncOrigin& from);
  void check_flag(const FlagId& flag, const SyncOrigin& from);
  void collect_store();
  [[noreturn]] void stay_parked();
  void enter(const Caller& caller);
  void fetch(Site site);
  void spend_issue();
  PipeClock& clock() { return environment_.clock(Pipe::S); }

  CoreEnvironment& environment_;
  EventFlags& flags_;
  Pipes pipes_;
  ScalarUnit scalar_unit_;
  PlainAccesses plain_accesses_;

  BlockRef block_;
  const void* kernel_code_ = nullptr;
  std::int32_t block_count_ = 1;
  unsigned arg_count_ = kLocalContextIndex;  ///< what the block was passed
  std::int32_t sub_block_ = 0;
  std::int32_t sub_block_count_ = 0;
  Site last_site_ = nullptr;
  std::unordered_set<Site> fetched_;  ///< library calls whose code the core has had
  std::set<std::pair<Site, port::LibraryRemark>> remarked_;  ///< once each

  isa::Registers registers_;
  bool mask_written_ = false;  ///< since the last vector instruction

  Poll last_poll_;
  std::string parked_;   ///< empty: it is not
  std::string printed_;  ///< of a line that the kernel has not ended
  SilentCode silent_code_;
  std::string waiting_for_;
  std::optional<QueuedWait> awaited_;  ///< the flag among what it is waiting for
  std::optional<QueuedMessage> awaited_message_;
  Cycle awaited_since_ = 0;
};

}  // namespace npusim
