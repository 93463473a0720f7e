// SPDX-License-Identifier: Apache-2.0
// What runs with both orders of a race say about it.
#include "analysis/campaign/race_outcomes.h"

#include <algorithm>

#include "tests/support/catch.h"

using namespace npusim::analysis;

namespace {

RunOutcome run(std::uint64_t number, const std::string& order, std::uint64_t digest,
               const std::string& label = "pass", std::uint64_t race = 0) {
  RunOutcome result;
  result.number = number;
  result.schedule = "s6:seed=" + std::to_string(number);
  result.label = label;
  result.digest = digest;
  result.orders = {{race, order}};
  return result;
}

RaceOutcome only(const std::vector<RunOutcome>& runs) {
  const std::vector<RaceOutcome> races = race_outcomes(runs, {""}, {{"WAW in UB"}});
  REQUIRE(races.size() == 1);
  CHECK(races[0].race == "WAW in UB");
  return races[0];
}

}  // namespace

TEST_CASE("equal bytes in both orders are said so, with a schedule of each", "[campaign]") {
  const RaceOutcome race =
      only({run(3, "first", 77), run(2, "second", 77), run(1, "unknown", 5), run(4, "second", 9)});
  CHECK(race.outcome == kEqualBits);
  CHECK(race.schedule == "s6:seed=3");
  CHECK(race.reversed == "s6:seed=2");
}

TEST_CASE("one order alone, an order nobody can tell, and other bytes are no proof", "[campaign]") {
  CHECK(only({run(1, "first", 7), run(2, "first", 7)}).outcome == "only one order seen");
  CHECK(only({run(1, "first", 7), run(2, "unknown", 7)}).outcome == "only one order seen");
  CHECK(only({run(1, "second", 7)}).reversed == "s6:seed=1");
  CHECK(only({run(1, "first", 7), run(2, "second", 8)}).outcome == "both orders: different bits");
  CHECK(only({}).outcome == "only one order seen");
}

TEST_CASE("a run that fails is the race's outcome, one about another race is not", "[campaign]") {
  const std::vector<RunOutcome> runs = {run(1, "first", 7), run(2, "second", 7),
                                        run(3, "second", 1, "out wrong")};
  CHECK(only(runs).outcome == "out wrong");
  CHECK(only(runs).schedule == "s6:seed=3");
  CHECK(only({run(1, "first", 7), run(2, "second", 7), run(3, "second", 1, "out wrong", 1)})
            .outcome == kEqualBits);
}

TEST_CASE("rows of the matrix have their own races", "[campaign]") {
  std::vector<RunOutcome> runs = {run(1, "first", 7), run(2, "second", 7)};
  for (RunOutcome& each : runs) each.row = "dcache=on";
  const std::vector<RaceOutcome> races =
      race_outcomes(runs, {"dcache=off", "dcache=on"}, {{"a", "b"}, {"c"}});
  REQUIRE(races.size() == 3);
  CHECK(races[0].outcome == "only one order seen");
  CHECK(races[2].outcome == kEqualBits);
  CHECK(race_table(races).columns.front().title == "setting");
}
