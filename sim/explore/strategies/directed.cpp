// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/explore/strategy.h"

namespace npusim {
namespace {

/// Beyond the gap between the two accesses: past the later one's own pipeline, and well past it.
constexpr std::uint64_t kShortMargin = 150, kLongMargin = 4'000, kVeryLongMargin = 60'000;

/// The choice of `kind` that `agent` made first in [begin, end).
std::optional<ChoiceName> first_choice(const ChoiceProfile& profile, AgentId agent,
                                       ChoiceKind kind, Cycle begin, Cycle end) {
  for (const MadeChoice& choice : profile.choices) {
    if (choice.name.agent == agent && choice.name.kind == kind && choice.cycle >= begin &&
        choice.cycle < end) {
      return choice.name;
    }
  }
  return {};
}

/// The last choice that is a delay which `agent` made up to `cycle`.
std::optional<ChoiceName> last_delay(const ChoiceProfile& profile, AgentId agent, Cycle cycle) {
  std::optional<ChoiceName> last;
  for (const MadeChoice& choice : profile.choices) {
    if (choice.name.agent == agent && choice.cycle <= cycle && is_delay(choice.name.kind)) {
      last = choice.name;
    }
  }
  return last;
}

/// End of the time in which the instruction that started at `start` makes its choices.
Cycle next_start(const ChoiceProfile& profile, AgentId agent, Cycle start) {
  for (const InstructionEvent& instruction : profile.instructions(agent)) {
    if (instruction.cycle > start) return instruction.cycle;
  }
  return ~Cycle{0};
}

/// Ways to make an access take effect later: of a write, first what delays nothing but its bytes;
/// then what delays the whole instruction.
std::vector<ChoiceName> handles(const ChoiceProfile& profile, const UnorderedPair& pair) {
  std::vector<ChoiceName> found;
  const auto add = [&](const std::optional<ChoiceName>& name) {
    if (name && std::find(found.begin(), found.end(), *name) == found.end()) {
      found.push_back(*name);
    }
  };
  if (is_core_agent(pair.first)) {
    const Cycle begin = pair.first_cycle, end = next_start(profile, pair.first, begin);
    if (pair.first_writes) {
      add(first_choice(profile, pair.first, ChoiceKind::ScalarStore, begin, end));
      // A scalar store to GM lands when its line is written back, which may be much later. A transfer
      // never sends in the cycle it starts, but perhaps in the one in which the next starts.
      const bool scalar = pipe_of(pair.first) == Pipe::S;
      add(first_choice(profile, pair.first, ChoiceKind::StoreLanding, scalar ? begin : begin + 1,
                       scalar || end == ~Cycle{0} ? ~Cycle{0} : end + 1));
    }
    for (const ChoiceKind kind : {ChoiceKind::DmaLatency, ChoiceKind::PipeStart}) {
      add(first_choice(profile, pair.first, kind, begin, end));
    }
  }
  add(last_delay(profile, pair.first, pair.first_cycle));
  return found;
}

}  // namespace

Plan directed_plan(const ChoiceProfile& profile, const std::vector<UnorderedPair>& pairs,
                   std::uint64_t count) {
  Plan plan;
  const auto add = [&](const ChoiceName& handle, std::uint64_t delay) {
    Schedule schedule;
    schedule.calm = true;
    schedule.deviations[handle] = delay;
    const bool known = std::find(plan.schedules.begin(), plan.schedules.end(), schedule) !=
                       plan.schedules.end();
    if (!known && plan.schedules.size() < count) plan.schedules.push_back(std::move(schedule));
  };
  std::vector<std::vector<ChoiceName>> all;
  std::size_t most = 0;
  for (const UnorderedPair& pair : pairs) {
    all.push_back(handles(profile, pair));
    most = std::max(most, all.back().size());
  }
  for (std::size_t attempt = 0; attempt < most; ++attempt) {
    for (const std::uint64_t margin : {kShortMargin, kLongMargin, kVeryLongMargin}) {
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (attempt >= all[i].size()) continue;
        const UnorderedPair& pair = pairs[i];
        const Cycle gap =
            pair.second_cycle > pair.first_cycle ? pair.second_cycle - pair.first_cycle : 0;
        add(all[i][attempt], gap + margin);
      }
    }
  }
  plan.note = fmt::format("{} unordered pairs of the calm run, {} ways to delay their earlier access",
                          pairs.size(), plan.schedules.size());
  return plan;
}

}  // namespace npusim
