// SPDX-License-Identifier: Apache-2.0
// What the task runtime executes: the orchestration's entry points, the kernels by func_id, the
// run's arguments, and the sizes of rings and heaps.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/arch/cluster_place.h"
#include "models/arch/dtype.h"
#include "models/arch/event.h"
#include "models/arch/topology.h"
#include "models/core/worker.h"

namespace npusim {

/// A kernel by func_id: for an AIC, for an AIV, or, of one source, for both.
struct RuntimeKernel {
  std::string name;
  std::optional<KernelEntry> aic, aiv;
};

/// One run argument, already in GM.
struct RuntimeArgument {
  std::string name;
  std::uint64_t address = 0;
  DType dtype = DType::FLOAT32;
  std::vector<std::uint32_t> shape;
};

/// A kernel started on blocks without the task runtime.
struct LaunchedKernel {
  std::string name;
  KernelEntry aic_entry = nullptr, aiv_entry = nullptr;
  unsigned aic_per_block = 0, aiv_per_block = 1;
  std::int32_t blocks = 1;
  std::vector<std::int64_t> args;  ///< as the entries take them; at most kMostLaunchArgs
  struct Tensor {
    std::size_t argument;  ///< index of RuntimeProgram::arguments
    ArgDirection direction;
  };
  std::vector<Tensor> tensors;  ///< those among the arguments, for the launch's description
};

/// Rings of tasks: a scope's depth says which one is used.
inline constexpr unsigned kRingCount = 4;

/// Sizes of one ring, as the runtime has them unless it is told others (task-runtime.md 3.5).
struct RingSize {
  std::uint64_t heap_bytes = 256ull << 20;
  std::uint32_t task_window = 16384;  ///< slots, of which one always stays free
  std::uint32_t dep_pool = 16384;
};

struct RuntimeProgram {
  /// aicpu_orchestration_config and the orchestration function, as dlsym gave them.
  void* orchestration_config = nullptr;
  void* orchestration_entry = nullptr;
  std::map<int, RuntimeKernel> kernels;  ///< by func_id
  std::vector<RuntimeArgument> arguments;
  std::vector<std::uint64_t> scalars;    ///< of the run's arguments, zero-extended
  std::vector<LaunchedKernel> launches;  ///< not empty: a program without the task runtime
  std::uint64_t heap_address = 0;        ///< GM of the rings' heaps, one after the other
  std::array<RingSize, kRingCount> rings;
  unsigned clusters = kClusterCount;  ///< in use, from cluster 0 on: block_dim
  unsigned scheduler_threads = kSchedulerThreadCount;
};

/// How a run of the runtime ended.
struct RuntimeOutcome {
  enum class Kind : std::uint8_t { Finished, Stalled };
  Kind kind = Kind::Finished;
  int orchestrator_code = 0;  ///< task-runtime.md section 3.6; 0 = none
  int scheduler_code = 0;     ///< 100 = no progress
  int host_code = 0;          ///< 507018, 507046 ...
  std::string reason;         ///< one sentence
  /// What each agent that is not done waits for, one line each: "AIV 3: RUNNING rmsnorm_rope block
  /// 2, ..." Cores add their own lines (pipes, flags).
  std::vector<std::string> waiting;
};

}  // namespace npusim
