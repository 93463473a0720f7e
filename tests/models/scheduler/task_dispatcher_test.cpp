// SPDX-License-Identifier: Apache-2.0
// Which core gets which block, when, and in what order tasks complete (task-runtime.md section 4).
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

TaskOutputTensors spmd(int kernel, const Tensor& tensor, std::int16_t blocks,
                       bool sync_start = false) {
  CoreTaskArgs args;
  args.add_output(tensor);
  args.add_scalar(std::int32_t{-5});
  args.launch_spec.set_block_num(blocks);
  args.launch_spec.set_require_sync_start(sync_start);
  return kernel == kCube ? rt_submit_aic_task(kernel, args) : rt_submit_aiv_task(kernel, args);
}

}  // namespace

TEST_CASE("512 blocks run once each on all 48 AIVs", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) { spmd(kVector, args.tensor(0).ref(), 512); });
  REQUIRE(bench.finished_well());
  std::vector<int> runs(512, 0);
  for (unsigned core = 0; core < kCoreCount; ++core) {
    const auto& payloads = bench.cores[core]->payloads;
    CHECK(payloads.empty() == (core < kAicCount));
    for (const DispatchPayload& payload : payloads) {
      ++runs.at(static_cast<std::size_t>(payload.block.block));
      CHECK(payload.block_count == 512);
      CHECK(payload.lane == static_cast<int>(lane_of(static_cast<CoreId>(core))));
      CHECK(payload.sub_block == 0);  // the register that no task of the runtime sets
    }
  }
  CHECK(std::all_of(runs.begin(), runs.end(), [](int count) { return count == 1; }));
  CHECK(bench.record.of(TaskStage::FinSeen).size() == 512);
  CHECK(bench.record.of(TaskStage::Completed).size() == 1);
}

TEST_CASE("a thread fills its cores in ascending order with consecutive blocks",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) { spmd(kVector, args.tensor(0).ref(), 48); });
  for (unsigned thread = 0; thread < kSchedulerThreadCount; ++thread) {
    std::vector<TaskEvent> mine;
    for (const TaskEvent& event : bench.record.of(TaskStage::Dispatched)) {
      if (event.agent == scheduler_agent(thread)) mine.push_back(event);
    }
    for (std::size_t i = 1; i < std::min<std::size_t>(mine.size(), 16); ++i) {
      CHECK(mine[i].core > mine[i - 1].core);
      CHECK(mine[i].block.block > mine[i - 1].block.block);
    }
  }
}

TEST_CASE("a kernel gets pointers to its tensors, then its scalars", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) { spmd(kCube, args.tensor(1).ref(), 1); });
  REQUIRE(bench.cores[0]->payloads.size() + bench.cores[1]->payloads.size() +
              bench.cores[2]->payloads.size() ==
          1);
  for (const auto& core : bench.cores) {
    for (const DispatchPayload& payload : core->payloads) {
      const auto& tensor = *reinterpret_cast<const Tensor*>(payload.args[0]);
      CHECK(tensor.buffer.addr == kArgumentBase + kArgumentBytes);
      CHECK(tensor.shapes[1] == 64);
      CHECK(payload.args[1] == 0xFFFFFFFB);
    }
  }
}

TEST_CASE("busy cores get a second block into their pending slot", "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(100e3); };
  bench.run([](const ChipStorageTaskArgs& args) { spmd(kCube, args.tensor(0).ref(), 48); });
  REQUIRE(bench.finished_well());
  const auto fins = bench.record.of(TaskStage::FinSeen);
  const auto dispatches = bench.record.of(TaskStage::Dispatched);
  CHECK(dispatches.back().cycle < fins.front().cycle);
  for (unsigned core = 0; core < kAicCount; ++core) CHECK(bench.cores[core]->payloads.size() == 2);
}

