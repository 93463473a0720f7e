// SPDX-License-Identifier: Apache-2.0
// Makes a run's choices as a Schedule says.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "sim/schedule/schedule.h"
#include "sim/schedule/seeded_choices.h"

namespace npusim {

class ScheduledChoices : public ChoiceSource {
 public:
  explicit ScheduledChoices(Schedule schedule);

  std::uint64_t choose(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                       std::uint64_t bound) override;
  std::uint64_t choose_rare(ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                            std::uint64_t per_mille, std::uint64_t most) override;

  /// Deviations that no choice has asked for: the run does not have what they are about.
  std::vector<ChoiceName> unused() const;

 private:
  std::optional<std::uint64_t> deviation(ChoiceKind kind, AgentId agent, std::uint64_t ordinal);

  SeededChoices seeded_;
  Schedule schedule_;
  std::vector<bool> deviates_;  ///< by agent and kind: whether the map need be looked at
  std::map<ChoiceName, bool> used_;
};

}  // namespace npusim
