// SPDX-License-Identifier: Apache-2.0
// Schedules as text, and the choices that they make.
#include "sim/schedule/schedule.h"

#include <random>

#include "sim/program/build_error.h"
#include "sim/schedule/scheduled_choices.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

Schedule random_schedule(std::mt19937& random) {
  Schedule schedule;
  schedule.calm = random() % 2 == 0;
  if (!schedule.calm) schedule.seed = random();
  for (std::uint32_t i = random() % 20; i > 0; --i) {
    const ChoiceName name{static_cast<ChoiceKind>(random() % kChoiceKindCount),
                          static_cast<AgentId>(random() % kAgentCount), random() % 4};
    schedule.deviations[name] = random() % 3;
  }
  return schedule;
}

}  // namespace

TEST_CASE("a schedule survives its text form", "[sim][schedule]") {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    const Schedule schedule = random_schedule(random);
    INFO(to_string(schedule));
    CHECK(parse_schedule(to_string(schedule)) == schedule);
  }
}

TEST_CASE("ranges, comments and lines are read", "[sim][schedule]") {
  const Schedule schedule =
      parse_schedule("s6:calm  # nothing else is late\nScalarStore@AIV3.S/12-13 = 40\n\n");
  CHECK(schedule.calm);
  const AgentId agent = agent_of(kAicCount + 3, Pipe::S);
  CHECK(schedule.deviations ==
        std::map<ChoiceName, std::uint64_t>{{{ChoiceKind::ScalarStore, agent, 12}, 40},
                                            {{ChoiceKind::ScalarStore, agent, 13}, 40}});
  CHECK(to_string(schedule) == "s6:calm;ScalarStore@AIV3.S/12-13=40");
}

TEST_CASE("what is no schedule is refused with the remedy", "[sim][schedule]") {
  const std::pair<const char*, const char*> kCases[] = {
      {"seed=7", "a schedule, such as s6:seed=7"},
      {"s2:seed=7", "model revision 6"},
      {"s6:seed=x", "whole number"},
      {"s6:Scalar@AIV3.S/1=2", "the kinds are"},
      {"s6:ScalarStore@AIV99.S/1=2", "an agent is a pipe"},
      {"s6:ScalarStore@AIV3.S/5-4=2", "ordinal"},
      {"s6:ScalarStore@AIV3.S/1-2=2;ScalarStore@AIV3.S/2=3", "each choice once"},
  };
  for (const auto& [text, expected] : kCases) {
    INFO(text);
    CHECK_THROWS_WITH(parse_schedule(text), Catch::Contains(expected));
  }
  CHECK_THROWS_AS(schedule_from("/no/such/file"), InputError);
}

TEST_CASE("a calm schedule chooses the smallest values, a seed any below the bound",
          "[sim][schedule]") {
  ScheduledChoices calm(parse_schedule("s6:calm"));
  ScheduledChoices seeded(parse_schedule("s6:seed=5"));
  ScheduledChoices again(parse_schedule("s6:seed=5"));
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    CHECK(calm.choose(ChoiceKind::DmaLatency, 7, i, 100) == 0);
    CHECK(calm.choose_rare(ChoiceKind::InstructionFetch, 7, i, 1000, 50) == 0);
    const std::uint64_t value = seeded.choose(ChoiceKind::DmaLatency, 7, i, 100);
    CHECK(value < 100);
    CHECK(value == again.choose(ChoiceKind::DmaLatency, 7, i, 100));
    sum += value;
  }
  CHECK(sum > 45'000);
  CHECK(sum < 54'000);
}

TEST_CASE("rare choices are as rare as asked, and long ones as likely as short ones by octave",
          "[sim][schedule]") {
  ScheduledChoices choices(parse_schedule("s6:seed=1"));
  constexpr std::uint64_t kMost = 4096, kCount = 200'000;
  std::uint64_t happened = 0, upper_octave = 0;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const std::uint64_t value = choices.choose_rare(ChoiceKind::InstructionFetch, 3, i, 30, kMost);
    CHECK(value <= kMost);
    if (value > 0) ++happened;
    if (value > kMost / 2) ++upper_octave;
  }
  CHECK(happened == Approx(0.030 * kCount).epsilon(0.05));
  CHECK(upper_octave == Approx(static_cast<double>(happened) / 6).epsilon(0.1));
}

TEST_CASE("deviations replace single choices, beyond the bound too, and the unused are known",
          "[sim][schedule]") {
  ScheduledChoices choices(
      parse_schedule("s6:calm;DmaLatency@AIC0.MTE2/1=500;DmaLatency@AIC0.MTE2/9=1"));
  const AgentId agent = agent_of(0, Pipe::MTE2);
  CHECK(choices.choose(ChoiceKind::DmaLatency, agent, 0, 10) == 0);
  CHECK(choices.choose(ChoiceKind::DmaLatency, agent, 1, 10) == 500);
  CHECK(choices.choose(ChoiceKind::PipeStart, agent, 1, 10) == 0);
  CHECK(choices.unused() == std::vector<ChoiceName>{{ChoiceKind::DmaLatency, agent, 9}});
}
