// SPDX-License-Identifier: Apache-2.0
// Plans: what they vary, and that they are the same each time they are made.
#include <cmath>
#include <set>

#include "sim/explore/strategy.h"
#include "sim/explore/transplant.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

const AgentId kS = agent_of(kAicCount, Pipe::S);
const AgentId kV = agent_of(kAicCount, Pipe::V);

InstructionEvent instruction(AgentId agent, Cycle cycle, std::int32_t block = 0) {
  InstructionEvent event;
  event.agent = agent;
  event.cycle = cycle;
  event.issue_cycle = cycle;
  event.block = {0, block};
  event.site = reinterpret_cast<Site>(std::uintptr_t{agent} + 1);
  return event;
}

/// A scalar store at 100 and another at 102, then a vector instruction at 130.
ChoiceProfile small_profile() {
  ChoiceProfile profile;
  profile.on_instruction(instruction(kS, 100));
  profile.on_instruction(instruction(kS, 102));
  profile.on_instruction(instruction(kV, 130));
  profile.choices = {{{ChoiceKind::ScalarStore, kS, 0}, 0, 3, 100},
                     {{ChoiceKind::ScalarStore, kS, 1}, 2, 3, 102},
                     {{ChoiceKind::PipeStart, kV, 0}, 1, 2, 130},
                     {{ChoiceKind::Grant, kV, 0}, 5, 1024, 131}};
  return profile;
}

}  // namespace

TEST_CASE("random plans count seeds, determinism plans count each twice", "[sim][explore]") {
  const Plan random = random_plan(10, 3);
  const Plan twice = determinism_plan(10, 4);
  REQUIRE(random.schedules.size() == 3);
  REQUIRE(twice.schedules.size() == 4);
  CHECK(random.schedules[2].seed == 12);
  CHECK(twice.schedules[0] == twice.schedules[1]);
  CHECK(twice.schedules[2].seed == 11);
}

TEST_CASE("a directed plan first delays the bytes of the earlier write past the later access",
          "[sim][explore]") {
  const Plan plan = directed_plan(small_profile(), {{{kS, 102}, {kV, 130}, ""}}, {}, 10);
  REQUIRE_FALSE(plan.schedules.empty());
  const Schedule& first = plan.schedules[0];
  CHECK(first.calm);
  REQUIRE(first.deviations.size() == 1);
  CHECK(first.deviations.begin()->first == ChoiceName{ChoiceKind::ScalarStore, kS, 1});
  CHECK(first.deviations.begin()->second > 130 - 102);
}

TEST_CASE("a directed plan delays the whole instruction of an earlier read", "[sim][explore]") {
  const Plan plan = directed_plan(small_profile(), {{{kV, 130, false}, {kS, 140}, ""}}, {}, 10);
  REQUIRE_FALSE(plan.schedules.empty());
  CHECK(plan.schedules[0].deviations.begin()->first == ChoiceName{ChoiceKind::PipeStart, kV, 0});
}

TEST_CASE("a directed plan then delays the later access, and says which race a schedule is about",
          "[sim][explore]") {
  const Plan plan = directed_plan(small_profile(), {{{kS, 102}, {kV, 130}, "a race"}}, {}, 10);
  REQUIRE(plan.schedules.size() > 1);
  CHECK(plan.schedules[1].deviations.begin()->first == ChoiceName{ChoiceKind::PipeStart, kV, 0});
  CHECK(plan.races.at(0).text == "a race");
  CHECK(plan.about == std::vector<std::vector<std::size_t>>(plan.schedules.size(), {0}));
}

TEST_CASE("a schedule that decides two races counts for both", "[sim][explore]") {
  const UnorderedPair race = {{kS, 102}, {kV, 130}, ""};
  const Plan plan = directed_plan(small_profile(), {race, race}, {}, 10);
  REQUIRE_FALSE(plan.about.empty());
  CHECK(plan.about[0] == std::vector<std::size_t>{0, 1});
}

TEST_CASE("an exhaustive plan has the calm schedule, every single delay, then pairs",
          "[sim][explore]") {
  const Plan plan = exhaustive_plan(small_profile(), 1000);
  std::set<std::string> different;
  std::map<std::size_t, std::size_t> by_size;
  for (const Schedule& schedule : plan.schedules) {
    different.insert(to_string(schedule));
    ++by_size[schedule.deviations.size()];
  }
  CHECK(different.size() == plan.schedules.size());
  // Three delays of three lengths; the grant is no delay. Pairs: 3 pairs of choices, 9 of lengths.
  CHECK(by_size == std::map<std::size_t, std::size_t>{{0, 1}, {1, 9}, {2, 27}});
}

TEST_CASE("pct schedules make one agent late and change depth - 1 points, and say the bound",
          "[sim][explore]") {
  const Plan plan = pct_plan(small_profile(), 1, 50, 2);
  REQUIRE(plan.schedules.size() == 50);
  CHECK_THAT(plan.note, Catch::Contains("n = 2 agents, k = 3 delays, d = 2"));
  CHECK_THAT(plan.note, Catch::Contains("1/(11n (11k)^(d-1)) = 0.0014"));
  std::set<AgentId> late;
  for (const Schedule& schedule : plan.schedules) {
    CHECK(!schedule.deviations.empty());
    CHECK(schedule.deviations.size() <= 3);
    late.insert(schedule.deviations.begin()->first.agent);
  }
  CHECK(late == std::set<AgentId>{kS, kV});
  CHECK(pct_plan(small_profile(), 1, 50, 2).schedules == plan.schedules);
}

TEST_CASE("a combination comes up in pct schedules as often as the bound says", "[sim][explore]") {
  constexpr int kSchedules = 20'000;
  int with_combination = 0;
  for (const Schedule& schedule : pct_plan(small_profile(), 1, kSchedules, 2).schedules) {
    const auto is = [&](ChoiceKind kind, AgentId agent, std::uint64_t ordinal,
                        std::uint64_t value) {
      const auto found = schedule.deviations.find({kind, agent, ordinal});
      return found != schedule.deviations.end() && found->second == value;
    };
    with_combination +=
        is(ChoiceKind::PipeStart, kV, 0, 16) && is(ChoiceKind::ScalarStore, kS, 1, 16'384);
  }
  // Three standard deviations below what the bound expects.
  const double expected = kSchedules / (11.0 * 2 * 11 * 3);
  CHECK(with_combination > expected - 3 * std::sqrt(expected));
}

TEST_CASE("delays move with their block to another core", "[sim][explore]") {
  const AgentId other = agent_of(kAicCount + 7, Pipe::V);
  ChoiceProfile source, target;
  const auto record = [](ChoiceProfile& profile, AgentId agent, std::uint64_t value) {
    InstructionEvent event = instruction(agent, 50, 4);
    event.site = reinterpret_cast<Site>(std::uintptr_t{99});
    profile.on_instruction(event);
    profile.choices.push_back({{ChoiceKind::PipeStart, agent, 0}, value, 100, 50});
  };
  record(source, kV, 33);
  record(target, other, 0);
  const Schedule moved = transplant(placed_delays(source), placed_delays(target));
  CHECK(moved.calm);
  CHECK(moved.deviations ==
        std::map<ChoiceName, std::uint64_t>{{{ChoiceKind::PipeStart, other, 0}, 33}});
}
