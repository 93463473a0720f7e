// SPDX-License-Identifier: Apache-2.0
// What the runtime's steps cost on the AICPU, in nanoseconds. Measured figures are named by their
// place in task-runtime.md; "guess" marks what no source states.
#pragma once

#include <cstdint>

namespace npusim::runtime_costs {

// Orchestrator. A submission's 870 ns are shared out as in section 1.3.
inline constexpr double kSubmitAllocateNs = 120;
inline constexpr double kSubmitLookupNs = 435;
inline constexpr double kSubmitInsertNs = 110;
inline constexpr double kSubmitArgumentsNs = 205;
inline constexpr double kSubmitTensorNs = 150;  ///< for each tensor beyond 4 (section 9)
inline constexpr double kAllocTensorsNs = 400;  // section 9
inline constexpr double kScopeNs = 200;         // section 9
inline constexpr double kTensorAccessNs = 100;  // guess
inline constexpr double kLogLineNs = 9500;      // section 1.3
inline constexpr double kFillByteNs = 0.1;      // guess: 10 GB/s
inline constexpr double kSpinNs = 20;           // guess: one turn of an allocator's wait loop

// Scheduler threads.
inline constexpr double kIdleIterationNs = 115;     // section 1.3
inline constexpr double kConditionReadNs = 135;     // 250 ns an iteration that polls one core
inline constexpr double kStartSpreadNs = 1000;      // guess: when a thread enters its loop
inline constexpr double kWireTaskNs = 300;          // section 9
inline constexpr double kWireEdgeNs = 150;          // section 9
inline constexpr double kCompleteSubtaskNs = 300;   // guess
inline constexpr double kCompleteTaskNs = 1000;     // section 9
inline constexpr double kCompleteConsumerNs = 100;  // section 9
inline constexpr double kReleaseProducerNs = 50;    // guess
inline constexpr double kAdvanceRingNs = 40;        // guess
inline constexpr double kTakeTaskNs = 750;          // guess
inline constexpr double kDispatchBlockNs = 250;  // section 1.3: 6 us for a first wave of 24 cores

// Limits (sections 1.4 and 3.6).
inline constexpr std::uint64_t kAllocatorSpins = 100'000;
inline constexpr std::uint64_t kIdleIterations = 800'000;
inline constexpr std::uint64_t kFatalCheckInterval = 1024;
inline constexpr double kLaterIdleNs = 10e9;
inline constexpr double kTensorWaitNs = 300e9;
inline constexpr double kLaterTensorWaitNs = 15e9;
inline constexpr double kOpLimitNs = 1e9;
inline constexpr double kStreamLimitNs = 2e9;

}  // namespace npusim::runtime_costs
