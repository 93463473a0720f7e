// SPDX-License-Identifier: Apache-2.0
// The requirements of SARIF 2.1.0 that consumers check, and the limits of GitHub code scanning.
#include "analysis/report/sarif_report.h"

#include <set>

#include <nlohmann/json.hpp>

#include "analysis/result/verdict.h"
#include "tests/analysis/report/sample_reports.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;
using nlohmann::json;

namespace {

void check_message(const json& message) {
  REQUIRE(message.is_object());
  CHECK(message.at("text").is_string());
}

void check_location(const json& location) {
  REQUIRE(location.is_object());
  if (!location.contains("physicalLocation")) return;
  const json& physical = location["physicalLocation"];
  CHECK_FALSE(physical.at("artifactLocation").at("uri").get<std::string>().empty());
  if (physical.contains("region")) CHECK(physical["region"].at("startLine") >= 1);
}

/// sections 3.14, 3.19, 3.27, 3.36 to 3.38 and 3.49 of the standard
void check_run(const json& run) {
  const json& driver = run.at("tool").at("driver");
  CHECK(driver.at("name") == "npusim");
  std::set<std::string> ids;
  for (const json& rule : driver.at("rules")) {
    CHECK(ids.insert(rule.at("id").get<std::string>()).second);
    check_message(rule.at("shortDescription"));
  }
  for (const json& invocation : run.at("invocations")) {
    REQUIRE(invocation.at("executionSuccessful").is_boolean());
    for (const json& notification : invocation.at("toolExecutionNotifications")) {
      check_message(notification.at("message"));
    }
  }
  const std::set<std::string> levels = {"none", "note", "warning", "error"};
  for (const json& result : run.at("results")) {
    check_message(result.at("message"));
    CHECK(levels.count(result.at("level")) == 1);
    const json& rule = driver["rules"].at(result.at("ruleIndex").get<std::size_t>());
    CHECK(rule["id"] == result.at("ruleId"));
    for (const json& location : result.at("locations")) check_location(location);
    if (result.contains("relatedLocations")) {
      for (const json& location : result["relatedLocations"]) {
        check_location(location);
        CHECK(location.at("id") >= 0);
      }
    }
    for (const json& flow : result.at("codeFlows")) {
      REQUIRE(flow.at("threadFlows").size() >= 1);
      for (const json& thread : flow["threadFlows"]) {
        REQUIRE(thread.at("locations").size() >= 1);
        for (const json& step : thread["locations"]) check_location(step.at("location"));
      }
    }
    for (const auto& print : result.at("partialFingerprints")) CHECK(print.is_string());
  }
}

json sarif_of(const RunReport& report) { return json::parse(sarif_report(report)); }

std::string fingerprint(const json& log, std::size_t result) {
  return log["runs"][0]["results"][result]["partialFingerprints"]["npusimSites/v1"];
}

}  // namespace

TEST_CASE("SARIF logs have the structure that the standard requires", "[report]") {
  for (const RunReport& report :
       {test::racy_report(), test::clean_report(), test::stalled_report()}) {
    const json log = sarif_of(report);
    CHECK(log.at("version") == "2.1.0");
    REQUIRE(log.at("runs").size() == 1);
    check_run(log["runs"][0]);
  }
}

TEST_CASE("a race is one result with a thread flow for each access", "[report]") {
  const json log = sarif_of(test::racy_report());
  const json& result = log["runs"][0]["results"][0];
  REQUIRE(result["codeFlows"].size() == 1);
  const json& flows = result["codeFlows"][0]["threadFlows"];
  REQUIRE(flows.size() == 2);
  CHECK(flows[0]["id"] == "AIV 3 S");
  CHECK(flows[1]["id"] == "AIV 3 V");
  REQUIRE(result["relatedLocations"].size() == 1);
  CHECK(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 120);
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] ==
        "kernels/aiv/rmsnorm_rope.cpp");
}

TEST_CASE("fingerprints survive line moves but not another site", "[report]") {
  RunReport moved = test::racy_report();
  moved.findings[0].first.source = {"kernels/aiv/rmsnorm_rope.cpp", 200};
  RunReport other = test::racy_report();
  other.findings[0].first.source = {"kernels/aiv/softmax_pool.cpp", 118};
  const std::string original = fingerprint(sarif_of(test::racy_report()), 0);
  CHECK(fingerprint(sarif_of(moved), 0) == original);
  CHECK(fingerprint(sarif_of(other), 0) != original);
}

TEST_CASE("findings at equal sites keep different fingerprints", "[report]") {
  RunReport report = test::racy_report();
  report.findings[1] = report.findings[0];
  const json log = sarif_of(report);
  CHECK(fingerprint(log, 0) != fingerprint(log, 1));
}

TEST_CASE("results beyond the limit are announced, and errors stay", "[report]") {
  RunReport report = test::clean_report();
  Finding note = test::bare_finding("race", "harmless");
  note.severity = Severity::Note;
  report.findings.assign(25000, note);
  report.findings.push_back(test::bare_finding("mem", "serious"));
  decide(report);
  const json log = sarif_of(report);
  const json& run = log["runs"][0];
  REQUIRE(run["results"].size() == 25000);
  CHECK(run["results"][0]["level"] == "error");
  const json& notifications = run["invocations"][0]["toolExecutionNotifications"];
  REQUIRE(notifications.size() == 1);
  CHECK(notifications[0]["message"]["text"].get<std::string>().rfind("1 findings", 0) == 0);
}

TEST_CASE("absolute and unusual file names become valid URIs", "[report]") {
  RunReport report = test::racy_report();
  report.findings[0].first.source = {"/home/me/my kernel#1.cpp", 3};
  const json log = sarif_of(report);
  const json& artifact =
      log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
  CHECK(artifact["uri"] == "file:///home/me/my%20kernel%231.cpp");
  CHECK_FALSE(artifact.contains("uriBaseId"));
}
