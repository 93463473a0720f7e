// SPDX-License-Identifier: Apache-2.0
// Runs that do not end well: codes, the host's view, and what everybody waits for (task-runtime.md
// section 3.6).
#include "models/arch/hash.h"
#include "tests/models/scheduler/runtime_bench.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;

namespace {

const std::uint32_t kShape[] = {16, 16};

void submit_writer(const Tensor& tensor) {
  CoreTaskArgs args;
  args.add_inout(tensor);
  rt_submit_aiv_task(kVector, args);
}

bool mentions(const std::vector<std::string>& lines, const std::string& text) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(text) != line.npos; });
}

bool says(const Bench& bench, const std::string& text) {
  UNSCOPED_INFO(bench.outcome().reason);
  return bench.outcome().reason.find(text) != std::string::npos;
}

void check_fatal(const Bench& bench, int code) {
  INFO(bench.outcome().reason);
  CHECK(bench.outcome().kind == RuntimeOutcome::Kind::Stalled);
  CHECK(bench.outcome().orchestrator_code == code);
  CHECK(bench.outcome().host_code == 507018);
  CHECK_FALSE(bench.outcome().reason.empty());
}

}  // namespace

namespace {

/// Two readers of one tensor end at nearly the same time, again and again; the heap has room for
/// the next tensor only when they and theirs are retired.
void allocate_again_and_again(Bench& bench) {
  bench.set_heaps(2048);
  bench.run_time = [](CoreId core, const DispatchPayload& payload) {
    return cycles_from_ns(1000) + hash64(core, payload.block.task) % 20000;
  };
  bench.run([](const ChipStorageTaskArgs&) {
    for (int i = 0; i < 4000; ++i) {
      PTO2_SCOPE() {
        TensorCreateInfo info(kShape, 2);
        TaskOutputTensors created = alloc_tensors(info);
        for (int reader = 0; reader < 2; ++reader) {
          CoreTaskArgs args;
          args.add_input(created.get_ref(0));
          args.launch_spec.set_block_num(20);  // on cores of several scheduler threads
          rt_submit_aiv_task(kVector, args);
        }
      }
    }
  });
}

}  // namespace

TEST_CASE("two threads that retire tasks at the same time leave a ring stuck on the base runtime",
          "[models][scheduler]") {
  Bench bench;
  allocate_again_and_again(bench);
  check_fatal(bench, 2);
  CHECK(mentions(bench.outcome().waiting, "it is consumed, but whoever came to retire it"));
}

TEST_CASE("two threads that retire tasks at the same time are fine on a later runtime",
          "[models][scheduler]") {
  Bench bench;
  bench.knobs.set("runtime.policy", "later");
  allocate_again_and_again(bench);
  CHECK(bench.finished_well());
}

TEST_CASE("a scope that holds a whole window ends with code 1", "[models][scheduler]") {
  Bench bench;
  bench.set_windows(8);
  bench.run([](const ChipStorageTaskArgs& args) {
    for (int i = 0; i < 8; ++i) submit_writer(args.tensor(0).ref());
  });
  check_fatal(bench, 1);
  CHECK(says(bench, "holds 7 tasks, and ring 0 has 8 task slots"));
  CHECK(says(bench, "PTO2_RING_TASK_WINDOW"));
  CHECK(bench.record.tasks.size() == 7);
}

TEST_CASE("a heap pinned by an open scope ends with code 2", "[models][scheduler]") {
  Bench bench;
  bench.set_heaps(4096);
  bench.run([](const ChipStorageTaskArgs&) {
    for (int i = 0; i < 5; ++i) {
      TensorCreateInfo info(kShape, 2);
      alloc_tensors(info);
    }
  });
  check_fatal(bench, 2);
  CHECK(says(bench, "1024 bytes find no room in the heap of ring 0, of which 4096 of 4096 bytes"));
  CHECK(says(bench,
             "the oldest of 4, task 0 (alloc_tensors), does not: it is complete, but its "
             "scope is still open"));
  CHECK(says(bench, "PTO2_RING_HEAP"));
}

TEST_CASE("a block larger than the heap is said to fit never", "[models][scheduler]") {
  Bench bench;
  bench.program.rings[1].heap_bytes = 1024;  // the program's own outermost scope
  bench.run([](const ChipStorageTaskArgs&) {
    PTO2_SCOPE() {
      const std::uint32_t shape[] = {32, 16};
      TensorCreateInfo info(shape, 2);
      alloc_tensors(info);
    }
  });
  check_fatal(bench, 2);
  CHECK(says(bench,
             "2048 bytes of outputs of one task can never fit the heap of ring 1, which has "
             "1024"));
}

