// SPDX-License-Identifier: Apache-2.0
#include "models/core/move_executor.h"

#include <algorithm>
#include <utility>

#include "models/arch/check.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {
namespace {

MemSpace target_space(std::span<const isa::Footprint> footprint) {
  const auto write = std::find_if(footprint.begin(), footprint.end(),
                                  [](const isa::Footprint& access) { return access.write; });
  NPUSIM_CHECK(write != footprint.end());
  return write->space;
}

}  // namespace

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
    environment_.memory(target_space(footprint))
        ->post(std::make_unique<LandingBytes>(agent, end, compute(*instruction, footprint)));
  }
  sc_core::wait(to_sc(cost));
  return {end};
}

isa::WriteSet MoveExecutor::compute(const isa::Instruction& instruction,
                                    std::span<const isa::Footprint> footprint) {
  // What each memory holds now, as far as the instruction reads it.
  std::array<isa::Bytes, kMemSpaceCount> bytes{};
  MemSpace source = MemSpace::L1;
  for (const isa::Footprint& access : footprint) {
    if (access.write) continue;
    source = access.space;
    bytes[static_cast<unsigned>(access.space)] =
        environment_.memory(access.space)->look(now(), {access.span.lowest(), access.span.end()});
  }
  isa::WriteSet out;
  if (isa::info(instruction.opcode).kind == isa::OpcodeKind::Cube) {
    isa::execute_product(instruction, bytes[static_cast<unsigned>(MemSpace::L0A)],
                         bytes[static_cast<unsigned>(MemSpace::L0B)],
                         bytes[static_cast<unsigned>(MemSpace::L0C)], environment_.execute, out);
  } else {
    isa::execute_move(instruction, bytes[static_cast<unsigned>(source)], environment_.execute, out);
  }
  return out;
}

}  // namespace npusim
