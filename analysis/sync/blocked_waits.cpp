// SPDX-License-Identifier: Apache-2.0
#include "analysis/sync/blocked_waits.h"

#include <algorithm>

namespace npusim::analysis {

void BlockedWaits::core_stopped(AgentId agent) {
  if (is_core_agent(agent)) stopped_.insert(core_of(agent));
}

/// The wait at which the pipe stands that would set the flag. A pipe that waits for nothing has run
/// out of work, and gets more only if the front end, pipe S, goes on.
const SyncEvent* BlockedWaits::next(const SyncEvent& wait) const {
  if (wait.kind == SyncKind::CrossCoreWait) return next_core(wait);
  const auto setter = waits_.find(wait.peer);
  if (setter != waits_.end()) return &setter->second;
  const auto front_end = waits_.find(agent_of(core_of(wait.agent), Pipe::S));
  if (front_end == waits_.end() || front_end->first == wait.agent) return nullptr;
  return &front_end->second;
}

/// The wait at which the core stands that should send: its front end's, or that of a pipe in whose
/// queue the message is. A barrier that some cores never come to has no such core.
const SyncEvent* BlockedWaits::next_core(const SyncEvent& wait) const {
  if (wait.bytes != 0 || core_of(wait.peer) == core_of(wait.agent)) return nullptr;
  const CoreId sender = core_of(wait.peer);
  const auto first = waits_.lower_bound(agent_of(sender, static_cast<Pipe>(0)));
  return first == waits_.end() || core_of(first->first) != sender ? nullptr : &first->second;
}

std::vector<BlockedWait> BlockedWaits::roots() const {
  std::vector<BlockedWait> all;
  std::set<AgentId> in_cycles;
  for (const auto& [agent, wait] : waits_) {
    const bool sender_stopped =
        wait.kind == SyncKind::CrossCoreWait && stopped_.contains(core_of(wait.peer));
    if (stopped_.contains(core_of(agent)) || sender_stopped || in_cycles.contains(agent)) continue;
    const SyncEvent* const first = next(wait);
    if (first == nullptr) {
      all.push_back({wait, {}});
      continue;
    }
    // A path longer than the number of waits goes round a cycle that this wait only leads to.
    std::vector<SyncEvent> path{wait};
    for (const SyncEvent* at = first; at != nullptr && path.size() <= waits_.size();
         at = next(*at)) {
      if (at->agent == agent) {
        for (const SyncEvent& member : path) in_cycles.insert(member.agent);
        all.push_back({wait, path});
        break;
      }
      path.push_back(*at);
    }
  }
  return all;
}

}  // namespace npusim::analysis
