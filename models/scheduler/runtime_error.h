// SPDX-License-Identifier: Apache-2.0
// The runtime's error codes (task-runtime.md section 3.6).
#pragma once

#include <string_view>

namespace npusim {

enum class OrchestratorError : int {
  None = 0,
  ScopeDeadlock = 1,
  HeapRingDeadlock = 2,
  FlowControlDeadlock = 3,
  DepPoolOverflow = 4,
  InvalidArgs = 5,
  RequireSyncStartInvalid = 7,
  TensorWaitTimeout = 8,
  ExplicitFatal = 9,
  ScopeTasksOverflow = 10,
  TensorMapOverflow = 11
};

inline constexpr int kSchedulerTimeout = 100;
/// CANN codes the host sees.
inline constexpr int kAicpuException = 507018;
inline constexpr int kStreamTimeout = 507046;
inline constexpr int kAicoreTimeout = 507014;
inline constexpr int kVectorCoreTimeout = 507034;

constexpr std::string_view describe_host_code(int code) {
  if (code == kAicoreTimeout) return "AICore timeout";
  if (code == kVectorCoreTimeout) return "vector core timeout";
  return code == kStreamTimeout
             ? "stream synchronisation timed out: a core or the orchestrator never ended"
             : "AICPU exception";
}

constexpr std::string_view describe(OrchestratorError error) {
  switch (error) {
    case OrchestratorError::None:
      return "no error";
    case OrchestratorError::ScopeDeadlock:
      return "the innermost scope holds a whole task window";
    case OrchestratorError::HeapRingDeadlock:
      return "no room in the heap ring and no task retires";
    case OrchestratorError::FlowControlDeadlock:
      return "no free task slot in the ring and no task retires";
    case OrchestratorError::DepPoolOverflow:
      return "the pool of dependencies is exhausted";
    case OrchestratorError::InvalidArgs:
      return "invalid task arguments";
    case OrchestratorError::RequireSyncStartInvalid:
      return "a sync_start task has more blocks than the machine has cores";
    case OrchestratorError::TensorWaitTimeout:
      return "a tensor access waited too long";
    case OrchestratorError::ExplicitFatal:
      return "the orchestration reported a fatal error";
    case OrchestratorError::ScopeTasksOverflow:
      return "too many tasks in open scopes";
    case OrchestratorError::TensorMapOverflow:
      return "the TensorMap is full";
  }
  return "an error code of the orchestration's own";
}

}  // namespace npusim
