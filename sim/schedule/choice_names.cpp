// SPDX-License-Identifier: Apache-2.0
#include "sim/schedule/choice_names.h"

#include <algorithm>

#include <fmt/format.h>

namespace npusim {

std::string_view choice_kind_name(ChoiceKind kind) {
  return kChoiceKindNames[static_cast<unsigned>(kind)];
}

std::optional<ChoiceKind> find_choice_kind(std::string_view name) {
  const auto found = std::find(kChoiceKindNames.begin(), kChoiceKindNames.end(), name);
  if (found == kChoiceKindNames.end()) return std::nullopt;
  return static_cast<ChoiceKind>(found - kChoiceKindNames.begin());
}

std::string short_agent_name(AgentId agent) {
  if (!is_core_agent(agent)) {
    return agent == kOrchestratorAgent ? "orchestrator"
                                       : fmt::format("scheduler{}", agent - scheduler_agent(0));
  }
  const CoreId core = core_of(agent);
  const bool aic = kind_of(core) == CoreKind::AIC;
  return fmt::format("{}{}.{}", aic ? "AIC" : "AIV", aic ? unsigned{core} : core - kAicCount,
                     name(pipe_of(agent)));
}

std::optional<AgentId> find_agent(std::string_view short_name) {
  for (AgentId agent = 0; agent < kAgentCount; ++agent) {
    if (short_agent_name(agent) == short_name) return agent;
  }
  return std::nullopt;
}

}  // namespace npusim