TEST_CASE("a ring filled by several open scopes ends with code 3", "[models][scheduler]") {
  Bench bench;
  bench.set_windows(8);
  bench.run([](const ChipStorageTaskArgs& args) {
    for (int scope = 0; scope < 6; ++scope) {  // the deeper ones share ring 3
      rt_scope_begin();
      for (int i = 0; i < 4; ++i) submit_writer(args.tensor(0).ref());
    }
  });
  check_fatal(bench, 3);
  CHECK(says(bench, "all 7 task slots of ring 3 are held"));
  CHECK(says(bench, "its scope is still open"));
}

TEST_CASE("producers beyond the fanin pool end with code 4", "[models][scheduler]") {
  Bench bench;
  bench.set_dep_pools(8);
  bench.run([](const ChipStorageTaskArgs& args) {
    for (std::uint32_t i = 0; i < 64 + 9; ++i) {
      CoreTaskArgs writer;
      writer.add_output(args.tensor(0).ref());
      rt_submit_aiv_task(kVector, writer);
    }
    CoreTaskArgs reader;
    reader.add_input(args.tensor(0).ref());
    rt_submit_aiv_task(kVector, reader);
  });
  check_fatal(bench, 4);
  CHECK(says(bench, "the fanin pool of ring 0 is full (8 of 8 entries"));
  CHECK(says(bench, "PTO2_RING_DEP_POOL"));
}

TEST_CASE("a dependency pool that is too small for one task stalls everything behind it",
          "[models][scheduler]") {
  Bench bench;
  bench.set_dep_pools(4);
  bench.run([](const ChipStorageTaskArgs& args) {
    for (int i = 0; i < 6; ++i) {
      CoreTaskArgs writer;
      writer.add_output(args.tensor(0).ref());
      rt_submit_aiv_task(kVector, writer);
    }
    CoreTaskArgs reader;
    reader.add_input(args.tensor(0).ref());
    rt_submit_aiv_task(kVector, reader);
    submit_writer(args.tensor(1).ref());
  });
  CHECK(bench.outcome().scheduler_code == 100);
  CHECK(bench.outcome().host_code == 507018);
  CHECK(mentions(bench.outcome().waiting, "task 6 (vector): not wired"));
  CHECK(mentions(bench.outcome().waiting, "task 7 (vector): not wired"));
  CHECK(
      mentions(bench.outcome().waiting,
               "task 6 (vector) has 6 producers and can never fit the dependency pool of ring 0"));
}

TEST_CASE("a tensor after a scalar ends with code 5 at the submit", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    CoreTaskArgs task;
    task.add_scalar(1);
    task.add_input(args.tensor(0).ref());
    CHECK(task.has_error);
    CHECK(rt_submit_aiv_task(kVector, task).empty());
    CHECK(rt_is_fatal());
  });
  check_fatal(bench, 5);
}

TEST_CASE("more than 16 tensors end with code 5 on the base runtime", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    CoreTaskArgs task;
    for (int i = 0; i < 16; ++i) task.add_input(args.tensor(0).ref());
    CHECK_FALSE(task.has_error);
    task.add_input(args.tensor(0).ref());
    rt_submit_aiv_task(kVector, task);
  });
  check_fatal(bench, 5);
}

TEST_CASE("17 tensors are fine on a later runtime", "[models][scheduler]") {
  Bench bench;
  bench.knobs.set("runtime.policy", "later");
  bench.run([](const ChipStorageTaskArgs& args) {
    CoreTaskArgs task;
    for (int i = 0; i < 17; ++i) task.add_input(args.tensor(0).ref());
    rt_submit_aiv_task(kVector, task);
  });
  CHECK(bench.finished_well());
}

TEST_CASE("an AUTO scope inside a MANUAL one ends with code 5", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) {
    PTO2_SCOPE(PTO2ScopeMode::MANUAL) {
      PTO2_SCOPE() {}
    }
  });
  check_fatal(bench, 5);
}

TEST_CASE("a sync_start task larger than the machine ends with code 7", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    CoreTaskArgs task;
    task.add_output(args.tensor(0).ref());
    task.launch_spec.set_block_num(25);
    task.launch_spec.set_require_sync_start(true);
    rt_submit_aic_task(kCube, task);
  });
  check_fatal(bench, 7);
}

TEST_CASE("the orchestration's own fatal error keeps its code", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs&) { rt_report_fatal(9, "bad %s %d", "value", 3); });
  check_fatal(bench, 9);
  CHECK(bench.outcome().reason.find("bad value 3") != std::string::npos);
}

TEST_CASE("a failed assertion of the API is an AICPU exception", "[models][scheduler]") {
  Bench bench;
  bench.run([](const ChipStorageTaskArgs& args) {
    PTO2_SCOPE() { args.tensor(9); }
  });
  check_fatal(bench, 0);
  CHECK(bench.outcome().reason.find("assertion") == 0);
}

