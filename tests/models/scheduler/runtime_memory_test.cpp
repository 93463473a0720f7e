// SPDX-License-Identifier: Apache-2.0
// The heap rings, created tensors and the orchestration's own accesses (task-runtime.md sections
// 2.3, 2.7 and 3.5).
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

const std::uint32_t kShape[] = {16, 16};  // 1024 bytes
std::uint64_t addresses[4];
float loaded = 0;

float value_at(ByteMemory& memory, std::uint64_t address) {
  float value = 0;
  memory.read(0, address, &value, sizeof(value));
  return value;
}

}  // namespace

TEST_CASE("outputs are packed in kilobytes into the ring of their scope", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) {
    TensorCreateInfo info(kShape, 2);
    const std::uint32_t small[] = {3};
    TensorCreateInfo bytes(small, 1, DataType::INT8);
    const TaskOutputTensors outer = alloc_tensors(bytes, info);
    addresses[0] = outer.get_ref(0).buffer.addr;
    addresses[1] = outer.get_ref(1).buffer.addr;
    PTO2_SCOPE() {
      const TaskOutputTensors inner = alloc_tensors(&info, 1);
      addresses[2] = inner.get_ref(0).buffer.addr;
      CHECK(inner.get_ref(0).buffer.size == 1024);
      CHECK(inner.task_id().ring() == 1);
    }
  });
  REQUIRE(bench.finished_well());
  CHECK(addresses[0] == kHeapBase);
  CHECK(addresses[1] == kHeapBase + 1024);
  CHECK(addresses[2] == kHeapBase + bench.program.rings[0].heap_bytes);
  CHECK(bench.record.buffers.front().name == "task 0 output 0");
  CHECK(bench.record.buffers.front().bytes == 1024);
}

TEST_CASE("heap memory of ended scopes is used again, wrapping, after its tasks are consumed",
          "[models][scheduler]") {
  Bench bench;
  bench.set_heaps(4096);
  bench.run([](const ChipStorageTaskArgs&) {
    for (int i = 0; i < 20; ++i) {
      PTO2_SCOPE() {
        TensorCreateInfo info(kShape, 2);
        CoreTaskArgs args;
        args.add_output(info);
        rt_submit_aiv_task(kVector, args);
      }
    }
  });
  REQUIRE(bench.finished_well());
  std::map<std::uint64_t, bool> in_use;
  std::size_t allocated = 0;
  for (const BufferEvent& event : bench.record.buffers) {
    const bool is_allocation = event.kind == BufferEvent::Kind::HeapAllocated;
    CHECK(in_use[event.address] != is_allocation);
    in_use[event.address] = is_allocation;
    allocated += is_allocation;
  }
  CHECK(allocated == 20);
  CHECK(in_use.size() <= 4);
}

TEST_CASE("task slots of consumed tasks are used again", "[models][scheduler]") {
  Bench bench;
  bench.set_windows(8);
  bench.run([](const ChipStorageTaskArgs& args) {
    for (int i = 0; i < 50; ++i) {
      PTO2_SCOPE() {
        CoreTaskArgs task;
        task.add_inout(args.tensor(0).ref());
        rt_submit_aiv_task(kVector, task);
      }
    }
  });
  CHECK(bench.finished_well());
  CHECK(bench.record.of(TaskStage::Consumed).size() == 50);
}

TEST_CASE("an initial value fills the whole buffer", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) {
    TensorCreateInfo info(kShape, 2);
    info.set_initial_value(2.5f);
    alloc_tensors(info);
  });
  CHECK(value_at(bench.memory, kHeapBase) == 2.5f);
  CHECK(value_at(bench.memory, kHeapBase + 1020) == 2.5f);
}

TEST_CASE("get_tensor_data waits for the writer and set_tensor_data for its readers too",
          "[models][scheduler]") {
  static Cycle got, set;
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    const Tensor& tensor = args.tensor(0).ref();
    CoreTaskArgs writer, reader;
    writer.add_inout(tensor);
    reader.add_input(tensor);
    rt_submit_aiv_task(kVector, writer);
    rt_submit_aiv_task(kVector, reader);
    const std::uint32_t index[] = {1, 2};
    loaded = get_tensor_data<float>(tensor, 2, index);
    got = now();
    set_tensor_data<float>(tensor, 2, index, 7.0f);
    set = now();
    loaded += get_tensor_data<float>(tensor, 2, index);
  });
  REQUIRE(bench.finished_well());
  CHECK(got > bench.record.cycle_of(TaskStage::Completed, 0));
  CHECK(got < bench.record.cycle_of(TaskStage::Completed, 1));
  CHECK(set > bench.record.cycle_of(TaskStage::Completed, 1));
  CHECK(loaded == 7.0f);
  CHECK(value_at(bench.memory, kArgumentBase + (1 * 64 + 2) * 4) == 7.0f);
}

