// SPDX-License-Identifier: Apache-2.0
// A task runtime with cores that take a given time per block, memory of bytes, and a record of what
// happened. One per test case: SystemC elaborates once per process.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "models/memory/sim_time.h"
#include "models/scheduler/task_runtime.h"
#include "pto/pto_orchestration_api.h"
#include "sim/schedule/seeded_choices.h"

namespace npusim::test {

inline constexpr Cycle kForever = ~Cycle{0};

/// Runs blocks one after the other. Acknowledges 140 ns after the doorbell or when the block before
/// has ended; the AICPU sees COND 200 ns late.
class FakeCore : public Worker {
 public:
  using RunTime = std::function<Cycle(CoreId, const DispatchPayload&)>;

  FakeCore(CoreId id, bool announces, RunTime run_time)
      : id_(id), announces_(announces), run_time_(std::move(run_time)) {}

  CoreId core() const override { return id_; }

  void dispatch(std::uint32_t sequence, const DispatchPayload& payload) override {
    payloads.push_back(payload);
    const Cycle start = std::max(now() + cycles_from_ns(140), free_at_);
    post(start, {sequence, false});
    const Cycle duration = run_time_(id_, payload);
    free_at_ = duration == kForever ? kForever : start + duration;
    if (duration != kForever) post(free_at_, {sequence, true});
  }
  Condition condition() const override {
    Condition seen;
    for (const auto& [visible, condition] : posted_) {
      if (visible <= now()) seen = condition;
    }
    return seen;
  }
  bool set_condition_observer(std::function<void(Cycle)> observer) override {
    observer_ = std::move(observer);
    return announces_;
  }

  std::vector<DispatchPayload> payloads;

 private:
  void post(Cycle written, Condition condition) {
    posted_.emplace_back(written + cycles_from_ns(200), condition);
    if (posted_.size() > 8) posted_.erase(posted_.begin());
    if (announces_) observer_(written + cycles_from_ns(200));
  }

  CoreId id_;
  bool announces_;
  RunTime run_time_;
  Cycle free_at_ = 0;
  std::vector<std::pair<Cycle, Condition>> posted_;
  std::function<void(Cycle)> observer_;
};

class ByteMemory : public AicpuMemory {
 public:
  void read(AgentId, std::uint64_t address, void* out, std::uint64_t bytes) override {
    for (std::uint64_t i = 0; i < bytes; ++i)
      static_cast<std::uint8_t*>(out)[i] = content[address + i];
  }
  void write(AgentId, std::uint64_t address, const void* data, std::uint64_t bytes) override {
    for (std::uint64_t i = 0; i < bytes; ++i) {
      content[address + i] = static_cast<const std::uint8_t*>(data)[i];
    }
  }
  std::map<std::uint64_t, std::uint8_t> content;
};

struct Record : EventSink {
  std::vector<TaskDescription> tasks;
  std::set<std::pair<TaskIndex, TaskIndex>> edges;
  std::map<std::pair<TaskIndex, TaskIndex>, DependencyReason> reasons;
  std::vector<TaskEvent> stages;
  std::vector<BufferEvent> buffers;
  std::vector<FaultEvent> faults;

  void on_task_description(const TaskDescription& event) override { tasks.push_back(event); }
  void on_dependency(const DependencyEvent& event) override {
    edges.insert({event.producer, event.consumer});
    reasons[{event.producer, event.consumer}] = event.reason;
  }
  void on_task(const TaskEvent& event) override { stages.push_back(event); }
  void on_buffer(const BufferEvent& event) override { buffers.push_back(event); }
  void on_fault(const FaultEvent& event) override { faults.push_back(event); }

  std::vector<TaskEvent> of(TaskStage stage) const {
    std::vector<TaskEvent> found;
    std::copy_if(stages.begin(), stages.end(), std::back_inserter(found),
                 [&](const TaskEvent& event) { return event.stage == stage; });
    return found;
  }
  std::vector<TaskIndex> order_of(TaskStage stage) const {
    std::vector<TaskIndex> order;
    for (const TaskEvent& event : of(stage)) order.push_back(event.block.task);
    return order;
  }
  Cycle cycle_of(TaskStage stage, TaskIndex task) const {
    for (const TaskEvent& event : stages) {
      if (event.stage == stage && event.block.task == task) return event.cycle;
    }
    return kForever;
  }
};

/// func_ids of the bench's kernels.
inline constexpr int kCube = 0, kVector = 1, kOther = 2;
inline constexpr std::uint64_t kArgumentBase = 0x100000, kArgumentBytes = 0x10000;
inline constexpr std::uint64_t kHeapBase = 0x40000000;

using Orchestration = void (*)(const ChipStorageTaskArgs&);

struct Bench {
  Bench() {
    program.kernels[kCube] = {"cube", nullptr, std::nullopt};
    program.kernels[kVector] = {"vector", std::nullopt, nullptr};
    program.kernels[kOther] = {"other", std::nullopt, nullptr};
    program.heap_address = kHeapBase;
    for (unsigned i = 0; i < 4; ++i) {
      program.arguments.push_back({"arg" + std::to_string(i),
                                   kArgumentBase + i * kArgumentBytes,
                                   DType::FLOAT32,
                                   {64, 64}});
    }
  }

  /// The same size for all rings.
  void set_heaps(std::uint64_t bytes) {
    for (RingSize& ring : program.rings) ring.heap_bytes = bytes;
  }
  void set_windows(std::uint32_t slots) {
    for (RingSize& ring : program.rings) ring.task_window = slots;
  }
  void set_dep_pools(std::uint32_t entries) {
    for (RingSize& ring : program.rings) ring.dep_pool = entries;
  }

  /// Runs until the runtime has ended.
  void run(Orchestration orchestration) {
    program.orchestration_entry = reinterpret_cast<void*>(orchestration);
    choices = std::make_unique<SeededChoices>(seed);
    std::vector<Worker*> workers;
    for (unsigned core = 0; core < kCoreCount; ++core) {
      cores.push_back(std::make_unique<FakeCore>(static_cast<CoreId>(core), announces, run_time));
      workers.push_back(cores.back().get());
    }
    runtime =
        std::make_unique<TaskRuntime>("runtime", program, workers, memory, knobs, *choices, record);
    runtime->set_on_finished([] { sc_core::sc_stop(); });
    sc_core::sc_start();
    end = now();
  }
  const RuntimeOutcome& outcome() const { return runtime->outcome(); }
  bool finished_well() const {
    return runtime->finished() && outcome().kind == RuntimeOutcome::Kind::Finished;
  }

  Knobs knobs;
  std::uint64_t seed = 1;
  bool announces = true;
  FakeCore::RunTime run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(2000); };
  RuntimeProgram program;
  std::unique_ptr<SeededChoices> choices;
  ByteMemory memory;
  Record record;
  std::vector<std::unique_ptr<FakeCore>> cores;
  std::unique_ptr<TaskRuntime> runtime;
  Cycle end = 0;
};

}  // namespace npusim::test
