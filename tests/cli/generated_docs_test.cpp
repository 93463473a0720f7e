// SPDX-License-Identifier: Apache-2.0
// docs/knobs.md, docs/rules.md, docs/ops.md and docs/timing.md are what `npusim list ...
// --markdown` prints. To bring them up to date, run the tests with NPUSIM_APPROVE=1.
#include <regex>
#include <set>

#include "analysis/result/check_table.h"
#include "models/arch/contested_rules.h"
#include "models/arch/rules.h"
#include "tests/cli/fake_engine.h"
#include "tests/support/approved.h"

using npusim::cli::test::call;

TEST_CASE("the committed tables are up to date", "[cli][docs]") {
  for (const std::string what : {"knobs", "rules", "ops", "timing"}) {
    const std::filesystem::path file =
        std::filesystem::path(NPUSIM_SOURCE_DIR) / "docs" / (what + ".md");
    npusim::test::require_approved(call({"list", what, "--markdown"}).out, file);
  }
}

TEST_CASE("docs/cli.md names every option", "[cli][docs]") {
  const std::string page =
      npusim::test::read_text(std::filesystem::path(NPUSIM_SOURCE_DIR) / "docs/cli.md");
  const std::regex option("--[a-z][a-z0-9-]*");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"list"}, {"run"}, {"build"}, {"golden", "compare"}, {"explain"}}) {
    std::vector<std::string> arguments = command;
    arguments.push_back("--help");
    const std::string help = call(arguments).out;
    for (std::sregex_iterator it(help.begin(), help.end(), option), end; it != end; ++it) {
      CAPTURE(it->str());
      CHECK(page.find(it->str()) != std::string::npos);
    }
  }
}

TEST_CASE("rules have unique names that no check has, and known certainties", "[cli][docs]") {
  const std::set<std::string_view> certainties = {"certain", "documented", "contested"};
  std::set<std::string_view> ids;
  for (const npusim::RuleInfo& rule : npusim::rules()) {
    CAPTURE(rule.id);
    CHECK(ids.insert(rule.id).second);
    CHECK(npusim::analysis::find_check(rule.id) == nullptr);
    CHECK(certainties.count(rule.certainty) == 1);
  }
}

TEST_CASE("a contested rule has two readings, which its knob takes", "[cli][docs]") {
  for (const npusim::RuleInfo& rule : npusim::rules()) {
    CAPTURE(rule.id);
    const npusim::ContestedRule* const row = npusim::find_contested(rule.id);
    CHECK((row != nullptr) == (rule.certainty == "contested"));
    if (row == nullptr) continue;
    CHECK_NOTHROW(npusim::Knobs().set(row->knob, row->strict.value));
    CHECK_NOTHROW(npusim::Knobs().set(row->knob, row->loose.value));
    CHECK(npusim::Knobs().get(row->knob) == row->loose.value);
  }
}

TEST_CASE("contested rules name a knob that exists", "[cli][docs]") {
  for (const npusim::RuleInfo& rule : npusim::rules()) {
    const auto knob = rule.statement.rfind("Knob ");
    CAPTURE(rule.id);
    if (rule.certainty == "contested") CHECK(knob != std::string_view::npos);
    if (knob == std::string_view::npos) continue;
    const std::string_view name = rule.statement.substr(knob + 5);
    CHECK_NOTHROW(npusim::Knobs().get(name.substr(0, name.size() - 1)));
  }
}
