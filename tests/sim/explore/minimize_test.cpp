// SPDX-License-Identifier: Apache-2.0
// The minimiser against failures whose causes are known.
#include "sim/explore/minimize.h"

#include <random>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

ChoiceName choice(std::uint64_t ordinal) { return {ChoiceKind::DmaLatency, 3, ordinal}; }

Schedule many_delays(std::uint64_t count, std::uint64_t value) {
  Schedule schedule;
  schedule.calm = true;
  for (std::uint64_t i = 0; i < count; ++i) schedule.deviations[choice(i)] = value;
  return schedule;
}

/// Fails where every cause is as late as it has to be.
struct KnownCauses {
  std::map<ChoiceName, std::uint64_t> causes;
  mutable std::uint64_t asked = 0;

  std::vector<bool> operator()(const std::vector<Schedule>& schedules) const {
    std::vector<bool> failed;
    for (const Schedule& schedule : schedules) {
      ++asked;
      bool fails = true;
      for (const auto& [name, least] : causes) {
        const auto found = schedule.deviations.find(name);
        fails = fails && found != schedule.deviations.end() && found->second >= least;
      }
      failed.push_back(fails);
    }
    return failed;
  }
};

/// Fails for any one of several sets of causes.
struct Alternatives {
  std::vector<KnownCauses> ways;

  std::vector<bool> operator()(const std::vector<Schedule>& schedules) const {
    std::vector<bool> failed(schedules.size(), false);
    for (const KnownCauses& way : ways) {
      const std::vector<bool> by_this = way(schedules);
      for (std::size_t i = 0; i < failed.size(); ++i) failed[i] = failed[i] || by_this[i];
    }
    return failed;
  }
};

}  // namespace

TEST_CASE("minimising finds exactly the causes and their smallest values", "[sim][explore]") {
  std::mt19937 random(4);
  for (int i = 0; i < 200; ++i) {
    KnownCauses known;
    for (std::uint32_t n = 1 + random() % 4; n > 0; --n) {
      known.causes[choice(random() % 500)] = 1 + random() % 1000;
    }
    const std::size_t batch = 1 + random() % 4;
    const Schedule smallest = minimize(many_delays(500, 1000), std::ref(known), batch);
    CHECK(smallest.calm);
    CHECK(smallest.deviations == known.causes);
    CHECK(known.asked < 600);
  }
}

TEST_CASE("a failure of the calm schedule needs no delay", "[sim][explore]") {
  const KnownCauses nothing;
  CHECK(minimize(many_delays(50, 10), std::ref(nothing), 2).deviations.empty());
}

TEST_CASE("of several ways to fail one is left, and nothing of it can go or be shorter",
          "[sim][explore]") {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    Alternatives ways;
    for (int way = 0; way < 3; ++way) {
      KnownCauses known;
      for (std::uint32_t n = 1 + random() % 4; n > 0; --n) {
        known.causes[choice(random() % 60)] = 1 + random() % 100;
      }
      ways.ways.push_back(known);
    }
    const Schedule smallest = minimize(many_delays(60, 100), std::ref(ways), 1 + random() % 4);
    CHECK(ways({smallest})[0]);
    for (const auto& [name, value] : smallest.deviations) {
      Schedule without = smallest, shorter = smallest;
      without.deviations.erase(name);
      shorter.deviations[name] = value - 1;
      CHECK_FALSE(ways({without})[0]);
      CHECK_FALSE(ways({shorter})[0]);
    }
  }
}
