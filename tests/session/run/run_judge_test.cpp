// SPDX-License-Identifier: Apache-2.0
#include "session/run/run_judge.h"

#include "analysis/result/verdict.h"
#include "analysis/timeline/event_tee.h"
#include "tests/support/catch.h"
#include "tests/support/event_script.h"

using namespace npusim;
using namespace npusim::session;

namespace {

/// Two pipes of a core touch the same bytes without a flag.
analysis::RunReport judged(const JudgeSettings& settings,
                           const std::vector<analysis::Suppression>& accepted = {},
                           bool* has_picture = nullptr) {
  const test::ScriptSources sources;
  RunJudge judge(settings, Knobs(), sources);
  analysis::EventTee all(judge.sinks());
  test::EventScript script(all);
  script.task(0, "gemm");
  auto core = script.core(24);
  core.start(0);
  core.op(Pipe::MTE2, "copy_gm_to_ubuf_align").writes(MemSpace::UB, 0, 64);
  core.op(Pipe::V, "vadd").reads(MemSpace::UB, 0, 64).writes(MemSpace::UB, 256, 64);
  core.end();
  analysis::RunReport report;
  judge.report_into(report, "npusim run p", accepted, "2026-01-01");
  const auto picture = judge.picture(report, "npusim run p");
  if (has_picture != nullptr) *has_picture = picture != nullptr;
  return report;
}

}  // namespace

TEST_CASE("findings come with the command that replays them, tasks with their times",
          "[session][run_judge]") {
  const analysis::RunReport report = judged({{"race"}, false, false});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].hazard == "RAW");
  CHECK(report.findings[0].replay == "npusim run p");
  REQUIRE(report.tasks.size() == 1);
  CHECK(report.tasks[0].name == "gemm");
}

TEST_CASE("without checks nothing is found, and tasks are still there", "[session][run_judge]") {
  const analysis::RunReport report = judged({{}, false, false});
  CHECK(report.findings.empty());
  CHECK(report.tasks.size() == 1);
}

TEST_CASE("accepted findings are taken out, and an entry that holds no longer is one",
          "[session][run_judge]") {
  analysis::Suppression accepted;
  accepted.check = "race";
  accepted.reason = "known";
  accepted.expires = "2026-12-31";
  CHECK(judged({{"race"}, false, false}, {accepted}).findings.empty());
  analysis::Suppression unused = accepted;
  unused.hazard = "WAW";
  const analysis::RunReport report = judged({{"race"}, false, false}, {accepted, unused});
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].check == "suppression");
}

TEST_CASE("there is a picture if a report draws", "[session][run_judge]") {
  bool has_picture = true;
  judged({{"race"}, false, false}, {}, &has_picture);
  CHECK_FALSE(has_picture);
  judged({{"race"}, false, true}, {}, &has_picture);
  CHECK(has_picture);
}

namespace {

/// A cube core reads outside of L0C, and stops; a vector core waits for its flag. `also`: a core of
/// another task never ends either.
analysis::RunReport stalled(const std::vector<std::string>& checks, bool also = false) {
  const test::ScriptSources sources;
  RunJudge judge({checks, false, false}, Knobs(), sources);
  analysis::EventTee all(judge.sinks());
  test::EventScript script(all);
  script.task(0, "gemm");
  script.task(1, "other");
  script.core(0).start(0);
  script.core(24).start(0);
  if (also) script.core(25).start(1);
  script.fault(FaultEvent::Kind::OutOfBounds, 0, "reads L0C");
  SyncEvent wait;  // that nothing came to
  wait.kind = SyncKind::CrossCoreWait;
  wait.agent = agent_of(24, Pipe::S);
  wait.peer = agent_of(0, Pipe::FIX);
  wait.id = 3;
  wait.block.task = 0;
  all.on_sync(wait);
  analysis::RunReport report;
  report.stall_reason = "the run stalls";
  judge.report_into(report, "npusim run p", {}, "2026-01-01");
  analysis::decide(report);
  return report;
}

}  // namespace

TEST_CASE("a stall that only follows from an access outside of memory is no cause of its own",
          "[session][run_judge]") {
  const analysis::RunReport report = stalled({"mem", "sync"});
  CHECK(report.exit_status == analysis::kExitRace);
  REQUIRE(report.findings.size() == 1);
  CHECK(report.findings[0].hazard == "out-of-bounds");
  CHECK(report.findings[0].follows ==
        std::vector<std::string>{"the run stalls: AIC 0 and 1 more never end their blocks"});
}

TEST_CASE("a stall counts if its cause is not told, or is not the only one",
          "[session][run_judge]") {
  CHECK(stalled({"race"}).exit_status == analysis::kExitStall);
  CHECK(stalled({"mem", "sync"}, true).exit_status == analysis::kExitStall);
}
