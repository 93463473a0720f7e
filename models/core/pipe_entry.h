// SPDX-License-Identifier: Apache-2.0
// What stands in a pipe's queue: instructions, and the synchronisation between them.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>

#include "models/arch/cross_core_flag.h"
#include "models/core/event_flags.h"
#include "models/isa/instruction.h"

namespace npusim {

/// Where a synchronisation comes from.
struct SyncOrigin {
  Site site = nullptr;
  BlockRef block;
  bool library = false;  ///< inside a library instruction
};

struct QueuedInstruction {
  std::shared_ptr<const isa::Instruction> instruction;
};
struct QueuedSet {
  FlagId flag;
  SyncOrigin origin;
  bool second = false;  ///< in a row, without a wait between
};
struct QueuedWait {
  FlagId flag;
  SyncOrigin origin;
};
struct QueuedBarrier {
  SyncOrigin origin;
};
/// A flag to other cores.
struct QueuedMessage {
  CrossCoreFlag flag;
  SyncOrigin origin;
  InstructionId id = 0;
};

using PipeEntry =
    std::variant<QueuedInstruction, QueuedSet, QueuedWait, QueuedBarrier, QueuedMessage>;

}  // namespace npusim
