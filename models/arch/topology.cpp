// SPDX-License-Identifier: Apache-2.0
#include "models/arch/topology.h"

#include <fmt/format.h>

namespace npusim {

std::string core_name(CoreId core) {
  return kind_of(core) == CoreKind::AIC ? fmt::format("AIC {}", core)
                                        : fmt::format("AIV {}", core - kAicCount);
}

std::string agent_name(AgentId agent) {
  if (is_core_agent(agent)) {
    return fmt::format("{} {}", core_name(core_of(agent)), name(pipe_of(agent)));
  }
  if (agent == kOrchestratorAgent) return "orchestrator";
  return fmt::format("scheduler {}", agent - kOrchestratorAgent - 1);
}

}  // namespace npusim
