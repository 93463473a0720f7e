// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/verdict.h"

#include <stdexcept>

#include "analysis/result/check_table.h"
#include "tests/analysis/report/sample_reports.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;
using npusim::analysis::test::bare_finding;

TEST_CASE("each check leads to the exit status that the command line promises", "[verdict]") {
  const std::pair<const char*, int> expected[] = {{"race", 66}, {"mem", 66},   {"init", 66},
                                                  {"sync", 67}, {"stall", 67}, {"model", 68}};
  for (const auto& [check, status] : expected) {
    RunReport report;
    report.findings = {bare_finding(check, "")};
    CAPTURE(check);
    CHECK(exit_status_of(report) == status);
  }
}

TEST_CASE("the heaviest status counts: 70, 68, 67, 66, 1", "[verdict]") {
  RunReport report;
  CHECK(exit_status_of(report) == 0);
  report.golden.push_back({});
  report.golden.back().equal = false;
  CHECK(exit_status_of(report) == 1);
  report.findings.push_back(bare_finding("race", ""));
  CHECK(exit_status_of(report) == 66);
  report.findings.push_back(bare_finding("sync", ""));
  report.findings.push_back(bare_finding("mem", ""));
  CHECK(exit_status_of(report) == 67);
  report.lost = {"12 events were dropped"};
  CHECK(exit_status_of(report) == 68);
  report.internal_error = "a queue is negative";
  CHECK(exit_status_of(report) == 70);
}

TEST_CASE("a stall without a finding is still a stall", "[verdict]") {
  RunReport report;
  report.stall = {"AIV 0 S: waits"};
  decide(report);
  CHECK(report.exit_status == 67);
  CHECK(report.verdict == Verdict::Stall);
}

TEST_CASE("a note does not change the verdict", "[verdict]") {
  RunReport report;
  report.findings = {bare_finding("race", "")};
  report.findings[0].severity = Severity::Note;
  decide(report);
  CHECK(report.verdict == Verdict::Clean);
  CHECK(verdict_line(report) ==
        "verdict: clean (exit status 0): 0 findings, 1 note, no output compared");
}

TEST_CASE("a warning does not change the verdict", "[verdict]") {
  RunReport report;
  report.findings = {bare_finding("race", ""), bare_finding("race", "")};
  report.findings[0].severity = Severity::Warning;
  report.findings[1].severity = Severity::Note;
  decide(report);
  CHECK(report.exit_status == 0);
  CHECK(verdict_line(report) ==
        "verdict: clean (exit status 0): 0 findings, 1 warning, 1 note, no output compared");
}

TEST_CASE("a finding of an unknown check is our own bug", "[verdict]") {
  RunReport report;
  report.findings = {bare_finding("astrology", "")};
  CHECK_THROWS_AS(exit_status_of(report), std::logic_error);
}
