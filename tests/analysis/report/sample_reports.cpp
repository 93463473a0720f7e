// SPDX-License-Identifier: Apache-2.0
#include "tests/analysis/report/sample_reports.h"

#include "analysis/result/verdict.h"
#include "tests/support/access_sites.h"

namespace npusim::analysis::test {
namespace {

RunReport base_report() {
  RunReport report;
  report.version = "1.2.3";
  report.program = "races/tci_iota";
  report.seed = 7;
  report.knobs = {{"dcache", "on"}, {"v.interlock", "none"}};
  report.checks = {"race", "mem", "init"};
  report.cycles = 20480;
  report.instructions = 321;
  report.events = 4567;
  report.wall = {0.5, 0.25, 1.5, 0.125, 0};
  report.peak_rss_bytes = 104857600;
  return report;
}

AccessSite tci_store() {
  AccessSite site;
  site.task = "rmsnorm_rope";
  site.block = 2;
  site.agent = agent_of(kAicCount + 3, Pipe::S);
  site.op = npusim::test::operation("store_ub", "TCI");
  site.source = {"kernels/aiv/rmsnorm_rope.cpp", 118};
  site.range = npusim::test::local_range(MemSpace::UB, 27072, 27136);
  site.is_write = true;
  site.cycle = 10432;
  return site;
}

Finding scalar_store_race() {
  Finding finding;
  finding.check = "race";
  finding.hazard = "RAW";
  finding.space = "UB";
  finding.rule = "ub.scalar_store_posted";
  finding.certainty = "documented";
  finding.first = tci_store();
  finding.second = finding.first;
  finding.second.agent = agent_of(kAicCount + 3, Pipe::V);
  finding.second.op = npusim::test::operation("vmuls", "TMULS");
  finding.second.source = {"kernels/aiv/rmsnorm_rope.cpp", 120};
  finding.second.is_write = false;
  finding.second.cycle = 10450;
  finding.missing_edge = "a flag from S to V between TCI and TMULS";
  finding.fix = "set_flag(PIPE_S, PIPE_V, EVENT_ID0) and its wait_flag after TCI";
  finding.message = "TMULS may read the iota row before TCI's scalar stores are visible.";
  finding.count = 16;
  finding.replay = "npusim run races/tci_iota --seed 7";
  return finding;
}

Finding atomic_note() {
  Finding finding = bare_finding("race", "The order of atomic additions is free.");
  finding.hazard = "WAW";
  finding.space = "GM";
  finding.rule = "gm.atomic_order_free";
  finding.certainty = "certain";
  finding.severity = Severity::Note;
  finding.first = tci_store();
  finding.first.op = npusim::test::operation("copy_ubuf_to_gm_align", "TSTORE");
  finding.first.agent = agent_of(kAicCount + 3, Pipe::MTE3);
  finding.first.range = npusim::test::tensor_range("sum", {{0, 64}});
  return finding;
}

}  // namespace

Finding bare_finding(const std::string& check, const std::string& message) {
  Finding finding;
  finding.check = check;
  finding.message = message;
  return finding;
}

RunReport clean_report() {
  RunReport report = base_report();
  report.golden = {{"kv", "float32", {16, 64}, 1024, 0, {}, 0, {}, true, "bits", {}}};
  report.tasks = {{"kv_score_proj", 24, 100, 5100, true, {{"M", 0.5}, {"MTE2", 0.875}}},
                  {"rmsnorm_rope", 16, 5600, 20480, true, {{"S", 0.25}, {"V", 0.0625}}}};
  decide(report);
  return report;
}

RunReport racy_report() {
  RunReport report = clean_report();
  report.schedule = "7:front_end.3=12";
  report.findings = {scalar_store_race(), atomic_note()};
  report.golden.push_back(
      {"normed_kv", "bfloat16", {16, 512}, 8192, 64, {3, 448}, 1.25, {}, false, "bits", {}});
  decide(report);
  return report;
}

RunReport stalled_report() {
  RunReport report = base_report();
  report.stall_reason = "no scheduler thread made progress: code 100, host 507046";
  report.stall = {"AIV 3 S: wait_flag(V, S, 0) at kernels/aiv/hang.cpp:9, never set",
                  "scheduler 1: waits for AIV 3, hang block 0"};
  report.findings = {bare_finding("stall", "The run cannot go on at cycle 20480.")};
  decide(report);
  return report;
}

}  // namespace npusim::analysis::test
