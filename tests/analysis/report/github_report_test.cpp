// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/github_report.h"

#include <sstream>

#include "analysis/result/verdict.h"
#include "tests/analysis/report/sample_reports.h"
#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::size_t count_starting(const std::vector<std::string>& lines, const std::string& prefix) {
  std::size_t count = 0;
  for (const std::string& line : lines) count += line.rfind(prefix, 0) == 0 ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("annotations stay within what a step shows, and the last line tells the total",
          "[report]") {
  RunReport report = test::clean_report();
  Finding note = test::bare_finding("race", "harmless");
  note.severity = Severity::Note;
  report.findings.assign(30, note);
  for (int i = 0; i < 12; ++i) report.findings.push_back(test::bare_finding("mem", "serious"));
  decide(report);
  const std::vector<std::string> lines = lines_of(github_report(report));
  CHECK(count_starting(lines, "::error ") == 10);
  CHECK(count_starting(lines, "::notice ") == 10);
  CHECK(lines.front().rfind("::error ", 0) == 0);
  CHECK(lines.back().find("19 of 42 annotations are shown") != std::string::npos);
}

TEST_CASE("characters with a meaning in workflow commands are escaped", "[report]") {
  RunReport report = test::clean_report();
  report.findings = {test::bare_finding("mem", "100% wrong\nsecond line")};
  report.findings[0].first.source = {"a,b.cpp", 7};
  report.findings[0].first.op = npusim::test::operation("vadd", "TADD");
  decide(report);
  const std::string first = lines_of(github_report(report)).front();
  CHECK(first.find("file=a%2Cb.cpp,line=7::100%25 wrong%0Asecond line%0A") != std::string::npos);
}
