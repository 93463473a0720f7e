// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "models/arch/hash.h"
#include "sim/explore/strategy.h"

namespace npusim {
namespace {

/// Delays are 2^kFirstRung to 2^(kFirstRung + kRungs - 1) cycles: shorter ones are jitter, longer
/// ones outlast whatever they could overtake.
constexpr unsigned kFirstRung = 4, kRungs = 11;

/// What an agent that comes last is late with: its data, not the runtime's own work.
bool moves_data(ChoiceKind kind) {
  return kind == ChoiceKind::DmaLatency || kind == ChoiceKind::StoreLanding ||
         kind == ChoiceKind::LocalLanding || kind == ChoiceKind::ScalarStore ||
         kind == ChoiceKind::PipeStart;
}

std::vector<MadeChoice> delays_of(const ChoiceProfile& profile) {
  std::vector<MadeChoice> delays;
  std::copy_if(profile.choices.begin(), profile.choices.end(), std::back_inserter(delays),
               [](const MadeChoice& choice) { return is_delay(choice.name.kind); });
  return delays;
}

std::vector<AgentId> agents_of(const std::vector<MadeChoice>& delays) {
  std::set<AgentId> agents;
  for (const MadeChoice& choice : delays) {
    if (moves_data(choice.name.kind)) agents.insert(choice.name.agent);
  }
  return {agents.begin(), agents.end()};
}

std::uint64_t rung(std::uint64_t bits) { return std::uint64_t{1} << (kFirstRung + bits % kRungs); }

}  // namespace

Plan pct_plan(const ChoiceProfile& profile, std::uint64_t first, std::uint64_t count,
              unsigned depth) {
  const std::vector<MadeChoice> delays = delays_of(profile);
  const std::vector<AgentId> agents = agents_of(delays);
  Plan plan;
  for (std::uint64_t i = 0; i < count; ++i) {
    Schedule schedule;
    schedule.seed = first + i;
    std::uint64_t draw = 0;
    const auto next = [&] { return hash64(~schedule.seed, draw++); };
    if (!agents.empty()) {
      const AgentId last = agents[next() % agents.size()];
      const std::uint64_t late = rung(next());
      for (const MadeChoice& choice : delays) {
        if (choice.name.agent == last && moves_data(choice.name.kind)) {
          schedule.deviations[choice.name] = late;
        }
      }
    }
    for (unsigned change = 1; change < depth && !delays.empty(); ++change) {
      const ChoiceName& name = delays[next() % delays.size()].name;
      schedule.deviations[name] = rung(next());
    }
    plan.schedules.push_back(std::move(schedule));
  }
  // Each draw is one of so many agents or delays, and one of the lengths.
  const double late = static_cast<double>(std::max<std::size_t>(agents.size(), 1) * kRungs);
  const double single = static_cast<double>(std::max<std::size_t>(delays.size(), 1) * kRungs);
  plan.note = fmt::format(
      "n = {0} agents, k = {1} delays, d = {2}: one late agent and {3} single delays, of {4} "
      "lengths "
      "each; any one such combination is in a schedule with a probability of at least "
      "1/({4}n ({4}k)^(d-1)) = {5:.2g}",
      agents.size(), delays.size(), depth, depth - 1, kRungs,
      1 / (late * std::pow(single, depth - 1)));
  return plan;
}

}  // namespace npusim
