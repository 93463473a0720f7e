// SPDX-License-Identifier: Apache-2.0
// What the parts of the orchestrator share: its thread, its accesses, its open scopes, and whether
// it has failed.
#pragma once

#include <stdexcept>
#include <string>

#include "models/scheduler/aicpu_accesses.h"
#include "models/scheduler/runtime_state.h"
#include "models/scheduler/scope_stack.h"

namespace npusim {

/// Ends the orchestration function; thrown through the program's own code, and only when the error
/// is latched already, so that scope guards on the way do nothing.
class OrchestrationAborted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct OrchestratorState {
  OrchestratorState(RuntimeState& runtime_state, Latency& latency)
      : runtime(runtime_state),
        clock(kOrchestratorAgent, latency, runtime.fixes.later),
        accesses(runtime.memory, runtime.events) {}

  /// Latches a fatal error: from then on the orchestration's calls do nothing. Code 0: an AICPU
  /// exception.
  void fail(int code, const std::string& sentence) {
    fatal = true;
    if (runtime.orchestrator_code == 0) runtime.orchestrator_code = code;
    if (code == 0) runtime.aicpu_exception = true;
    runtime.explain(sentence);
    runtime.announce();
  }
  void fail(OrchestratorError code, const std::string& sentence) {
    fail(static_cast<int>(code), sentence);
  }
  /// Ends the orchestration function here with an AICPU exception.
  [[noreturn]] void abort(const std::string& sentence) {
    fail(0, sentence);
    throw OrchestrationAborted(sentence);
  }

  RuntimeState& runtime;
  AicpuThread clock;
  AicpuAccesses accesses;
  ScopeStack scopes;
  Site site = nullptr;  ///< where in the orchestration's code the current call comes from
  bool fatal = false;
  std::string waiting_for;  ///< empty: nothing
};

}  // namespace npusim
