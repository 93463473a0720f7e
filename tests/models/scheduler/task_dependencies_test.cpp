// SPDX-License-Identifier: Apache-2.0
// Which edges the runtime infers and which it does not (task-runtime.md section 3.2).
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

using Edges = std::set<std::pair<TaskIndex, TaskIndex>>;

enum class How { Input, Output, InOut, NoDep };

PTO2TaskId submit(How how, const Tensor& tensor) {
  CoreTaskArgs args;
  switch (how) {
    case How::Input:
      args.add_input(tensor);
      break;
    case How::Output:
      args.add_output(tensor);
      break;
    case How::InOut:
      args.add_inout(tensor);
      break;
    case How::NoDep:
      args.add_no_dep(tensor);
      break;
  }
  return rt_submit_aiv_task(kVector, args).task_id();
}

Tensor rows(const Tensor& tensor, std::uint32_t first, std::uint32_t count) {
  const std::uint32_t shape[] = {count, 64}, offset[] = {first, 0};
  return tensor.view(shape, offset);
}

Edges edges_of(Orchestration orchestration, Bench& bench) {
  bench.run(orchestration);
  REQUIRE(bench.finished_well());
  return bench.record.edges;
}
Edges edges_of(Orchestration orchestration) {
  Bench bench;
  return edges_of(orchestration, bench);
}

}  // namespace

TEST_CASE("a reader depends on the writers before it", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::InOut, args.tensor(0).ref());
          submit(How::Input, args.tensor(0).ref());
        }) == Edges{{0, 1}});
}

TEST_CASE("a writer declared inout depends on the writer before it and hides it from readers",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::InOut, args.tensor(0).ref());
          submit(How::InOut, args.tensor(0).ref());
          submit(How::Input, args.tensor(0).ref());
        }) == Edges{{0, 1}, {1, 2}});
}

TEST_CASE("a writer does not depend on readers before it: the missing WAR edge",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::InOut, args.tensor(0).ref());
          submit(How::Input, args.tensor(0).ref());
          submit(How::InOut, args.tensor(0).ref());
        }) == Edges{{0, 1}, {0, 2}});
}

TEST_CASE("an existing output depends on nobody and readers depend on all such writers",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::Output, args.tensor(0).ref());
          submit(How::Output, args.tensor(0).ref());
          submit(How::Input, args.tensor(0).ref());
        }) == Edges{{0, 2}, {1, 2}});
}

TEST_CASE("readers do not depend on each other", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::Input, args.tensor(0).ref());
          submit(How::Input, args.tensor(0).ref());
        }).empty());
}

TEST_CASE("a NO_DEP argument depends on the creator only and is not recorded",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs&) {
          const std::uint32_t shape[] = {64, 64};
          TensorCreateInfo info(shape, 2);
          const TaskOutputTensors made = alloc_tensors(info);
          submit(How::InOut, made.get_ref(0));
          submit(How::NoDep, made.get_ref(0));
          submit(How::Input, made.get_ref(0));
        }) == Edges{{0, 1}, {0, 2}, {0, 3}, {1, 3}});
}

TEST_CASE("a created output is found through its creator and not as a writer",
          "[models][scheduler]") {
  Bench bench;
  const Edges edges = edges_of(
      [](const ChipStorageTaskArgs&) {
        const std::uint32_t shape[] = {64, 64};
        TensorCreateInfo info(shape, 2);
        CoreTaskArgs args;
        args.add_output(info);
        const TaskOutputTensors made = rt_submit_aiv_task(kVector, args);
        submit(How::Input, made.get_ref(0));
      },
      bench);
  CHECK(edges == Edges{{0, 1}});
  CHECK(bench.record.reasons[{0, 1}] == DependencyReason::Creator);
}

TEST_CASE("views of disjoint rows make no edge", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          submit(How::InOut, rows(args.tensor(0).ref(), 0, 16));
          submit(How::InOut, rows(args.tensor(0).ref(), 16, 16));
          submit(How::Input, rows(args.tensor(0).ref(), 8, 16));
        }) == Edges{{0, 2}, {1, 2}});
}

