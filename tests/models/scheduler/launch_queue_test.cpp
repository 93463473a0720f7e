// SPDX-License-Identifier: Apache-2.0
// Launches run one after the other, their blocks in rounds on the cores of their kind.
#include "models/scheduler/launch_queue.h"

#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

struct LaunchBench {
  LaunchBench() {
    for (unsigned core = 0; core < kCoreCount; ++core) {
      cores.push_back(std::make_unique<FakeCore>(
          static_cast<CoreId>(core), true,
          [this](CoreId id, const DispatchPayload& payload) { return run_time(id, payload); }));
    }
  }

  void launch(const std::string& name, CoreKind kind, std::int32_t blocks) {
    LaunchedKernel kernel;
    kernel.name = name;
    kernel.aic_per_block = kind == CoreKind::AIC ? 1 : 0;
    kernel.aiv_per_block = kind == CoreKind::AIV ? 1 : 0;
    kernel.blocks = blocks;
    kernel.args = {11, 22};
    program.launches.push_back(kernel);
  }

  void run() {
    std::vector<Worker*> workers;
    for (const auto& core : cores) workers.push_back(core.get());
    queue = std::make_unique<LaunchQueue>("queue", program, workers, knobs, record);
    queue->set_on_finished([] { sc_core::sc_stop(); });
    sc_core::sc_start();
  }

  /// Blocks that a core got, in order.
  std::vector<std::int32_t> blocks_of(unsigned core) const {
    std::vector<std::int32_t> blocks;
    for (const DispatchPayload& payload : cores[core]->payloads) {
      blocks.push_back(payload.block.block);
    }
    return blocks;
  }

  FakeCore::RunTime run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(500); };
  RuntimeProgram program;
  Knobs knobs;
  Record record;
  std::vector<std::unique_ptr<FakeCore>> cores;
  std::unique_ptr<LaunchQueue> queue;
};

}  // namespace

TEST_CASE("blocks beyond the cores wait for the next round", "[scheduler][launch]") {
  LaunchBench bench;
  bench.launch("k", CoreKind::AIV, 60);
  bench.run();
  REQUIRE(bench.queue->finished());
  CHECK(bench.queue->outcome().kind == RuntimeOutcome::Kind::Finished);
  CHECK(bench.blocks_of(0).empty());  // an AIC
  CHECK(bench.blocks_of(24) == std::vector<std::int32_t>{0, 48});
  CHECK(bench.blocks_of(35) == std::vector<std::int32_t>{11, 59});
  CHECK(bench.blocks_of(36) == std::vector<std::int32_t>{12});
  const DispatchPayload& payload = bench.cores[35]->payloads[1];
  CHECK(payload.is_launch);
  CHECK(payload.block_count == 60);
  CHECK(payload.args[0] == 11);
  CHECK(payload.args[1] == 22);
}

TEST_CASE("a launch starts when every block of the one before has ended", "[scheduler][launch]") {
  LaunchBench bench;
  Cycle first_ended = 0, second_started = 0;
  bench.run_time = [&](CoreId core, const DispatchPayload& payload) {
    const Cycle duration = cycles_from_ns(100.0 * (core + 1));
    if (payload.block.task == 0) first_ended = std::max(first_ended, now() + duration);
    if (payload.block.task == 1) second_started = now();
    return duration;
  };
  bench.launch("cube", CoreKind::AIC, 24);
  bench.launch("vector", CoreKind::AIV, 1);
  bench.run();
  REQUIRE(bench.queue->finished());
  CHECK(second_started > first_ended);
  CHECK(bench.blocks_of(23) == std::vector<std::int32_t>{23});
  CHECK(bench.blocks_of(24) == std::vector<std::int32_t>{0});
}

TEST_CASE("a block that never ends is a stall that names it and its core", "[scheduler][launch]") {
  LaunchBench bench;
  bench.run_time = [](CoreId, const DispatchPayload& payload) {
    return payload.block.block == 2 ? kForever : cycles_from_ns(500);
  };
  bench.launch("k", CoreKind::AIV, 4);
  bench.launch("never", CoreKind::AIV, 1);
  bench.run();
  const RuntimeOutcome& outcome = bench.queue->outcome();
  CHECK(outcome.kind == RuntimeOutcome::Kind::Stalled);
  CHECK(outcome.host_code == 507034);
  CHECK_THAT(outcome.reason, Catch::Contains("launch 0 (k): 1 of 4 blocks did not end within the "
                                             "1 s that an operation has (--set op.limit=MS"));
  REQUIRE(outcome.waiting.size() == 1);
  CHECK_THAT(outcome.waiting[0], Catch::Contains("AIV 2 (block 2)"));
}

TEST_CASE("a launch may take as long as op.limit says, and no longer", "[scheduler][launch]") {
  LaunchBench bench;
  bench.knobs.set("op.limit", "1500");
  bench.run_time = [](CoreId, const DispatchPayload& payload) {
    return cycles_from_ns(payload.block.task == 0 ? 1.49e9 : 1.51e9);
  };
  bench.launch("long", CoreKind::AIC, 1);
  bench.launch("longer", CoreKind::AIC, 1);
  bench.run();
  const RuntimeOutcome& outcome = bench.queue->outcome();
  CHECK(outcome.kind == RuntimeOutcome::Kind::Stalled);
  CHECK_THAT(outcome.reason, Catch::Contains("launch 1 (longer): 1 of 1 blocks"));
  CHECK_THAT(outcome.reason, Catch::Contains("within the 1.5 s"));
}

TEST_CASE("a block of one AIC and two AIVs gets a whole cluster, and the rest waits for a round",
          "[scheduler][launch]") {
  LaunchBench bench;
  bench.launch("mix", CoreKind::AIC, 30);
  bench.program.launches[0].aiv_per_block = 2;
  bench.run();
  REQUIRE(bench.queue->finished());
  CHECK(bench.queue->outcome().kind == RuntimeOutcome::Kind::Finished);
  for (unsigned cluster = 0; cluster < kClusterCount; ++cluster) {
    std::vector<std::int32_t> blocks{static_cast<std::int32_t>(cluster)};
    if (cluster < 6) blocks.push_back(static_cast<std::int32_t>(24 + cluster));
    for (const auto place : {ClusterPlace::AIC, ClusterPlace::AIV0, ClusterPlace::AIV1}) {
      CHECK(bench.blocks_of(core_at(cluster, place)) == blocks);
    }
    CHECK(bench.cores[core_at(cluster, ClusterPlace::AIV1)]->payloads[0].sub_block == 1);
    CHECK(bench.cores[core_at(cluster, ClusterPlace::AIC)]->payloads[0].sub_block_count == 2);
  }
  CHECK(bench.record.of(TaskStage::FinSeen).size() == 90);
}

TEST_CASE("a block of one AIC and one AIV leaves the cluster's second AIV idle",
          "[scheduler][launch]") {
  LaunchBench bench;
  bench.launch("mix", CoreKind::AIC, 24);
  bench.program.launches[0].aiv_per_block = 1;
  bench.run();
  CHECK(bench.blocks_of(core_at(5, ClusterPlace::AIV0)) == std::vector<std::int32_t>{5});
  CHECK(bench.blocks_of(core_at(5, ClusterPlace::AIV1)).empty());
}
