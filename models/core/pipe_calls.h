// SPDX-License-Identifier: Apache-2.0
// Pipe S among the pipes of its core: instructions, flags and barriers that it hands to them, and
// those that it waits for itself (tile-isa.md sections 1.2, 1.4).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "models/core/core_environment.h"
#include "models/core/event_flags.h"
#include "models/core/pipe_unit.h"

namespace npusim {

class PipeCalls {
 public:
  using Pipes = std::array<PipeUnit*, kPipeCount>;

  /// `pipes` by number; null where this kind of core has none. `waiting_for`: what the code waits
  /// for, in words.
  PipeCalls(CoreEnvironment& environment, EventFlags& flags, const Pipes& pipes,
            std::string& waiting_for);

  /// Throws CoreFault, after it has reported that this kind of core has no such pipe.
  PipeUnit& unit(Pipe pipe, std::string_view what, const SyncOrigin& from);
  /// The time that it takes to issue something.
  void spend_issue();
  /// Returns once the pipe's queue has had room.
  void push(PipeUnit& pipe, PipeEntry entry, const SyncOrigin& from);

  void set_flag(const FlagId& flag, const SyncOrigin& from);
  void wait_flag(const FlagId& flag, const SyncOrigin& from);
  void barrier(Pipe pipe, const SyncOrigin& from);
  /// pipe_barrier(PIPE_ALL).
  void drain_all(const SyncOrigin& from);
  /// Waits until all pipes have sent what they store.
  void wait_drained();
  /// As PipeUnit::report_blocked_wait().
  void report_blocked_wait() const;

 private:
  void check_flag(const FlagId& flag, const SyncOrigin& from);
  void set_own_flag(const FlagId& flag, const SyncOrigin& from, bool second);
  PipeClock& clock() { return environment_.clock(Pipe::S); }

  CoreEnvironment& environment_;
  EventFlags& flags_;
  Pipes pipes_;
  std::string& waiting_for_;
  std::optional<QueuedWait> awaited_;  ///< the flag among what the code is waiting for
  Cycle awaited_since_ = 0;
};

}  // namespace npusim
