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
  const std::uint64_t seeded = seeded_.choose(kind, agent, ordinal, bound);
  if (!deviates_[stream(kind, agent)]) return seeded;
  const auto deviation = schedule_.deviations.find({kind, agent, ordinal});
  if (deviation == schedule_.deviations.end()) return seeded;
  used_[deviation->first] = true;
  return deviation->second;
}

std::vector<ChoiceName> ScheduledChoices::unused() const {
  std::vector<ChoiceName> names;
  for (const auto& [name, used] : used_) {
    if (!used) names.push_back(name);
  }
  return names;
}

}  // namespace npusim