TEST_CASE("a tensor written in a manual scope is read without waiting", "[models][scheduler]") {
  static Cycle got;
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
      CoreTaskArgs writer;
      writer.add_inout(args.tensor(0).ref());
      rt_submit_aiv_task(kVector, writer);
    }
    const std::uint32_t index[] = {0, 0};
    get_tensor_data<float>(args.tensor(0).ref(), 2, index);
    got = now();
  });
  CHECK(got < bench.record.cycle_of(TaskStage::Completed, 0));
}

TEST_CASE(
    "a tensor created in a closed scope still makes an edge to its consumed creator on the "
    "base runtime",
    "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) {
    static Tensor escaped = make_tensor_external(nullptr, kShape, 2);
    PTO2_SCOPE() {
      TensorCreateInfo info(kShape, 2);
      const TaskOutputTensors made = alloc_tensors(info);
      escaped = made.get_ref(0);
    }
    CoreTaskArgs late;
    late.add_input(escaped);
    rt_submit_aiv_task(kVector, late);
  });
  REQUIRE(bench.finished_well());
  CHECK(bench.record.edges.count({0, 1}) == 1);
  CHECK(bench.record.cycle_of(TaskStage::Consumed, 0) <
        bench.record.cycle_of(TaskStage::Submitted, 1));
}

TEST_CASE("each ring has a heap of its own size", "[models][scheduler]") {
  Bench bench;
  bench.program.rings[0].heap_bytes = 4096;
  bench.program.rings[1].heap_bytes = 1 << 20;
  static std::uint64_t addresses[3];
  bench.run([](const ChipStorageTaskArgs&) {
    const std::uint32_t shape[] = {64, 16};
    TensorCreateInfo info(shape, 2);
    const auto address_of = [](const TaskOutputTensors& created) {
      return created.get_ref(0).buffer.addr;
    };
    addresses[0] = address_of(alloc_tensors(info));
    PTO2_SCOPE() {
      for (int i = 0; i < 200; ++i) addresses[1] = address_of(alloc_tensors(info));
      PTO2_SCOPE() { addresses[2] = address_of(alloc_tensors(info)); }
    }
  });
  REQUIRE(bench.finished_well());
  CHECK(addresses[0] == kHeapBase);
  CHECK(addresses[1] == kHeapBase + 4096 + 199 * 4096);
  CHECK(addresses[2] == kHeapBase + 4096 + (1 << 20));
}

TEST_CASE("scalar access outside a tensor's buffer is reported and not carried out",
          "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    const Tensor& tensor = args.tensor(0).ref();  // [64, 64] of float32
    const std::uint32_t last[] = {63, 63}, next[] = {64, 0}, far[] = {4000000000u, 4000000000u};
    const std::uint32_t many[] = {0, 0, 0, 0, 0, 0, 0};
    set_tensor_data<float>(tensor, 2, last, 1.0f);
    set_tensor_data<float>(tensor, 2, next, 2.0f);
    CHECK(get_tensor_data<float>(tensor, 2, last) == 1.0f);
    CHECK(get_tensor_data<float>(tensor, 2, next) == 0.0f);
    CHECK(get_tensor_data<float>(tensor, 2, far) == 0.0f);
    CHECK(get_tensor_data<float>(tensor, 7, many) == 0.0f);
    const std::uint32_t shape[] = {2, 2}, offset[] = {62, 62}, inside[] = {1, 1},
                        outside[] = {1, 2};
    const Tensor corner = tensor.view(shape, offset);  // its last element is the buffer's last
    CHECK(get_tensor_data<float>(corner, 2, inside) == 1.0f);
    CHECK(get_tensor_data<float>(corner, 2, outside) == 0.0f);
  });
  CHECK(bench.finished_well());
  std::vector<bool> writes;
  for (const FaultEvent& fault : bench.record.faults) {
    CHECK(fault.kind == FaultEvent::Kind::OutOfBounds);
    CHECK(fault.agent == kOrchestratorAgent);
    writes.push_back(fault.is_write);
    UNSCOPED_INFO(fault.text);
  }
  CHECK(writes == std::vector<bool>{true, false, false, false, false});
  CHECK(bench.record.faults[3].text.find("7 indices of a tensor of 2") != std::string::npos);
  CHECK(bench.memory.content.count(kArgumentBase + 64 * 64 * 4) == 0);
}
