// SPDX-License-Identifier: Apache-2.0
// Cores, clusters and agents (task-runtime.md section 1.1).
//
// A core's number is the runtime's worker number: 0..23 are the AICs, 24 + 2*cluster + lane the
// AIVs. An agent is what vector clocks count: one pipe of one core, or one AICPU thread.
#pragma once

#include <cstdint>
#include <string>

#include "models/arch/pipe.h"

namespace npusim {

enum class CoreKind : std::uint8_t { AIC, AIV };

inline constexpr unsigned kClusterCount = 24;
inline constexpr unsigned kAivPerCluster = 2;
inline constexpr unsigned kAicCount = kClusterCount;
inline constexpr unsigned kAivCount = kClusterCount * kAivPerCluster;
inline constexpr unsigned kCoreCount = kAicCount + kAivCount;
/// Scheduler threads of the AICPU; the orchestrator is one more.
inline constexpr unsigned kSchedulerThreadCount = 3;

using CoreId = std::uint8_t;

constexpr CoreKind kind_of(CoreId core) { return core < kAicCount ? CoreKind::AIC : CoreKind::AIV; }
constexpr unsigned cluster_of(CoreId core) {
  return core < kAicCount ? core : (core - kAicCount) / kAivPerCluster;
}
/// 0 or 1 for the two AIVs of a cluster, 0 for an AIC.
constexpr unsigned lane_of(CoreId core) {
  return core < kAicCount ? 0 : (core - kAicCount) % kAivPerCluster;
}

using AgentId = std::uint16_t;

/// First agent that is an AICPU thread: the orchestrator, followed by the scheduler threads.
inline constexpr AgentId kOrchestratorAgent = kCoreCount * kPipeCount;
inline constexpr AgentId kAgentCount = kOrchestratorAgent + 1 + kSchedulerThreadCount;

constexpr AgentId agent_of(CoreId core, Pipe pipe) {
  return static_cast<AgentId>(core * kPipeCount + static_cast<unsigned>(pipe));
}
constexpr AgentId scheduler_agent(unsigned thread) {
  return static_cast<AgentId>(kOrchestratorAgent + 1 + thread);
}
constexpr bool is_core_agent(AgentId agent) { return agent < kOrchestratorAgent; }
/// Requires is_core_agent(agent).
constexpr CoreId core_of(AgentId agent) { return static_cast<CoreId>(agent / kPipeCount); }
/// Requires is_core_agent(agent).
constexpr Pipe pipe_of(AgentId agent) { return static_cast<Pipe>(agent % kPipeCount); }

/// "AIC 3", "AIV 17": the AIV number counts AIVs, so AIV 2k and 2k+1 belong to cluster k.
std::string core_name(CoreId core);
/// "AIV 17 MTE2", "orchestrator", "scheduler 1".
std::string agent_name(AgentId agent);

}  // namespace npusim
