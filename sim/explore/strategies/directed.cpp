// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/explore/strategy.h"

namespace npusim {
namespace {

/// Beyond the gap between the two accesses: past the later one's own pipeline, and well past it.
constexpr std::uint64_t kShortMargin = 150, kLongMargin = 4'000, kVeryLongMargin = 60'000;
/// Beyond the end of the later access.
constexpr std::uint64_t kSlack = 16;

constexpr Cycle kNever = ~Cycle{0};

/// The choice of `kind` that `agent` made first in [begin, end).
std::optional<ChoiceName> first_choice(const ChoiceProfile& profile, AgentId agent, ChoiceKind kind,
                                       Cycle begin, Cycle end) {
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
  return kNever;
}

/// Ways to make an access take effect later: of a write, first what delays nothing but its bytes;
/// then what delays the whole instruction.
std::vector<ChoiceName> handles(const ChoiceProfile& profile, const RacyAccess& access) {
  std::vector<ChoiceName> found;
  const auto add = [&](const std::optional<ChoiceName>& name) {
    if (name && std::find(found.begin(), found.end(), *name) == found.end()) {
      found.push_back(*name);
    }
  };
  const AgentId agent = access.agent;
  if (is_core_agent(agent)) {
    const Cycle begin = access.cycle, end = next_start(profile, agent, begin);
    if (access.writes) {
      add(first_choice(profile, agent, ChoiceKind::ScalarStore, begin, end));
      // A scalar store to GM lands when its line is written back, which may be much later. A
      // transfer never sends in the cycle it starts, but perhaps in the one in which the next
      // starts.
      const bool scalar = pipe_of(agent) == Pipe::S;
      add(first_choice(profile, agent, ChoiceKind::StoreLanding, scalar ? begin : begin + 1,
                       scalar || end == kNever ? kNever : end + 1));
      add(first_choice(profile, agent, ChoiceKind::LocalLanding, begin, end));
    }
    for (const ChoiceKind kind : {ChoiceKind::DmaLatency, ChoiceKind::PipeStart}) {
      add(first_choice(profile, agent, kind, begin, end));
    }
  }
  add(last_delay(profile, agent, access.cycle));
  return found;
}

/// Cycles from the start of `late` to the end of `early`.
Cycle gap(const ChoiceProfile& profile, const RacyAccess& early, const RacyAccess& late,
          const Knobs& knobs) {
  const Cycle end = latest_effect(profile, early, knobs).value_or(early.cycle);
  return end > late.cycle ? end - late.cycle : 0;
}

class Planner {
 public:
  Planner(const ChoiceProfile& profile, const std::vector<UnorderedPair>& pairs, const Knobs& knobs,
          std::uint64_t count)
      : profile_(profile), knobs_(knobs), count_(count) {
    plan_.races = pairs;
  }

  Plan make() {
    std::vector<std::vector<ChoiceName>> all;
    std::size_t most = 0;
    for (const UnorderedPair& pair : plan_.races) {
      all.push_back(handles(profile_, pair.first));
      most = std::max(most, all.back().size());
    }
    for (std::size_t attempt = 0; attempt < most; ++attempt) {
      for (const std::uint64_t margin : {kShortMargin, kLongMargin, kVeryLongMargin}) {
        for (std::size_t i = 0; i < plan_.races.size(); ++i) {
          if (attempt < all[i].size()) reverse(i, all[i][attempt], margin);
        }
        if (attempt > 0 || margin != kShortMargin) continue;
        for (std::size_t i = 0; i < plan_.races.size(); ++i) keep(i);
      }
    }
    plan_.note = fmt::format("{} unordered pairs of the calm run, {} ways to decide their order",
                             plan_.races.size(), plan_.schedules.size());
    return std::move(plan_);
  }

 private:
  void reverse(std::size_t race, const ChoiceName& handle, std::uint64_t margin) {
    const auto& [first, second, text] = plan_.races[race];
    const Cycle starts = second.cycle > first.cycle ? second.cycle - first.cycle : 0;
    add(race, handle, std::max(starts + margin, gap(profile_, second, first, knobs_) + kSlack));
  }

  /// The order that the calm run had, or only seemed to have because what started first was slow.
  void keep(std::size_t race) {
    const auto& [first, second, text] = plan_.races[race];
    const std::vector<ChoiceName> ways = handles(profile_, second);
    if (ways.empty()) return;
    add(race, ways.front(), gap(profile_, first, second, knobs_) + kShortMargin);
  }

  void add(std::size_t race, const ChoiceName& handle, std::uint64_t delay) {
    Schedule schedule;
    schedule.calm = true;
    schedule.deviations[handle] = delay;
    const auto known = std::find(plan_.schedules.begin(), plan_.schedules.end(), schedule);
    if (known != plan_.schedules.end()) {
      std::vector<std::size_t>& about =
          plan_.about[static_cast<std::size_t>(known - plan_.schedules.begin())];
      if (std::find(about.begin(), about.end(), race) == about.end()) about.push_back(race);
    } else if (plan_.schedules.size() < count_) {
      plan_.schedules.push_back(std::move(schedule));
      plan_.about.push_back({race});
    }
  }

  const ChoiceProfile& profile_;
  const Knobs& knobs_;
  std::uint64_t count_;
  Plan plan_;
};

}  // namespace

Plan directed_plan(const ChoiceProfile& profile, const std::vector<UnorderedPair>& pairs,
                   const Knobs& knobs, std::uint64_t count) {
  return Planner(profile, pairs, knobs, count).make();
}

}  // namespace npusim