TEST_CASE("consumers of one task run in the order they were submitted", "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(50e3); };
  bench.run([](const ChipStorageTaskArgs& args) {
    spmd(kVector, args.tensor(0).ref(), 1);
    for (int i = 0; i < 6; ++i) {
      CoreTaskArgs reader;
      reader.add_input(args.tensor(0).ref());
      rt_submit_aiv_task(kVector, reader);
    }
  });
  REQUIRE(bench.finished_well());
  // Released last first, into a buffer that is used from its end.
  CHECK(bench.record.order_of(TaskStage::Ready) == std::vector<TaskIndex>{0, 6, 5, 4, 3, 2, 1});
  CHECK(bench.record.order_of(TaskStage::Dispatched) ==
        std::vector<TaskIndex>{0, 1, 2, 3, 4, 5, 6});
}

TEST_CASE("a task is consumed after its scope has ended and its consumers have",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    PTO2_SCOPE() {
      spmd(kVector, args.tensor(0).ref(), 1);
      CoreTaskArgs reader;
      reader.add_input(args.tensor(0).ref());
      rt_submit_aiv_task(kOther, reader);
    }
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.order_of(TaskStage::Consumed) == std::vector<TaskIndex>{0, 1});
  CHECK(bench.record.cycle_of(TaskStage::Consumed, 0) >
        bench.record.cycle_of(TaskStage::Completed, 1));
}

TEST_CASE("a dummy task orders what comes before and after it without a core",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    const PTO2TaskId first = spmd(kVector, args.tensor(0).ref(), 4).task_id();
    ArgWithDeps<1> fence;
    fence.add_dep(first);
    const PTO2TaskId phase = rt_submit_dummy_task(fence.finalize_for_submit()).task_id();
    ArgWithDeps<1> last;
    last.add_output(args.tensor(1).ref());
    last.add_dep(phase);
    rt_submit_aiv_task(kOther, last);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.order_of(TaskStage::Completed) == std::vector<TaskIndex>{0, 1, 2});
}

TEST_CASE("all blocks of a sync_start task start in one go on idle cores of all threads",
          "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(30e3); };
  bench.run([](const ChipStorageTaskArgs& args) {
    spmd(kCube, args.tensor(0).ref(), 7);
    spmd(kCube, args.tensor(1).ref(), 24, true);
  });
  REQUIRE(bench.finished_well());
  std::vector<TaskEvent> starts;
  for (const TaskEvent& event : bench.record.of(TaskStage::Dispatched)) {
    if (event.block.task == 1) starts.push_back(event);
  }
  REQUIRE(starts.size() == 24);
  CHECK(starts.front().cycle > bench.record.cycle_of(TaskStage::Completed, 0));
  for (const TaskEvent& event : starts) CHECK(event.agent == starts.front().agent);
}

TEST_CASE("an orchestration without tasks ends well", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) {});
  CHECK(bench.finished_well());
}

TEST_CASE("block_dim limits the clusters in use, from the first on", "[models][scheduler]") {
  Bench bench;
  bench.program.clusters = 3;
  bench.program.scheduler_threads = 2;
  bench.run([](const ChipStorageTaskArgs& args) {
    CHECK(rt_available_cluster_count() == 3);
    CHECK(rt_available_aiv_count() == 6);
    spmd(kVector, args.tensor(0).ref(), 40);
    spmd(kCube, args.tensor(1).ref(), 40);
  });
  REQUIRE(bench.finished_well());
  for (unsigned core = 0; core < kCoreCount; ++core) {
    INFO(core_name(static_cast<CoreId>(core)));
    const bool in_use = cluster_of(static_cast<CoreId>(core)) < 3;
    CHECK(bench.cores[core]->payloads.empty() != in_use);
  }
}

TEST_CASE("a sync_start task that is larger than block_dim ends with code 7",
          "[models][scheduler]") {
  Bench bench;
  bench.program.clusters = 3;
  bench.run([](const ChipStorageTaskArgs& args) { spmd(kVector, args.tensor(0).ref(), 7, true); });
  CHECK(bench.outcome().orchestrator_code == 7);
}
