// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/transplant.h"

#include <map>

namespace npusim {

using Subject = decltype(PlacedDelay{}.subject());

std::vector<PlacedDelay> placed_delays(const ChoiceProfile& profile) {
  std::vector<PlacedDelay> delays;
  std::map<Subject, std::uint64_t> counts;
  for (const MadeChoice& choice : profile.choices) {
    if (!is_delay(choice.name.kind)) continue;
    const auto instruction = profile.instruction_of(choice);
    if (!instruction) continue;
    PlacedDelay delay{choice.name.kind,
                      pipe_of(choice.name.agent),
                      instruction->block.task,
                      instruction->block.block,
                      instruction->site,
                      0,
                      choice.name,
                      choice.value};
    delay.count = counts[delay.subject()]++;
    delays.push_back(delay);
  }
  return delays;
}

Schedule transplant(const std::vector<PlacedDelay>& source,
                    const std::vector<PlacedDelay>& target) {
  std::map<Subject, std::uint64_t> late;
  for (const PlacedDelay& delay : source) {
    if (delay.value > 0) late[delay.subject()] = delay.value;
  }
  Schedule schedule;
  schedule.calm = true;
  for (const PlacedDelay& delay : target) {
    const auto found = late.find(delay.subject());
    if (found != late.end()) schedule.deviations[delay.name] = found->second;
  }
  return schedule;
}

}  // namespace npusim
