// SPDX-License-Identifier: Apache-2.0
#include "sim/schedule/scheduled_choices.h"

#include <utility>

namespace npusim {
namespace {

std::size_t stream(ChoiceKind kind, AgentId agent) {
  return std::size_t{agent} * kChoiceKindCount + static_cast<std::size_t>(kind);
}

}  // namespace

ScheduledChoices::ScheduledChoices(Schedule schedule)
    : seeded_(schedule.seed),
      schedule_(std::move(schedule)),
      deviates_(std::size_t{kAgentCount} * kChoiceKindCount, false) {
  for (const auto& [name, value] : schedule_.deviations) {
    deviates_[stream(name.kind, name.agent)] = true;
    used_[name] = false;
  }
}

std::uint64_t ScheduledChoices::choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                                       std::uint64_t bound) {
  if (const auto forced = deviation(kind, agent, ordinal)) return *forced;
  return schedule_.calm ? 0 : seeded_.choose(kind, agent, ordinal, bound);
}

std::uint64_t ScheduledChoices::choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                                            std::uint64_t per_mille, std::uint64_t most) {
  if (const auto forced = deviation(kind, agent, ordinal)) return *forced;
  return schedule_.calm ? 0 : seeded_.choose_rare(kind, agent, ordinal, per_mille, most);
}

std::optional<std::uint64_t> ScheduledChoices::deviation(ChoiceKind kind, AgentId agent,
                                                         std::uint64_t ordinal) {
  if (!deviates_[stream(kind, agent)]) return {};
  const auto found = schedule_.deviations.find({kind, agent, ordinal});
  if (found == schedule_.deviations.end()) return {};
  used_[found->first] = true;
  return found->second;
}

std::vector<ChoiceName> ScheduledChoices::unused() const {
  std::vector<ChoiceName> names;
  for (const auto& [name, used] : used_) {
    if (!used) names.push_back(name);
  }
  return names;
}

}  // namespace npusim
