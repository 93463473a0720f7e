// SPDX-License-Identifier: Apache-2.0
// What a terminal shows is the text report, with colours and source lines added to it.
#include "analysis/report/terminal_report.h"

#include <regex>

#include "analysis/report/text_report.h"
#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;

namespace {

std::string without_colours(const std::string& text) {
  return std::regex_replace(text, std::regex("\x1b\\[[0-9;]*m"), "");
}

RunReport with_finding(const SourcePlace& source) {
  RunReport report;
  Finding finding;
  finding.check = "mem";
  finding.hazard = "out-of-bounds";
  finding.first.op = npusim::test::operation("copy_gm_to_ubuf_align", "TLOAD");
  finding.first.source = source;
  finding.fix = "keep it inside";
  report.findings.push_back(finding);
  return report;
}

}  // namespace

TEST_CASE("without the colours it is the text report", "[report][terminal]") {
  const RunReport report = with_finding({"k.cpp", 7});
  CHECK(without_colours(terminal_report(report)) == text_report(report));
  CHECK(terminal_report(report).find("\x1b[1;31mERROR: out-of-bounds") != std::string::npos);
  CHECK(terminal_report(report).find("\x1b[1mfix:\x1b[0m") != std::string::npos);
}

TEST_CASE("a finding's line stands below it between its neighbours", "[report][terminal]") {
  RunReport report = with_finding({"k.cpp", 7});
  report.excerpts = {{"other.cpp", 6, {"x", "y"}}, {"k.cpp", 5, {"five", "six", "seven", "eight"}}};
  const std::string text = without_colours(terminal_report(report));
  CHECK(text.find("    6  | six\n    7> | seven\n    8  | eight\n") != std::string::npos);
  CHECK(text.find("five") == std::string::npos);
  CHECK(text_report(report).find("seven") == std::string::npos);
}
