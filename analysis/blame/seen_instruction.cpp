// SPDX-License-Identifier: Apache-2.0
#include "analysis/blame/seen_instruction.h"

#include "analysis/describe/site_facts.h"

namespace npusim::analysis {

SeenInstruction seen(const InstructionEvent& event) {
  return {event.instruction, event.agent,   event.block, event.site,
          event.opcode,      event.tile_op, event.cycle};
}

AccessSite site_of(const SeenInstruction& instruction, const TaskTable& tasks,
                   const SourceLookup& sources) {
  AccessSite site = place_of(instruction.agent, instruction.block, tasks);
  set_instruction(site, sources, instruction.site, instruction.opcode, instruction.tile_op);
  site.cycle = instruction.cycle;
  site.instruction = instruction.id;
  return site;
}

}  // namespace npusim::analysis
