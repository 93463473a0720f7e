// SPDX-License-Identifier: Apache-2.0
#include "models/core/move_executor.h"

#include <algorithm>
#include <utility>

#include "models/arch/product_stream.h"
#include "models/core/local_operation.h"
#include "models/memory/sim_time.h"
#include "models/timing/cost.h"

namespace npusim {

Executor::Timing MoveExecutor::execute(const std::shared_ptr<const isa::Instruction>& instruction,
                                       std::span<const isa::Footprint> footprint,
                                       timing::PipeBefore before) {
  const AgentId agent = environment_.agent(isa::info(instruction->opcode()).pipe);
  if (footprint.empty()) {  // a size of 0: nothing is done
    pass(1);
    return {now()};
  }
  const Cycle nominal =
      std::max<Cycle>(timing::fixed_cost(*instruction, environment_.knobs, before), 1);
  const Cycle drawn = environment_.latency.of(ChoiceKind::PipeStart, agent, nominal);
  const Cycle cost = std::max<Cycle>(std::min(nominal, drawn), 1);
  // What comes late reads late.
  if (drawn > cost) pass(drawn - cost);
  if (!late_products_.empty()) wait_for_streamed(footprint);
  const Cycle late = environment_.latency.extra(ChoiceKind::LocalLanding, agent, 0);
  const Cycle landing = now() + cost + late;
  if (!environment_.execute.empty_arithmetic) {
    environment_.memory(LocalOperation(footprint).target())
        ->post(start(agent, landing, instruction, footprint));
  }
  pass(cost);
  for (const isa::Footprint& access : footprint) {
    if (landing > now() && access.write && access.space == MemSpace::L0C) {
      late_products_.push_back({access.span, landing});
    }
  }
  return {landing};
}

/// Late or not, products that stream into one result follow each other in order.
void MoveExecutor::wait_for_streamed(std::span<const isa::Footprint> footprint) {
  std::erase_if(late_products_, [](const Late& product) { return product.landing <= now(); });
  for (const Late& product : late_products_) {
    for (const isa::Footprint& access : footprint) {
      if (access.space == MemSpace::L0C && product.landing > now() &&
          products_stream(product.span, access.span)) {
        pass_until(product.landing);
      }
    }
  }
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
