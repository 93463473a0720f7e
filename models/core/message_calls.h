// SPDX-License-Identifier: Apache-2.0
// Pipe S among the cores: flags to other cores and from them (intrinsics.md 3.3).
#pragma once

#include <cstdint>
#include <optional>

#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"
#include "models/core/pipe_unit.h"

namespace npusim {

/// The flag that the operand of ffts_cross_core_sync means; nothing for one that is not modelled.
std::optional<CrossCoreFlag> cross_core_flag(std::uint64_t message);

class MessageCalls {
 public:
  explicit MessageCalls(CoreEnvironment& environment) : environment_(environment) {}

  /// From pipe S: at once.
  void send(const CrossCoreFlag& flag, const SyncOrigin& from);
  /// From another pipe: after what it was given before. `id`: of the instruction.
  void send(PipeUnit& pipe, const CrossCoreFlag& flag, InstructionId id, const SyncOrigin& from);
  /// Returns when a message of the id has come.
  void wait(unsigned id, const SyncOrigin& from);

  /// To the sink, of a wait for which nothing came until the run's end.
  void report_blocked_wait() const;

 private:
  struct Wait {
    unsigned id = 0;
    SyncOrigin origin;
    Cycle since = 0;
  };

  CoreEnvironment& environment_;
  std::optional<Wait> awaited_;
};

}  // namespace npusim
