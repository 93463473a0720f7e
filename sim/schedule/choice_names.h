// SPDX-License-Identifier: Apache-2.0
// Names of choice kinds and agents as schedules spell them: "ScalarStore", "AIV3.S", "scheduler1".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/arch/choice_source.h"

namespace npusim {

std::string_view choice_kind_name(ChoiceKind kind);
std::optional<ChoiceKind> find_choice_kind(std::string_view name);

/// agent_name() without its spaces: "AIV17.MTE2", "orchestrator", "scheduler1".
std::string short_agent_name(AgentId agent);
std::optional<AgentId> find_agent(std::string_view short_name);

}  // namespace npusim