TEST_CASE("a manual_dep tensor makes no edge between writers and readers", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const Tensor tensor = from_tensor_arg(args.tensor(0), true);
          submit(How::InOut, tensor);
          submit(How::Input, tensor);
        }).empty());
}

TEST_CASE("in a manual scope only named producers count and later tasks do not see its writes",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
            const PTO2TaskId writer = submit(How::InOut, args.tensor(0).ref());
            submit(How::Input, args.tensor(0).ref());
            CoreTaskArgs reader;
            reader.add_input(args.tensor(0).ref());
            reader.set_dependencies(&writer, 1);
            rt_submit_aiv_task(kVector, reader);
          }
          submit(How::Input, args.tensor(0).ref());
        }) == Edges{{0, 2}});
}

TEST_CASE("two tensors over overlapping memory with different bases never meet",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const std::uint32_t shape[] = {16, 64};
          submit(How::InOut, args.tensor(0).ref());
          submit(How::Input, make_tensor_external(args.tensor(0).data_as<float>() + 64, shape, 2));
        }).empty());
}

TEST_CASE("an explicit producer orders a task with collected dependencies", "[models][scheduler]") {
  Bench bench;
  const Edges edges = edges_of(
      [](const ChipStorageTaskArgs& args) {
        const PTO2TaskId reader = submit(How::Input, args.tensor(0).ref());
        ArgWithDeps<4> writer;
        writer.add_output(args.tensor(0).ref());
        writer.add_dep(reader);
        rt_submit_aiv_task(kVector, writer);
      },
      bench);
  CHECK(edges == Edges{{0, 1}});
  CHECK(bench.record.reasons[{0, 1}] == DependencyReason::Explicit);
  CHECK(bench.record.cycle_of(TaskStage::Dispatched, 1) >
        bench.record.cycle_of(TaskStage::Completed, 0));
}

TEST_CASE("an edge to a writer that has retired is still reported", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const Tensor& tensor = args.tensor(0).ref();
          PTO2_SCOPE() { submit(How::Output, tensor); }
          const std::uint32_t index[] = {0, 0};
          set_tensor_data<float>(tensor, 2, index, 1.0f);  // waits for the writer
          for (int i = 0; i < 40; ++i) LOG_ERROR("time passes");
          PTO2_SCOPE() { submit(How::Input, tensor); }
        }) == Edges{{0, 1}, {0, kNoTask}});
}

TEST_CASE("get_tensor_data is after the writer and nobody else", "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const Tensor& tensor = args.tensor(0).ref();
          const std::uint32_t index[] = {0, 0};
          submit(How::InOut, tensor);
          submit(How::Input, tensor);
          get_tensor_data<float>(tensor, 2, index);
        }) == Edges{{0, 1}, {0, kNoTask}});
}

TEST_CASE("set_tensor_data is after a consumer that the writer cannot retire before",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const Tensor& tensor = args.tensor(0).ref();
          const std::uint32_t index[] = {0, 0};
          submit(How::InOut, tensor);
          submit(How::Input, tensor);
          set_tensor_data<float>(tensor, 2, index, 1.0f);
        }) == Edges{{0, 1}, {0, kNoTask}, {1, kNoTask}});
}

TEST_CASE("a consumer that came after the writer's scope is waited for only by luck",
          "[models][scheduler]") {
  CHECK(edges_of([](const ChipStorageTaskArgs& args) {
          const Tensor& tensor = args.tensor(0).ref();
          const std::uint32_t index[] = {0, 0};
          PTO2_SCOPE() { submit(How::InOut, tensor); }
          submit(How::Input, tensor);
          set_tensor_data<float>(tensor, 2, index, 1.0f);
        }) == Edges{{0, 1}, {0, kNoTask}});
}
