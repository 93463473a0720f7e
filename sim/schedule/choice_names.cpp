// SPDX-License-Identifier: Apache-2.0
#include "sim/schedule/choice_names.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace npusim {
namespace {

/// By ChoiceKind.
constexpr std::array<std::string_view, kChoiceKindCount> kKindNames = {
    "FrontEnd",  "PipeStart", "DmaLatency", "StoreLanding",   "ScalarStore", "FlagLatency",
    "ColdStart", "Dispatch",  "SchedulerPhase", "Grant", "PowerUp"};
static_assert(kKindNames.back() == "PowerUp" &&
              static_cast<unsigned>(ChoiceKind::PowerUp) == kChoiceKindCount - 1);

}  // namespace

std::string_view choice_kind_name(ChoiceKind kind) {
  return kKindNames[static_cast<unsigned>(kind)];
}

std::optional<ChoiceKind> find_choice_kind(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<ChoiceKind>(found - kKindNames.begin());
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
