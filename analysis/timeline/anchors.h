// SPDX-License-Identifier: Apache-2.0
// The accesses of a finding as places in time, and which instructions and marks are near them.
#pragma once

#include <algorithm>
#include <vector>

#include "analysis/result/finding.h"
#include "analysis/timeline/run_picture.h"

namespace npusim::analysis {

/// The accesses of a finding whose agent is known: one or two, or none.
class Anchors {
 public:
  explicit Anchors(const Finding& finding) {
    for (const AccessSite* const site : {&finding.first, &finding.second}) {
      if (site->agent < kAgentCount) sites_.push_back({site->agent, site->cycle});
    }
    whole_cluster_ = on_two_cores_of_a_block(finding.first, finding.second);
  }

  bool empty() const { return sites_.empty(); }

  /// Whether the agent is on the core of an access; of two that are cores of one block, also on the
  /// block's third, which passes their messages on.
  bool involve(AgentId agent) const {
    return std::any_of(sites_.begin(), sites_.end(), [&](const Place& place) {
      if (!is_core_agent(agent) || !is_core_agent(place.agent)) return agent == place.agent;
      return whole_cluster_ ? cluster_of(core_of(agent)) == cluster_of(core_of(place.agent))
                            : core_of(agent) == core_of(place.agent);
    });
  }

  /// Cycles between [begin, end] and the nearest access.
  Cycle distance(Cycle begin, Cycle end) const {
    Cycle nearest = kNever;
    for (const Place& place : sites_) {
      const Cycle away = place.cycle < begin ? begin - place.cycle
                         : place.cycle > end ? place.cycle - end
                                             : 0;
      nearest = std::min(nearest, away);
    }
    return nearest;
  }

  std::vector<AgentId> agents() const {
    std::vector<AgentId> agents;
    for (const Place& place : sites_) agents.push_back(place.agent);
    return agents;
  }

  static bool on_two_cores_of_a_block(const AccessSite& a, const AccessSite& b) {
    if (a.agent >= kAgentCount || b.agent >= kAgentCount) return false;
    if (!is_core_agent(a.agent) || !is_core_agent(b.agent)) return false;
    const CoreId first = core_of(a.agent), second = core_of(b.agent);
    return first != second && cluster_of(first) == cluster_of(second) && a.block == b.block &&
           a.task_index == b.task_index;
  }

  friend bool operator<(const Anchors& a, const Anchors& b) { return a.sites_ < b.sites_; }

 private:
  struct Place {
    AgentId agent;
    Cycle cycle;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  std::vector<Place> sites_;
  bool whole_cluster_ = false;
};

inline Cycle begin_of(const InstructionBar& bar) { return bar.start; }
inline Cycle end_of(const InstructionBar& bar) { return bar.end == kNever ? bar.start : bar.end; }
inline Cycle begin_of(const SyncEvent& mark) { return mark.cycle; }
inline Cycle end_of(const SyncEvent& mark) { return mark.cycle; }

}  // namespace npusim::analysis
