// SPDX-License-Identifier: Apache-2.0
// The orchestration API under the names that its eras gave it, from May to August 2026.
#include "pto/pto_arg_with_deps.h"
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

using Edges = std::set<std::pair<TaskIndex, TaskIndex>>;

/// A writer, then a reader of what it wrote.
template <typename TaskArgs, typename TensorType>
void write_and_read(const TensorType& tensor) {
  TaskArgs writer;
  writer.add_inout(tensor);
  rt_submit_aiv_task(kVector, writer);
  TaskArgs reader;
  reader.add_input(tensor);
  rt_submit_aiv_task(kOther, reader);
}

void of_may(const ChipStorageTaskArgs& args) {
  const Tensor tensor = from_tensor_arg(args.tensor(0));
  write_and_read<Arg>(tensor);
}
void of_june(const L2TaskArgs& args) {
  const Tensor& tensor = args.tensor(1).ref();
  write_and_read<L0TaskArgs>(tensor);
}
void of_august(const ChipTaskArgs& args) {
  const ChipTensor& tensor = args.tensor(2).ref();
  write_and_read<CoreTaskArgs>(tensor);
}

template <typename TaskArgs>
void with_dependencies(const ChipStorageTaskArgs& args) {
  Arg first;
  first.add_output(args.tensor(0).ref());
  const PTO2TaskId id = rt_submit_aiv_task(kVector, first).task_id();
  TaskArgs second;
  second.add_output(args.tensor(1).ref());
  second.add_dep(id);
  rt_submit_aiv_task(kVector, second);
}

void layer(const GraphTaskArgs& args) { write_and_read<CoreTaskArgs>(args.tensor(0).ref()); }
void layer_of(const GraphTaskArgs& args, int writers) {
  for (int i = 0; i < writers; ++i) layer(args);
}

}  // namespace

TEST_CASE("each era's names submit the same tasks", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    of_may(args);
    of_june(args);
    of_august(args);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.edges == Edges{{0, 1}, {2, 3}, {4, 5}});
}

TEST_CASE("each era's arguments with dependencies give the same edge", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    with_dependencies<ArgWithDeps<4>>(args);
    with_dependencies<L0TaskArgsWithDeps<4>>(args);
    with_dependencies<CoreTaskArgsWithDeps<4>>(args);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.edges == Edges{{0, 1}, {2, 3}, {4, 5}});
}

TEST_CASE("a graph submits its tasks at each call, with the call's own boundary",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipTaskArgs& args) {
    GraphTaskArgs boundary;
    boundary.add_inout(args.tensor(0).ref());
    boundary.add_scalar(7);
    rt_submit_graph(&layer, boundary);
    GraphTaskArgs other;
    other.add_inout(args.tensor(1).ref());
    rt_submit_graph(&layer, other);
    rt_submit_graph(&layer_of, other, 2);
    CHECK(boundary.scalar(0) == 7);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.tasks.size() == 8);
  CHECK(bench.record.edges.count({0, 1}) == 1);
  CHECK(bench.record.edges.count({0, 3}) == 0);
  CHECK(bench.record.edges.count({2, 3}) == 1);
}

TEST_CASE("a graph's boundary may be wider than a task's arguments", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipTaskArgs& args) {
    GraphTaskArgs boundary;
    for (int i = 0; i < 128; ++i) boundary.add_input(args.tensor(0).ref());
    CHECK_FALSE(boundary.has_error);
    boundary.add_input(args.tensor(0).ref());
    CHECK(boundary.has_error);
  });
  CHECK(bench.finished_well());
}
