// SPDX-License-Identifier: Apache-2.0
// What a suite came to, in each format.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/report/table.h"
#include "analysis/report/xml_escape.h"
#include "session/suite/suite.h"

namespace npusim::session {
namespace {

using Outcome = SuiteResult::Outcome;
using Json = nlohmann::ordered_json;

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::Passed:
      return "passed";
    case Outcome::Failed:
      return "FAILED";
    case Outcome::Skipped:
      return "skipped";
  }
  return "";
}

std::size_t count(const std::vector<SuiteResult>& results, Outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [&](const SuiteResult& result) { return result.outcome == outcome; }));
}

std::string total(const std::vector<SuiteResult>& results) {
  return fmt::format("{} programs: {} passed, {} failed, {} skipped", results.size(),
                     count(results, Outcome::Passed), count(results, Outcome::Failed),
                     count(results, Outcome::Skipped));
}

analysis::TextTable table_of(const std::vector<SuiteResult>& results) {
  analysis::TextTable table{{{"program"}, {"outcome"}, {"verdict"}, {"why"}}, {}};
  for (const SuiteResult& result : results) {
    table.rows.push_back({result.program, std::string(name(result.outcome)), result.verdict,
                          fmt::format("{}", fmt::join(result.problems, "; "))});
  }
  return table;
}

}  // namespace

std::string suite_text(const std::vector<SuiteResult>& results) {
  return analysis::text_table(table_of(results), 0) + "\n" + total(results) + "\n";
}

std::string suite_markdown(const std::vector<SuiteResult>& results) {
  return "# npusim suite\n\n" + total(results) + "\n\n" +
         analysis::markdown_table(table_of(results));
}

std::string suite_junit(const std::vector<SuiteResult>& results) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuite name=\"npusim suite\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n",
      results.size(), count(results, Outcome::Failed), count(results, Outcome::Skipped));
  for (const SuiteResult& result : results) {
    text += fmt::format("  <testcase classname=\"npusim\" name=\"{}\" time=\"{:.3f}\">\n",
                        analysis::xml_escape(result.program), result.seconds);
    const std::string why =
        analysis::xml_escape(fmt::format("{}", fmt::join(result.problems, "; ")));
    if (result.outcome == Outcome::Failed) {
      text += fmt::format("    <failure message=\"{}\">{}</failure>\n", why,
                          analysis::xml_escape(result.output));
    } else if (result.outcome == Outcome::Skipped) {
      text += fmt::format("    <skipped message=\"{}\"/>\n", why);
    }
    text += "  </testcase>\n";
  }
  return text + "</testsuite>\n";
}

/// One run for each program, as its own report has it.
std::string suite_sarif(const std::vector<SuiteResult>& results) {
  Json merged;
  for (const SuiteResult& result : results) {
    const Json own = Json::parse(result.sarif, nullptr, false);
    if (!own.is_object() || !own.contains("runs")) continue;
    if (merged.is_null()) {
      merged = own;
      merged["runs"] = Json::array();
    }
    for (const Json& run : own["runs"]) merged["runs"].push_back(run);
  }
  if (merged.is_null()) merged = {{"version", "2.1.0"}, {"runs", Json::array()}};
  return merged.dump(2) + "\n";
}

std::string suite_json(const std::vector<SuiteResult>& results) {
  Json programs = Json::array();
  for (const SuiteResult& result : results) {
    programs.push_back(
        {{"program", result.program},
         {"outcome", result.outcome == Outcome::Failed ? "failed" : name(result.outcome)},
         {"verdict", result.verdict},
         {"exit_status", result.exit_status},
         {"problems", result.problems},
         {"findings", result.findings}});
  }
  return Json{{"version", 1},
              {"passed", count(results, Outcome::Passed)},
              {"failed", count(results, Outcome::Failed)},
              {"skipped", count(results, Outcome::Skipped)},
              {"programs", programs}}
             .dump(2) +
         "\n";
}

}  // namespace npusim::session
