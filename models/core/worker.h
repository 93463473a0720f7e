// SPDX-License-Identifier: Apache-2.0
// A core as the AICPU sees it: two payload buffers, a register to write (DMB) and a register to
// poll (COND). Latencies between the two sides are the core's business (task-runtime.md sections
// 1.2, 4.4 and 5.1).
#pragma once

#include <array>
#include <cstdint>
#include <functional>

#include "models/arch/cluster_place.h"
#include "models/arch/cycle.h"
#include "models/arch/event.h"
#include "models/arch/topology.h"

namespace npusim {

/// A kernel's entry: kernel_entry(int64_t* args).
using KernelEntry = void (*)(std::int64_t* args);

inline constexpr unsigned kMaxTensorArgs = 16;
inline constexpr unsigned kMaxScalarArgs = 32;
/// Arguments of a launched kernel: as many words as there are before the contexts.
inline constexpr unsigned kMostLaunchArgs = kMaxTensorArgs + kMaxScalarArgs;
inline constexpr unsigned kLocalContextIndex = kMaxTensorArgs + kMaxScalarArgs;  // 48
inline constexpr unsigned kGlobalContextIndex = kLocalContextIndex + 1;          // 49

/// What the scheduler writes for one block. args[] is complete but for the two context pointers,
/// which the core fills in when it starts the kernel.
struct DispatchPayload {
  KernelEntry entry = nullptr;
  std::int64_t args[kGlobalContextIndex + 1] = {};
  /// How many of args[] were passed; behind them is what earlier blocks left there.
  unsigned arg_count = kLocalContextIndex;
  /// How many of them, the first, lead to tensors' descriptors in GM. Nobody is told with a launch.
  unsigned tensor_count = 0;
  BlockRef block;
  std::int32_t block_count = 1;
  /// Who takes part in the flags between cores.
  ClusterPlaces places = only(ClusterPlace::AIV0);  ///< of the block; a lone AIV: AIV0
  std::array<std::uint32_t, 2> everyone{};          ///< by CoreKind: see FlagMembers
  std::int32_t lane = 0;                            ///< of the AIV, as the task's context says it
  /// Register: of the AIV in its block. The task runtime's launch leaves it 0 on both AIVs
  /// (task-runtime.md 5.3, V11).
  std::int32_t sub_block = 0;
  std::int32_t sub_block_count = 0;  ///< AIVs of the block; 0: what the core's cluster has
  /// Not a task of the runtime but a kernel that was launched: it starts from the power-up state of
  /// its core's registers and flags, and its end waits for all pipes, caches and stores.
  bool is_launch = false;
};

/// Content of a core's COND register.
struct Condition {
  std::uint32_t sequence = 0;  ///< 0: nothing accepted yet
  bool finished = false;       ///< false: ACK(sequence), true: FIN(sequence)
};

class Worker {
 public:
  virtual ~Worker() = default;
  virtual CoreId core() const = 0;
  /// Fills buffer `sequence & 1` and stores `sequence` (>= 1, one more than the last) to DMB, now.
  /// Requires that the core acknowledged sequence - 1.
  virtual void dispatch(std::uint32_t sequence, const DispatchPayload& payload) = 0;
  /// What a load of COND returns now.
  virtual Condition condition() const = 0;
  /// Whether a pipe of the core took an exception, which the device reports (simpler#2364). A core
  /// whose scalar unit hangs only never answers (pypto-lib#419).
  virtual bool has_faulted() const { return false; }
  /// Has `observer(visible)` called whenever the core writes COND, with the cycle from which
  /// condition() will return the new value. False if the worker cannot; pollers then read every
  /// time they may.
  virtual bool set_condition_observer(std::function<void(Cycle visible)> observer) {
    static_cast<void>(observer);
    return false;
  }
};

}  // namespace npusim
