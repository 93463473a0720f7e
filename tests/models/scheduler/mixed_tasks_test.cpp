// SPDX-License-Identifier: Apache-2.0
// Tasks whose blocks run on several cores of a cluster (task-runtime.md sections 4.6 and 4.7), and
// tasks with a predicate.
#include <map>

#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr MixedKernels kAll{kCube, kVector, kOther};

void mixed(const MixedKernels& kernels, const Tensor& tensor, std::int16_t blocks,
           bool sync_start = false) {
  CoreTaskArgs args;
  args.add_inout(tensor);
  args.launch_spec.set_block_num(blocks);
  args.launch_spec.set_require_sync_start(sync_start);
  rt_submit_task(kernels, args);
}

/// The cores that each block of `task` was given to.
std::map<std::int32_t, std::vector<CoreId>> cores_by_block(const Bench& bench, TaskIndex task) {
  std::map<std::int32_t, std::vector<CoreId>> cores;
  for (const TaskEvent& event : bench.record.of(TaskStage::Dispatched)) {
    if (event.block.task == task) cores[event.block.block].push_back(event.core);
  }
  return cores;
}

/// Whether the cores are those of `places` in one cluster, in that order.
bool is_one_cluster(const std::vector<CoreId>& cores, std::vector<ClusterPlace> places) {
  if (cores.size() != places.size()) return false;
  for (std::size_t i = 0; i < cores.size(); ++i) {
    if (cluster_of(cores[i]) != cluster_of(cores[0])) return false;
    if (cluster_place(cores[i]) != places[i]) return false;
  }
  return true;
}

}  // namespace

TEST_CASE("each block of a mixed task gets the three cores of one cluster", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) { mixed(kAll, args.tensor(0).ref(), 60); });
  REQUIRE(bench.finished_well());
  const auto blocks = cores_by_block(bench, 0);
  CHECK(blocks.size() == 60);  // more than clusters: in rounds
  for (const auto& [block, cores] : blocks) {
    INFO("block " << block);
    CHECK(is_one_cluster(cores, {ClusterPlace::AIC, ClusterPlace::AIV0, ClusterPlace::AIV1}));
  }
  CHECK(bench.record.of(TaskStage::FinSeen).size() == 180);
  CHECK(bench.record.of(TaskStage::Completed).size() == 1);
  const TaskDescription& task = bench.record.tasks.at(0);
  CHECK(task.name == "cube+vector+other");
  CHECK(task.core == CoreKind::AIC);
}

TEST_CASE("a mixed task ends when all cores of all blocks have ended", "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId core, const DispatchPayload& payload) {
    const bool last = payload.block.block == 1 && cluster_place(core) == ClusterPlace::AIV1;
    return cycles_from_ns(last ? 50'000 : 1000);
  };
  bench.run([](const ChipStorageTaskArgs& args) {
    mixed(kAll, args.tensor(0).ref(), 2);
    mixed(kAll, args.tensor(0).ref(), 1);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.cycle_of(TaskStage::Completed, 0) > cycles_from_ns(50'000));
  CHECK(bench.record.cycle_of(TaskStage::Dispatched, 1) >
        bench.record.cycle_of(TaskStage::Completed, 0));
}

TEST_CASE("a mixed task of two cores uses those two", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    mixed({kCube, INVALID_KERNEL_ID, kVector}, args.tensor(0).ref(), 30);
    mixed({INVALID_KERNEL_ID, kVector, kVector}, args.tensor(1).ref(), 30);
  });
  REQUIRE(bench.finished_well());
  for (const auto& [block, cores] : cores_by_block(bench, 0)) {
    CHECK(is_one_cluster(cores, {ClusterPlace::AIC, ClusterPlace::AIV1}));
  }
  for (const auto& [block, cores] : cores_by_block(bench, 1)) {
    CHECK(is_one_cluster(cores, {ClusterPlace::AIV0, ClusterPlace::AIV1}));
  }
  CHECK(bench.record.tasks.at(1).name == "vector");
  CHECK(bench.record.tasks.at(1).core == CoreKind::AIV);
}

TEST_CASE("a task for the second AIV alone runs on any AIV", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    mixed({INVALID_KERNEL_ID, INVALID_KERNEL_ID, kVector}, args.tensor(0).ref(), 48);
  });
  REQUIRE(bench.finished_well());
  std::set<CoreId> used;
  for (const auto& [block, cores] : cores_by_block(bench, 0)) used.insert(cores.at(0));
  CHECK(used.size() > kAivCount / 2);
}

