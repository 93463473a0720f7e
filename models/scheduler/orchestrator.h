// SPDX-License-Identifier: Apache-2.0
// AICPU thread 3: runs the orchestration natively and does what its calls ask for (task-runtime.md
// sections 2 and 3). Everything here happens on one SystemC process.
#pragma once

#include <string>
#include <vector>

#include "models/scheduler/release.h"
#include "models/scheduler/task_submission.h"

namespace npusim {

class Orchestrator {
 public:
  Orchestrator(RuntimeState& state, Latency& latency);

  /// The thread's life. Call on its own SystemC process.
  void run();
  bool done() const { return done_; }
  /// What it waits for; empty: nothing.
  const std::string& waiting_for() const { return thread_.waiting_for; }

  // The calls of pto/port/runtime_port.h.
  TaskSubmission& submission() { return submission_; }
  TensorAccess& tensors() { return tensors_; }
  void begin_scope(bool manual);
  void end_scope();
  /// A plain load by the orchestration's code, which waits for nothing.
  void load(std::uint64_t address, void* out, std::uint64_t bytes, Site site) {
    thread_.accesses.read(isa::Opcode::AICPU_LOAD, address, out, bytes, site);
  }
  /// Where in the orchestration's code the next calls come from.
  void set_site(Site site) { thread_.site = site; }
  bool is_fatal() const { return thread_.fatal; }
  /// Latches a fatal error: from now on the calls do nothing. Code 0: an AICPU exception.
  void fail(int code, const std::string& sentence) { thread_.fail(code, sentence); }
  /// The orchestration's code failed by itself; its process stops for good after this call.
  void crash(const std::string& sentence);
  /// Ends the orchestration function here with an AICPU exception.
  [[noreturn]] void abort(const std::string& sentence) { thread_.abort(sentence); }
  void log(bool reaches_device_log);
  unsigned clusters() const { return state_.program.clusters; }
  std::int32_t max_tensors() const { return state_.fixes.more_tensors ? 32 : 16; }
  std::int32_t max_scalars() const { return state_.fixes.more_tensors ? 16 : 32; }

 private:
  void run_program();
  void finish();

  RuntimeState& state_;
  OrchestratorState thread_;
  Release release_;
  RingAllocator rings_;
  DependencyFinder dependencies_;
  TensorAccess tensors_;
  TaskSubmission submission_;
  std::vector<port::RunArgument> arguments_;
  bool done_ = false;
};

/// Makes `orchestrator` the one that the functions of pto/port/runtime_port.h mean; null: none.
void set_current_orchestrator(Orchestrator* orchestrator);

}  // namespace npusim
