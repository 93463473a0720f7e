// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/plan_text.h"

#include "session/campaign/strategies.h"
#include "session/run/usage_error.h"
#include "tests/support/catch.h"

using namespace npusim;

TEST_CASE("a plan comes back from the process that made it", "[session][campaign]") {
  Plan plan = random_plan(7, 3);
  plan.note = "a note";
  plan.races = {{{agent_of(24, Pipe::V), 100, true, false, 12},
                 {agent_of(25, Pipe::MTE3), 90, false, true, 13},
                 "RAW in UB: TADD a.cpp:1, TMULS a.cpp:2"}};
  plan.about = {{0}, {}, {0}};
  const Plan read = session::plan_from_text(session::to_text(plan));
  CHECK(read.note == plan.note);
  CHECK(read.schedules == plan.schedules);
  CHECK(read.about == plan.about);
  REQUIRE(read.races.size() == 1);
  CHECK(read.races[0].text == plan.races[0].text);
  CHECK(read.races[0].second.instruction == 13);
}

TEST_CASE("strategies are found by name, and only those", "[session][campaign]") {
  for (const session::Strategy& strategy : session::strategies()) {
    CHECK(&session::find_strategy(std::string(strategy.name)) == &strategy);
    CHECK((strategy.from_seeds == nullptr) != (strategy.from_profile == nullptr));
  }
  CHECK_THROWS_AS(session::find_strategy("randon"), session::UsageError);
}
