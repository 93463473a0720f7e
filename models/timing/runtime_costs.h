// SPDX-License-Identifier: Apache-2.0
// What the runtime's steps cost on the AICPU, by version (runtime_costs.def), and its limits.
#pragma once

#include <cstdint>

namespace npusim::runtime_costs {

/// Nanoseconds under each version of the runtime.
struct StepCost {
  double base;   ///< runtime.policy=2026-05-22
  double later;  ///< runtime.policy=later
};
#define NPUSIM_RUNTIME_COST(step, base, later, source) \
  inline constexpr StepCost k##step{base, later};
#include "models/timing/runtime_costs.def"
#undef NPUSIM_RUNTIME_COST

// Limits (task-runtime.md 1.4 and 3.6).
inline constexpr std::uint64_t kAllocatorSpins = 100'000;
inline constexpr std::uint64_t kIdleIterations = 800'000;
inline constexpr std::uint64_t kFatalCheckInterval = 1024;
inline constexpr double kLaterIdleNs = 10e9;
inline constexpr double kTensorWaitNs = 300e9;
inline constexpr double kLaterTensorWaitNs = 15e9;
/// How long the host waits beyond the knob op.limit.
inline constexpr double kHostPatienceNs = 1e9;

}  // namespace npusim::runtime_costs