TEST_CASE("a busy core's share of a mixed block waits behind its block, the others start",
          "[models][scheduler]") {
  Bench bench;
  bench.program.clusters = 1;
  bench.run_time = [](CoreId, const DispatchPayload& payload) {
    return cycles_from_ns(payload.block.task == 1 ? 100'000 : 1000);
  };
  bench.run([](const ChipStorageTaskArgs& args) {
    mixed({kCube, INVALID_KERNEL_ID, INVALID_KERNEL_ID}, args.tensor(0).ref(), 1);
    mixed({INVALID_KERNEL_ID, kVector, INVALID_KERNEL_ID}, args.tensor(1).ref(), 1);
    mixed(kAll, args.tensor(0).ref(), 1);  // after the first, so when the second runs
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.cycle_of(TaskStage::Dispatched, 2) < cycles_from_ns(100'000));
  Cycle first = kForever, last = 0;
  for (const TaskEvent& event : bench.record.of(TaskStage::FinSeen)) {
    if (event.block.task != 2) continue;
    first = std::min(first, event.cycle);
    last = std::max(last, event.cycle);
  }
  CHECK(first < cycles_from_ns(50'000));
  CHECK(last > cycles_from_ns(100'000));
}

TEST_CASE("a mixed sync_start task starts on all clusters together or not at all",
          "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload& payload) {
    return cycles_from_ns(payload.block.task == 0 ? 40'000 : 1000);
  };
  bench.run([](const ChipStorageTaskArgs& args) {
    CoreTaskArgs task;
    task.add_output(args.tensor(1).ref());
    rt_submit_aic_task(kCube, task);
    mixed(kAll, args.tensor(0).ref(), 24, true);
  });
  REQUIRE(bench.finished_well());
  Cycle first = kForever;
  for (const TaskEvent& event : bench.record.of(TaskStage::Dispatched)) {
    if (event.block.task == 1) first = std::min(first, event.cycle);
  }
  CHECK(first > cycles_from_ns(40'000));
  CHECK(cores_by_block(bench, 1).size() == 24);
}

TEST_CASE("a mixed sync_start task of more blocks than clusters ends with code 7",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) { mixed(kAll, args.tensor(0).ref(), 25, true); });
  CHECK(bench.outcome().orchestrator_code == 7);
}

TEST_CASE("a kernel in the place of another kind of core is an AICPU exception",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    mixed({kVector, kVector, kVector}, args.tensor(0).ref(), 1);
  });
  CHECK(bench.outcome().reason.find("is not made for an AIC") != std::string::npos);
}

namespace {

struct PredicateCase {
  PredicateOp op;
  std::int64_t target;
  bool runs;
};
/// Of an element that is -3.
constexpr PredicateCase kCases[] = {
    {PredicateOp::EQ, -3, true},  {PredicateOp::EQ, 3, false},  {PredicateOp::NE, 3, true},
    {PredicateOp::NE, -3, false}, {PredicateOp::GT, -4, true},  {PredicateOp::GT, -3, false},
    {PredicateOp::LT, 0, true},   {PredicateOp::LT, -3, false}, {PredicateOp::GE, -3, true},
    {PredicateOp::GE, 0, false},  {PredicateOp::LE, -3, true},  {PredicateOp::LE, -4, false}};

void submit_predicated(const ChipStorageTaskArgs& args) {
  const std::uint32_t at[] = {0, 0};
  const Tensor& tensor = args.tensor(0).ref();
  set_tensor_data<std::int32_t>(tensor, 2, at, -3);
  for (const PredicateCase& predicate : kCases) {
    CoreTaskArgs task;
    task.add_inout(args.tensor(1).ref());  // each after the one before
    task.set_predicate({{&tensor, 2, {0, 0}}, predicate.op, predicate.target});
    rt_submit_aiv_task(kVector, task);
  }
}

}  // namespace

TEST_CASE("a predicate decides whether a task runs, and what waits for it goes on either way",
          "[models][scheduler]") {
  Bench bench;
  bench.program.arguments[0].dtype = DType::INT32;
  bench.run(submit_predicated);
  REQUIRE(bench.finished_well());
  CHECK(bench.record.of(TaskStage::Completed).size() == std::size(kCases));
  for (TaskIndex task = 0; task < std::size(kCases); ++task) {
    INFO("task " << task);
    CHECK(cores_by_block(bench, task).size() == (kCases[task].runs ? 1 : 0));
    if (task == 0) continue;
    CHECK(bench.record.cycle_of(TaskStage::Ready, task) >=
          bench.record.cycle_of(TaskStage::Completed, task - 1));
  }
}
