// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/suppressions.h"

#include <filesystem>
#include <fstream>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

std::vector<Suppression> from_text(const std::string& text) {
  const npusim::test::TemporaryFolder folder;
  return load_suppressions(folder.write("suppressions.json", text));
}

Finding finding(const std::string& rule, const SourcePlace& source) {
  Finding result;
  result.check = "race";
  result.rule = rule;
  result.first.source = source;
  return result;
}

const char* const kOne = R"({"version": 1, "suppressions": [
  {"rule": "gm.store_visible", "first": "a.cpp:7", "reason": "r", "expires": "2026-12-31"}]})";

}  // namespace

TEST_CASE("a suppression removes what it names until its last day", "[suppressions]") {
  const auto rows = from_text(kOne);
  const std::vector<Finding> findings = {finding("gm.store_visible", {"a.cpp", 7}),
                                         finding("flag.orders", {"a.cpp", 7})};
  const auto last_day = apply(rows, findings, "2026-12-31");
  REQUIRE(last_day.suppressed == 1);
  REQUIRE(last_day.findings.size() == 1);
  REQUIRE(last_day.findings[0].rule == "flag.orders");
  REQUIRE(last_day.problems.empty());
  const auto day_after = apply(rows, findings, "2027-01-01");
  REQUIRE(day_after.findings.size() == 2);
  REQUIRE(day_after.problems.size() == 1);
}

TEST_CASE("a suppression that matches nothing is a problem", "[suppressions]") {
  REQUIRE(apply(from_text(kOne), {}, "2026-01-01").problems.size() == 1);
}

TEST_CASE("suppressions give a reason, a date and something to match", "[suppressions]") {
  const auto row = [](const std::string& fields) {
    return from_text(R"({"version": 1, "suppressions": [{)" + fields + "}]}");
  };
  REQUIRE_THROWS_AS(row(R"("rule": "x", "expires": "2026-12-31")"), InputError);
  REQUIRE_THROWS_AS(row(R"("rule": "x", "reason": "r", "expires": "soon")"), InputError);
  REQUIRE_THROWS_AS(row(R"("reason": "r", "expires": "2026-12-31")"), InputError);
  REQUIRE_THROWS_AS(row(R"("rul": "x", "reason": "r", "expires": "2026-12-31")"), InputError);
  REQUIRE_THROWS_AS(from_text("{}"), InputError);
}

TEST_CASE("a suppression with a word that no finding has names what is near", "[suppressions]") {
  const auto error_of = [](const std::string& field) -> std::string {
    try {
      from_text(R"({"version": 1, "suppressions": [{)" + field +
                R"(, "reason": "r", "expires": "2026-12-31"}]})");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  REQUIRE(error_of(R"("check": "race")").empty());
  REQUIRE(error_of(R"("hazard": "flag-leak")").empty());
  REQUIRE_THAT(error_of(R"("check": "rase")"), Catch::Contains("did you mean 'race'?"));
  REQUIRE_THAT(error_of(R"("rule": "gm.store_visibel")"),
               Catch::Contains("did you mean 'gm.store_visible'?"));
  REQUIRE_THAT(error_of(R"("hazard": "RAV")"), Catch::Contains("did you mean 'RAW'"));
  REQUIRE_THAT(error_of(R"("hazzard": "RAW")"), Catch::Contains("did you mean 'hazard'?"));
}
