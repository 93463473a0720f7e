// SPDX-License-Identifier: Apache-2.0
#include "models/core/move_executor.h"

#include <algorithm>
#include <utility>

#include "models/core/local_operation.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

Executor::Timing MoveExecutor::execute(const std::shared_ptr<const isa::Instruction>& instruction,
                                       std::span<const isa::Footprint> footprint, bool pipe_idle) {
  const AgentId agent = environment_.agent(isa::info(instruction->opcode).pipe);
  const Cycle cost =
      std::max<Cycle>(timing::fixed_cost(*instruction, environment_.knobs, pipe_idle), 1);
  const Cycle late = environment_.latency.of(ChoiceKind::PipeStart, agent, cost) - cost;
  // What comes late reads late.
  if (late > 0) sc_core::wait(to_sc(late));
  const Cycle end = now() + cost;
  if (!environment_.execute.empty_arithmetic) {
    environment_.memory(LocalOperation(footprint).target())
        ->post(start(agent, end, instruction, footprint));
  }
  sc_core::wait(to_sc(cost));
  return {end};
}

/// Reads what the memories hold now, as far as the instruction reads them.
std::unique_ptr<LocalEffect> MoveExecutor::start(
    AgentId agent, Cycle landing, const std::shared_ptr<const isa::Instruction>& instruction,
    std::span<const isa::Footprint> footprint) {
  if (environment_.cube_values != nullptr) {
    return environment_.cube_values->move(agent, landing, instruction, footprint);
  }
  for (const isa::Footprint& access : footprint) {
    if (access.write) continue;
    environment_.memory(access.space)->look(now(), {access.span.lowest(), access.span.end()});
  }
  isa::WriteSet written = LocalOperation(footprint).perform(
      *instruction, [this](MemSpace space) { return environment_.memory(space)->bytes(); },
      environment_.execute);
  return std::make_unique<LandingBytes>(agent, landing, std::move(written));
}

}  // namespace npusim
