// SPDX-License-Identifier: Apache-2.0
#include "models/core/work_report.h"

#include "models/memory/sim_time.h"
#include "models/timing/work.h"

namespace npusim {
namespace {

bool wanted(const CoreEnvironment& environment) {
  return (environment.events.wanted() & kWorkEvents) != 0;
}

void report(const CoreEnvironment& environment, AgentId agent, WorkEvent work) {
  if (work.amount == 0) return;
  work.agent = agent;
  work.cycle = now();
  environment.events.on_work(work);
}

}  // namespace

Cycle report_core_work(const CoreEnvironment& environment, AgentId agent,
                       const isa::Instruction& instruction,
                       std::span<const isa::Footprint> footprint) {
  if (!wanted(environment)) return 0;
  const WorkEvent work = timing::core_work(instruction, footprint, environment.knobs);
  report(environment, agent, work);
  return work.path == WorkPath::Vector ? static_cast<Cycle>(work.shape_cycles) : 0;
}

void report_shared_work(const CoreEnvironment& environment, AgentId agent,
                        const isa::Instruction& instruction, const Served& served) {
  if (!wanted(environment)) return;
  const Knobs& knobs = environment.knobs;
  report(environment, agent,
         timing::shared_work(instruction, WorkPath::L2, served.l2_bytes, knobs));
  report(environment, agent,
         timing::shared_work(instruction, WorkPath::Hbm, served.hbm_bytes, knobs));
}

}  // namespace npusim
