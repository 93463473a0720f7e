// SPDX-License-Identifier: Apache-2.0
// Outcomes of many runs: as lines, as groups, as rates.
#include <algorithm>
#include <random>

#include "analysis/campaign/campaign_table.h"
#include "analysis/result/exit_status.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;

namespace {

RunOutcome outcome(std::uint64_t number, const std::string& label, const std::string& row = "") {
  RunOutcome result;
  result.number = number;
  result.row = row;
  result.label = label;
  result.schedule = "s6:seed=" + std::to_string(number);
  return result;
}

}  // namespace

TEST_CASE("Wilson intervals are those of the textbook", "[campaign]") {
  // 6 of 40 and 9 of 25: the field's figures (field-races.md section 2.1), computed elsewhere.
  CHECK(wilson_interval(6, 40).first == Approx(0.0706).margin(0.0001));
  CHECK(wilson_interval(6, 40).second == Approx(0.2907).margin(0.0001));
  CHECK(wilson_interval(9, 25).first == Approx(0.2025).margin(0.0001));
  CHECK(wilson_interval(9, 25).second == Approx(0.5548).margin(0.0001));
  CHECK(wilson_interval(0, 10).first == 0);
  CHECK(wilson_interval(10, 10).second == Approx(1));
}

TEST_CASE("labels name what came of a run, the gravest first", "[campaign]") {
  RunOutcome run;
  CHECK(outcome_label(run, 0) == "pass");
  run.wrong = {{"kv", 3, {0, 1}, {{0, 1}}}, {"cache", 1, {0}, {{0, 1}}}};
  CHECK(outcome_label(run, 0) == "kv, cache wrong");
  run.stall = "no progress";
  CHECK(outcome_label(run, 507046) == "stall 507046");
  run.exit_status = kExitInconclusive;
  CHECK(outcome_label(run, 0) == "inconclusive");
  run.exit_status = kExitInternal;
  CHECK(outcome_label(run, 0) == "a bug in npusim");
}

TEST_CASE("an outcome survives its line, and half a line is refused", "[campaign]") {
  RunOutcome run = outcome(7, "kv wrong", "dcache=on");
  run.wrong = {{"kv", 12, {3, 0, 448}, {{3, 17}, {0, 1}, {448, 512}}}};
  run.exit_status = 1;
  run.cycles = 730201;
  run.digest = ~std::uint64_t{0};
  const std::string line = to_json_line(run);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(outcome_from_json(line) == run);
  for (std::size_t length = 0; length < line.size(); ++length) {
    CHECK_THROWS_AS(outcome_from_json(line.substr(0, length)), std::invalid_argument);
  }
}

TEST_CASE("groups count, widen and keep the first, in whatever order runs end", "[campaign]") {
  std::vector<RunOutcome> runs = {outcome(0, "pass"),         outcome(1, "kv wrong"),
                                  outcome(2, "pass"),         outcome(3, "kv wrong"),
                                  outcome(4, "stall 507046"), outcome(5, "pass")};
  runs[1].wrong = {{"kv", 1, {5, 448}, {{5, 6}, {448, 460}}}};
  runs[3].wrong = {{"kv", 1, {2, 470}, {{2, 3}, {470, 512}}}};
  std::mt19937 random(1);
  for (int i = 0; i < 20; ++i) {
    std::shuffle(runs.begin(), runs.end(), random);
    const std::vector<OutcomeGroup> groups = group_outcomes(runs, {""});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].label == "pass");
    CHECK(groups[0].count == 3);
    CHECK(groups[1].label == "kv wrong");
    CHECK(groups[1].first_schedule == "s6:seed=1");
    CHECK(box_text(groups[1].places[0]) == "kv[2:6, 448:512]");
    CHECK(groups[2].total == 6);
  }
}

TEST_CASE("a matrix has a row of groups for each setting, in the given order", "[campaign]") {
  const std::vector<RunOutcome> runs = {outcome(0, "pass", "b"), outcome(0, "kv wrong", "a")};
  const TextTable table = outcome_table(group_outcomes(runs, {"b", "a"}));
  REQUIRE(table.rows.size() == 2);
  CHECK(table.columns[0].title == "setting");
  CHECK(table.rows[0][0] == "b");
  CHECK(table.rows[1][1] == "kv wrong");
}
