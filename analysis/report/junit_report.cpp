// SPDX-License-Identifier: Apache-2.0
// No test case has a time: equal runs give equal files.
#include "analysis/report/junit_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "analysis/report/finding_text.h"
#include "analysis/report/report_tables.h"
#include "analysis/report/xml_escape.h"
#include "analysis/result/check_table.h"
#include "analysis/result/verdict.h"

namespace npusim::analysis {
namespace {

enum class Outcome : unsigned char { Passed, Failed, Skipped };

struct TestCase {
  std::string name;
  Outcome outcome = Outcome::Passed;
  std::string message;  ///< of a failure or a skip
  std::string details;
};

std::string details_of(const Finding& finding) {
  std::string text = title_of(finding) + " [" + basis_of(finding) + "] " + finding.message + "\n";
  for (const AccessSite* site : {&finding.first, &finding.second}) {
    if (!present(*site)) continue;
    text += fmt::format("  {} at {} in {}\n", access_phrase(*site), text_of(site->source),
                        place_phrase(*site));
  }
  if (!finding.missing_edge.empty()) text += "  missing edge: " + finding.missing_edge + "\n";
  if (!finding.fix.empty()) text += "  fix: " + finding.fix + "\n";
  if (!finding.replay.empty()) text += "  replay: " + finding.replay + "\n";
  return text;
}

/// What the run says about a check beyond its findings.
std::vector<std::string> other_failures(const RunReport& report, const CheckInfo& check) {
  std::vector<std::string> lines;
  if (check.id == "stall") {
    if (!report.stall_reason.empty()) lines.push_back(report.stall_reason);
    lines.insert(lines.end(), report.stall.begin(), report.stall.end());
  } else if (check.id == "model") {
    lines = report.lost;
    if (!report.internal_error.empty()) lines.push_back(report.internal_error);
  }
  return lines;
}

TestCase check_case(const RunReport& report, const CheckInfo& check) {
  TestCase result{"check." + std::string(check.id)};
  const bool on = !check.selectable || std::find(report.checks.begin(), report.checks.end(),
                                                 check.id) != report.checks.end();
  std::size_t failures = 0;
  for (const Finding& finding : report.findings) {
    if (finding.check != check.id || finding.severity != Severity::Error) continue;
    if (failures++ == 0) result.message = title_of(finding);
    result.details += details_of(finding);
  }
  for (const std::string& line : other_failures(report, check)) {
    if (failures++ == 0) result.message = line;
    result.details += line + "\n";
  }
  if (failures > 0) {
    result.outcome = Outcome::Failed;
  } else if (!on) {
    result.outcome = Outcome::Skipped;
    result.message = "turned off by --checks";
  }
  return result;
}

TestCase golden_case(const GoldenComparison& output) {
  TestCase result{"golden." + output.name};
  if (output.equal) return result;
  result.outcome = Outcome::Failed;
  result.message = fmt::format("{} of {} elements differ, the first at {}", output.mismatched,
                               output.elements, index_text(output.first_index));
  result.details =
      fmt::format("compared by {}, largest difference {:.6g}\n", output.mode, output.max_abs);
  return result;
}

std::string case_xml(const std::string& suite, const TestCase& test) {
  std::string xml = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", xml_escape(suite),
                                xml_escape(test.name));
  if (test.outcome == Outcome::Passed) return xml + "/>\n";
  const std::string message = xml_escape(test.message);
  if (test.outcome == Outcome::Skipped) {
    return xml + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", message);
  }
  return xml + fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                           message, xml_escape(test.details));
}

}  // namespace

std::string junit_report(const RunReport& report) {
  std::vector<TestCase> tests;
  for (const CheckInfo& check : checks()) {
    if (check.id != "golden") tests.push_back(check_case(report, check));
  }
  for (const GoldenComparison& output : report.golden) tests.push_back(golden_case(output));

  const auto count = [&tests](Outcome outcome) {
    return std::count_if(tests.begin(), tests.end(),
                         [outcome](const TestCase& test) { return test.outcome == outcome; });
  };
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\"", tests.size(),
                  count(Outcome::Failed), count(Outcome::Skipped));
  const std::string suite = "npusim." + report.program;
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml += fmt::format("<testsuites {}>\n", counts);
  xml += fmt::format("  <testsuite name=\"{}\" {}>\n", xml_escape(suite), counts);
  for (const TestCase& test : tests) xml += case_xml(suite, test);
  xml += fmt::format("    <system-out>{}</system-out>\n", xml_escape(verdict_line(report)));
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace npusim::analysis