TEST_CASE(
    "a core that hangs gives code 100 after 800000 idle iterations and keeps the host waiting",
    "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload& payload) {
    return payload.block.task == 0 ? kForever : cycles_from_ns(1000);
  };
  bench.run([](const ChipStorageTaskArgs& args) {
    submit_writer(args.tensor(0).ref());
    submit_writer(args.tensor(0).ref());
  });
  CHECK(bench.outcome().scheduler_code == 100);
  CHECK(bench.outcome().host_code == 507046);
  CHECK(bench.outcome().reason.find("800000 iterations") != std::string::npos);
  CHECK(bench.outcome().reason.find("scheduler code 100") != std::string::npos);
  CHECK(bench.outcome().reason.find("host code 507046") != std::string::npos);
  for (const std::string& line : bench.outcome().waiting) UNSCOPED_INFO(line);
  // Which core has it is the schedule's business; exactly one does.
  CHECK(mentions(bench.outcome().waiting, "waits for FIN of AIV "));
  CHECK(mentions(bench.outcome().waiting, " (task 0 (vector) block 0)"));
  CHECK(mentions(bench.outcome().waiting, "task 1 (vector): waits for task 0 (vector)"));
  CHECK(ns_from_cycles(bench.end) >= 2e9);
}

TEST_CASE("a kernel of 100 ms kills the run through an idle thread on the base runtime",
          "[models][scheduler]") {
  Bench bench;
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(120e6); };
  bench.run([](const ChipStorageTaskArgs& args) { submit_writer(args.tensor(0).ref()); });
  CHECK(bench.outcome().scheduler_code == 100);
  CHECK(bench.outcome().host_code == 507018);
}

TEST_CASE("a kernel of 100 ms is fine on a later runtime", "[models][scheduler]") {
  Bench bench;
  bench.knobs.set("runtime.policy", "later");
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(120e6); };
  bench.run([](const ChipStorageTaskArgs& args) { submit_writer(args.tensor(0).ref()); });
  CHECK(bench.finished_well());
}

TEST_CASE("a run may take as long as op.limit says, and no longer", "[models][scheduler]") {
  Bench bench;
  bench.knobs.set("runtime.policy", "later");
  bench.knobs.set("op.limit", "50");
  bench.run_time = [](CoreId, const DispatchPayload&) { return cycles_from_ns(120e6); };
  bench.run([](const ChipStorageTaskArgs& args) { submit_writer(args.tensor(0).ref()); });
  CHECK(bench.outcome().host_code == 507018);
  CHECK(says(bench, "did not end within the 0.05 s that an operation has (--set op.limit=MS"));
}

TEST_CASE("64 independent dummies end on a later runtime as soon as they are complete",
          "[models][scheduler]") {
  Bench bench;
  bench.knobs.set("runtime.policy", "later");
  bench.run([](const ChipStorageTaskArgs&) {
    for (int i = 0; i < 64; ++i) {
      CoreTaskArgs args;
      rt_submit_dummy_task(args);
    }
  });
  CHECK(bench.finished_well());
  CHECK(ns_from_cycles(bench.end) < 1e6);
}

namespace {

void run_dummies(Bench& bench) {
  bench.run([](const ChipStorageTaskArgs&) {
    for (int i = 0; i < 200; ++i) {
      CoreTaskArgs args;
      rt_submit_dummy_task(args);
    }
  });
  CHECK(bench.finished_well());
  CHECK(ns_from_cycles(bench.end) < 1e6);
}

}  // namespace

TEST_CASE("a run of dummies ends when the last is complete", "[models][scheduler]") {
  Bench bench;
  run_dummies(bench);
}

TEST_CASE("a run of dummies ends so too when threads step through every iteration",
          "[models][scheduler]") {
  Bench bench;
  bench.announces = false;
  run_dummies(bench);
}

TEST_CASE("an orchestration that expects more arguments than there are ends as on the device",
          "[models][scheduler]") {
  Bench bench;
  bench.program.orchestration_config = reinterpret_cast<void*>(
      +[](const ChipStorageTaskArgs&) { return PTO2OrchestrationConfig{5}; });
  bench.run([](const ChipStorageTaskArgs&) {});
  check_fatal(bench, 0);
  CHECK(says(bench, "expects 5 arguments and gets 4"));
}

namespace {

void run_expecting(Bench& bench, PTO2OrchestrationConfig (*config)(const ChipStorageTaskArgs&)) {
  bench.program.orchestration_config = reinterpret_cast<void*>(config);
  bench.run([](const ChipStorageTaskArgs& args) { submit_writer(args.tensor(3).ref()); });
  CHECK(bench.finished_well());
}

}  // namespace

TEST_CASE("more arguments than expected are fine", "[models][scheduler]") {
  Bench bench;
  run_expecting(bench, [](const ChipStorageTaskArgs&) { return PTO2OrchestrationConfig{3}; });
}

TEST_CASE("any number of arguments is fine if none is expected", "[models][scheduler]") {
  Bench bench;
  run_expecting(bench, [](const ChipStorageTaskArgs&) { return PTO2OrchestrationConfig{0}; });
}
