// SPDX-License-Identifier: Apache-2.0
// The instruction that each agent started last: whose accesses come next.
#pragma once

#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/site_facts.h"
#include "analysis/order/clock.h"
#include "models/arch/event.h"

namespace npusim::analysis {

struct CurrentInstruction {
  InstructionId instruction = 0;
  BlockRef block;
  RunId run = kNoRun;
  Site site = nullptr;
  std::uint16_t opcode = 0;
  std::uint16_t tile_op = 0;
  DType dtype = DType::FLOAT32;
};

class CurrentInstructions {
 public:
  CurrentInstructions() : current_(kAgentCount) {}

  void on_instruction(const InstructionEvent& event, RunId run) {
    current_[event.agent] = {event.instruction, event.block,   run,        event.site,
                             event.opcode,      event.tile_op, event.dtype};
  }
  const CurrentInstruction& operator[](AgentId agent) const { return current_[agent]; }

  /// The site of an access by the agent's current instruction, in the names of its task's time.
  AccessSite site_of(const AccessEvent& access, const BufferMap& buffers, const TaskTable& tasks,
                     const SourceLookup& sources) const {
    const CurrentInstruction& instruction = current_[access.agent];
    AccessSite site = place_of(access.agent, instruction.block, tasks);
    if (instruction.instruction != 0) {
      set_instruction(site, sources, instruction.site, instruction.opcode, instruction.tile_op);
    } else {
      set_source(site, sources, instruction.site);
    }
    site.range = buffers.range_of(access.space, access.span, instruction.block.task);
    site.is_write = writes(access.kind);
    site.cycle = access.cycle;
    site.instruction = instruction.instruction;
    return site;
  }

 private:
  std::vector<CurrentInstruction> current_;
};

}  // namespace npusim::analysis
