// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/json_report.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "tests/analysis/report/sample_reports.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;
using nlohmann::json;

TEST_CASE("the JSON report has every key that programs may rely on", "[report]") {
  const json report = json::parse(json_report(test::racy_report()));
  for (const char* key :
       {"version", "program", "seed", "schedule", "verdict", "exit_status", "golden", "findings",
        "tasks", "cycles", "instructions", "events", "wall_seconds", "peak_rss_bytes"}) {
    CAPTURE(key);
    CHECK(report.contains(key));
  }
  CHECK(report["verdict"] == "race");
  CHECK(report["exit_status"] == 66);
  const json& finding = report["findings"][0];
  for (const char* key : {"check", "hazard", "space", "rule", "certainty", "first", "second",
                          "missing_edge", "fix", "count", "replay"}) {
    CAPTURE(key);
    CHECK(finding.contains(key));
  }
  for (const char* key : {"task", "block", "core", "pipe", "op", "source", "range", "cycle"}) {
    CAPTURE(key);
    CHECK(finding["second"].contains(key));
  }
  for (const char* key : {"name", "elements", "mismatched", "first_index", "max_abs", "equal"}) {
    CAPTURE(key);
    CHECK(report["golden"][1].contains(key));
  }
  for (const char* key : {"name", "blocks", "start_cycle", "end_cycle"}) {
    CAPTURE(key);
    CHECK(report["tasks"][0].contains(key));
  }
  for (const char* key : {"build", "load", "simulate", "check", "trace"}) {
    CAPTURE(key);
    CHECK(report["wall_seconds"].contains(key));
  }
}

TEST_CASE("equal runs differ in wall time and memory only", "[report]") {
  RunReport slow = test::racy_report();
  slow.wall = {9, 9, 9, 9, 9};
  slow.peak_rss_bytes = 1;
  json a = json::parse(json_report(test::racy_report()));
  json b = json::parse(json_report(slow));
  CHECK(a != b);
  for (const char* key : {"wall_seconds", "peak_rss_bytes"}) {
    a.erase(key);
    b.erase(key);
  }
  CHECK(a == b);
}

TEST_CASE("infinite and undefined differences are strings, because JSON has no such numbers",
          "[report]") {
  RunReport report = test::racy_report();
  report.golden[0].max_abs = std::numeric_limits<double>::infinity();
  report.golden[1].max_abs = std::numeric_limits<double>::quiet_NaN();
  const json parsed = json::parse(json_report(report));
  CHECK(parsed["golden"][0]["max_abs"] == "inf");
  CHECK(parsed["golden"][1]["max_abs"] == "nan");
}

TEST_CASE("an absent second access is null", "[report]") {
  const json parsed = json::parse(json_report(test::racy_report()));
  CHECK(parsed["findings"][0]["second"].is_object());
  CHECK(parsed["findings"][1]["second"].is_null());
}
