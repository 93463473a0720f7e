// SPDX-License-Identifier: Apache-2.0
// How a task is launched, and the runtime's error codes (task-runtime.md sections 2.6 and 3.6).
#pragma once

#include <cstdint>

inline constexpr std::int32_t INVALID_KERNEL_ID = -1;

/// One kernel per core of a cluster; -1 where the core takes no part.
struct MixedKernels {
  std::int32_t aic_kernel_id = INVALID_KERNEL_ID;
  std::int32_t aiv0_kernel_id = INVALID_KERNEL_ID;
  std::int32_t aiv1_kernel_id = INVALID_KERNEL_ID;
};

class PTO2LaunchSpec {
 public:
  std::int16_t block_num() const { return block_num_; }
  void set_block_num(std::int16_t blocks) { block_num_ = blocks; }
  bool require_sync_start() const { return require_sync_start_; }
  void set_require_sync_start(bool required) { require_sync_start_ = required; }

 private:
  std::int16_t block_num_ = 1;
  bool require_sync_start_ = false;
};

enum class PTO2ScopeMode : std::uint8_t { AUTO = 0, MANUAL = 1 };

#define PTO2_ERROR_NONE 0
#define PTO2_ERROR_SCOPE_DEADLOCK 1
#define PTO2_ERROR_HEAP_RING_DEADLOCK 2
#define PTO2_ERROR_FLOW_CONTROL_DEADLOCK 3
#define PTO2_ERROR_DEP_POOL_OVERFLOW 4
#define PTO2_ERROR_INVALID_ARGS 5
#define PTO2_ERROR_REQUIRE_SYNC_START_INVALID 7
#define PTO2_ERROR_TENSOR_WAIT_TIMEOUT 8
#define PTO2_ERROR_EXPLICIT_ORCH_FATAL 9
#define PTO2_ERROR_SCOPE_TASKS_OVERFLOW 10
#define PTO2_ERROR_TENSORMAP_OVERFLOW 11
#define PTO2_ERROR_SCHEDULER_TIMEOUT 100
#define PTO2_ERROR_ASYNC_COMPLETION_INVALID 101
#define PTO2_ERROR_ASYNC_WAIT_OVERFLOW 102
#define PTO2_ERROR_ASYNC_REGISTRATION_FAILED 103

// Later runtimes only.
enum DepFlags : std::uint8_t { DEP_NONE = 0, DEP_WAIT = 1, DEP_RETAIN = 2 };
constexpr DepFlags operator|(DepFlags a, DepFlags b) {
  return static_cast<DepFlags>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
enum class PredicateOp : std::uint8_t { NONE = 0, EQ, NE, GT, LT, GE, LE };
