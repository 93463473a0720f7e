// SPDX-License-Identifier: Apache-2.0
// The waits for flags at which a stalled run left its pipes: which of them are the cause, and which
// only follow.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

/// A wait that no set satisfied.
struct BlockedWait {
  SyncEvent event;
  /// Who waits for whom, from this wait on until it comes back to it; empty: nobody is at fault but
  /// the missing set.
  std::vector<SyncEvent> cycle;
};

class BlockedWaits {
 public:
  /// A wait of instance 0.
  void add(const SyncEvent& wait) { waits_.emplace(wait.agent, wait); }
  /// The core of `agent` met a fault and never goes on: its pipes wait because of that.
  void core_stopped(AgentId agent);

  /// One wait for each cause, by agent: the first of every cycle, and each wait whose setting pipe
  /// waits for no flag itself.
  std::vector<BlockedWait> roots() const;

 private:
  const SyncEvent* next(const SyncEvent& wait) const;
  const SyncEvent* next_core(const SyncEvent& wait) const;

  std::map<AgentId, SyncEvent> waits_;  ///< by waiting pipe; it stands at one
  std::set<CoreId> stopped_;
};

}  // namespace npusim::analysis
