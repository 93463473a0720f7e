// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/junit_report.h"

#include "tests/analysis/report/sample_reports.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;
using Catch::Matchers::Contains;

TEST_CASE("every check and every output is a test case", "[report]") {
  const std::string xml = junit_report(test::racy_report());
  for (const char* name : {"check.race", "check.mem", "check.init", "check.sync", "check.stall",
                           "check.model", "check.suppression", "golden.kv", "golden.normed_kv"}) {
    CAPTURE(name);
    CHECK_THAT(xml, Contains("name=\"" + std::string(name) + "\""));
  }
  CHECK_THAT(xml, Contains("tests=\"9\" failures=\"2\" errors=\"0\" skipped=\"1\""));
}

TEST_CASE("a check that was turned off is skipped, not passed", "[report]") {
  CHECK_THAT(junit_report(test::clean_report()),
             Contains("name=\"check.sync\">\n      <skipped message="));
}

TEST_CASE("markup in messages cannot break the file", "[report]") {
  RunReport report = test::clean_report();
  report.findings = {test::bare_finding("mem", "a<b> & \"c\" \x01")};
  CHECK_THAT(junit_report(report), Contains("a&lt;b&gt; &amp; &quot;c&quot; ?"));
}
