// SPDX-License-Identifier: Apache-2.0
// Flags between cores that are used wrongly: what the model reported of a message, rounds that
// another kernel left, and waits for which nothing comes.
#pragma once

#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "analysis/describe/site_facts.h"
#include "analysis/describe/site_text.h"
#include "analysis/result/finding_list.h"
#include "analysis/sync/blocked_waits.h"
#include "models/arch/cross_core_flag.h"

namespace npusim::analysis {

class CrossCoreCheck {
 public:
  CrossCoreCheck(const TaskTable& tasks, const SourceLookup& sources)
      : tasks_(tasks), sources_(sources) {}

  /// A CrossCoreSet, or a CrossCoreWait that consumed something.
  void on_sync(const SyncEvent& event);
  /// Whether the fault is about such a flag.
  bool on_fault(const FaultEvent& event);

  /// The finding of a wait at which a stalled run left a front end.
  Finding blocked(const BlockedWait& wait) const;
  const std::vector<Finding>& findings() const { return list_.findings(); }

 private:
  AccessSite site_of(const SyncEvent& event) const;
  void judge_wait(const SyncEvent& set, const SyncEvent& wait);
  const SyncEvent* partner(const FaultEvent& event) const;
  void describe_deadlock(const BlockedWait& wait, Finding& finding) const;

  const TaskTable& tasks_;
  const SourceLookup& sources_;
  /// By sender and flag: the last sets, the newest last. Looked up, never iterated.
  std::unordered_map<std::uint64_t, std::deque<SyncEvent>> sets_;
  /// By core and id: the last set that reached its counter from anywhere, and the last wait.
  std::unordered_map<std::uint64_t, SyncEvent> last_set_, last_wait_;
  std::unordered_set<std::uint64_t> lost_;  ///< counters that were full when a set came
  FindingList list_;
};

}  // namespace npusim::analysis
