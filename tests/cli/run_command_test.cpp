// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include <nlohmann/json.hpp>

#include "analysis/result/verdict.h"
#include "tests/cli/fake_engine.h"
#include "tests/support/approved.h"
#include "tests/support/temporary_folder.h"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using npusim::analysis::RunReport;
using npusim::cli::test::Call;
using npusim::cli::test::call;
using npusim::session::RunSettings;

namespace {

RunReport report_with(const std::string& check) {
  RunReport report;
  report.program = "p";
  npusim::analysis::Finding finding;
  finding.check = check;
  report.findings = {finding};
  npusim::analysis::decide(report);
  return report;
}

}  // namespace

TEST_CASE("run passes its options on", "[cli]") {
  const Call result =
      call({"run",           "p",           "--data", "d.json",        "--seed",    "42",
            "--set",         "dcache=off",  "--set",  "queue.depth=4", "--trace",   "t.h5",
            "--trace-local", "--out",       "o",      "--checks",      "init,race", "--contested",
            "error",         "--no-golden", "--quiet"});
  REQUIRE(result.settings.has_value());
  const RunSettings& settings = *result.settings;
  CHECK(settings.program == "p");
  CHECK(settings.data == "d.json");
  CHECK(settings.schedule.seed == 42);
  CHECK(settings.knobs.get("dcache") == "off");
  CHECK(settings.knobs.get("queue.depth") == "4");
  CHECK(settings.set ==
        std::vector<std::pair<std::string, std::string>>{{"dcache", "off"}, {"queue.depth", "4"}});
  CHECK(settings.contested_errors);
  CHECK(settings.trace == "t.h5");
  CHECK(settings.trace_local);
  CHECK(settings.out == "o");
  CHECK(settings.checks == std::vector<std::string>{"race", "init"});
  CHECK_FALSE(settings.golden);
}

TEST_CASE("without options everything is checked and compared", "[cli]") {
  const Call result = call({"run", "p"});
  REQUIRE(result.settings.has_value());
  CHECK(result.settings->checks == std::vector<std::string>{"race", "mem", "init", "sync"});
  CHECK(result.settings->golden);
  CHECK_FALSE(result.settings->contested_errors);
  CHECK_FALSE(result.settings->data.has_value());
  CHECK_FALSE(result.settings->trace.has_value());
  CHECK(call({"run", "p", "--checks", "none"}).settings->checks.empty());
}

TEST_CASE("the exit status of run is the report's", "[cli]") {
  CHECK(call({"run", "p"}).exit_status == 0);
  CHECK(call({"run", "p"}, report_with("mem")).exit_status == 66);
  CHECK(call({"run", "p"}, report_with("sync")).exit_status == 67);
  CHECK(call({"run", "p"}, report_with("model")).exit_status == 68);
}

TEST_CASE("bad input exits with 3 and tells what to do", "[cli]") {
  const Call result = call({"run", "missing"});
  CHECK(result.exit_status == 3);
  CHECK(result.out.empty());
  CHECK_THAT(result.err,
             Contains("missing/data.json") && Contains("args[0].dtype") && Contains("choose one"));
}

TEST_CASE("our own bugs exit with 70", "[cli]") {
  const Call result = call({"run", "broken"});
  CHECK(result.exit_status == 70);
  CHECK_THAT(result.err, Contains("a bug in npusim"));
}

TEST_CASE("results go to stdout and progress to stderr", "[cli]") {
  const Call result = call({"run", "p"}, report_with("race"));
  CHECK_THAT(result.out, Contains("verdict: race (exit status 66)"));
  CHECK_THAT(result.err, StartsWith("npusim: simulate, 4 tasks, "));
  const Call quiet = call({"run", "p", "--quiet"}, report_with("race"));
  CHECK_THAT(quiet.out, StartsWith("verdict: race"));
  CHECK(quiet.err.empty());
}

TEST_CASE("a report on stdout stands there alone", "[cli]") {
  const Call result = call({"run", "p", "--report", "json=-"}, report_with("race"));
  CHECK(nlohmann::json::parse(result.out)["verdict"] == "race");
}

TEST_CASE("reports go to the files that were asked for", "[cli]") {
  const npusim::test::TemporaryFolder folder;
  const std::string json = (folder / "a.json").string(), markdown = (folder / "b.md").string();
  const Call result = call({"run", "p", "--report", "json=" + json, "--report", "md=" + markdown});
  CHECK(result.exit_status == 0);
  CHECK_THAT(result.out, Contains("verdict: clean"));
  CHECK(nlohmann::json::parse(npusim::test::read_text(json))["exit_status"] == 0);
  CHECK_THAT(npusim::test::read_text(markdown), StartsWith("# npusim"));
}

TEST_CASE("a run that fails before it starts leaves reports that say why", "[cli]") {
  const npusim::test::TemporaryFolder folder;
  const std::string json = (folder / "a.json").string();
  CHECK(call({"run", "missing", "--report", "json=" + json}).exit_status == 3);
  const auto report = nlohmann::json::parse(npusim::test::read_text(json));
  CHECK(report["exit_status"] == 3);
  CHECK_THAT(report["lost"][0].get<std::string>(), Contains("missing/data.json"));
}

TEST_CASE("a command that is refused leaves no empty file", "[cli]") {
  const npusim::test::TemporaryFolder folder;
  const std::string json = (folder / "a.json").string();
  CHECK(call({"run", "p", "--report", "json=" + json, "--report", "pdf=x"}).exit_status == 2);
  CHECK(call({"trace", "export", "/no/such.h5", "--out", json}).exit_status == 3);
  CHECK_FALSE(std::filesystem::exists(json));
}

TEST_CASE("a report file that cannot be written stops the command before the run", "[cli]") {
  const Call result = call({"run", "p", "--report", "json=/no/such/folder/x.json"});
  CHECK(result.exit_status == 3);
  CHECK_FALSE(result.settings.has_value());
  CHECK_THAT(result.err, Contains("/no/such/folder/x.json"));
}
