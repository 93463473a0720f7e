// SPDX-License-Identifier: Apache-2.0
// An instruction as the data's way through a run needs it.
#pragma once

#include "analysis/describe/task_table.h"
#include "analysis/result/finding.h"
#include "models/arch/event.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

struct SeenInstruction {
  InstructionId id = 0;
  AgentId agent = 0;
  BlockRef block;
  Site site = nullptr;
  std::uint16_t opcode = 0;
  std::uint16_t tile_op = 0;
  Cycle cycle = 0;
};

SeenInstruction seen(const InstructionEvent& event);

/// Who, what, where and when; not what it accesses.
AccessSite site_of(const SeenInstruction& instruction, const TaskTable& tasks,
                   const SourceLookup& sources);

}  // namespace npusim::analysis
