// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <fmt/format.h>

#include "sim/explore/strategy.h"

namespace npusim {
namespace {

/// Past the next instruction, past the next transfer, past the next task (cycles).
constexpr std::array<std::uint64_t, 3> kDelays = {64, 2'000, 40'000};

}  // namespace

Plan exhaustive_plan(const ChoiceProfile& profile, std::uint64_t count) {
  std::vector<std::pair<ChoiceName, std::uint64_t>> single;
  for (const std::uint64_t delay : kDelays) {
    for (const MadeChoice& choice : profile.choices) {
      if (is_delay(choice.name.kind)) single.emplace_back(choice.name, delay);
    }
  }
  Plan plan;
  const auto add = [&](std::initializer_list<std::pair<ChoiceName, std::uint64_t>> delays) {
    if (plan.schedules.size() == count) return;
    Schedule schedule;
    schedule.calm = true;
    for (const auto& [name, value] : delays) schedule.deviations[name] = value;
    plan.schedules.push_back(std::move(schedule));
  };
  add({});
  for (const auto& delay : single) add({delay});
  const std::size_t singles = plan.schedules.size() - 1;
  for (std::size_t a = 0; a < single.size() && plan.schedules.size() < count; ++a) {
    for (std::size_t b = a + 1; b < single.size() && plan.schedules.size() < count; ++b) {
      if (single[a].first != single[b].first) add({single[a], single[b]});
    }
  }
  plan.note = fmt::format("{} of {} single delays and {} pairs of them, from the calm schedule",
                          singles, single.size(), plan.schedules.size() - 1 - singles);
  return plan;
}

}  // namespace npusim
