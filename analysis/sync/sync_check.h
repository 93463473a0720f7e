// SPDX-License-Identifier: Apache-2.0
// Flags, barriers and modes that are used wrongly: what the model reported as faults, waits that a
// set from somewhere else satisfied, and waits that none satisfied.
#pragma once

#include <unordered_map>
#include <vector>

#include "analysis/check.h"
#include "analysis/describe/site_facts.h"
#include "analysis/describe/site_text.h"
#include "analysis/result/finding_list.h"
#include "analysis/sync/blocked_waits.h"
#include "analysis/sync/cross_core_check.h"

namespace npusim::analysis {

class SyncCheck : public Check {
 public:
  explicit SyncCheck(const CheckContext& context)
      : tasks_(context.tasks), sources_(context.sources), cross_core_(tasks_, sources_) {}

  void on_sync(const SyncEvent& event) override;
  void on_fault(const FaultEvent& event) override;
  std::vector<Finding> findings() const override;
  std::size_t count() const override {
    return list_.findings().size() + cross_core_.findings().size();
  }

 private:
  AccessSite site_of(const SyncEvent& event) const;
  Finding blocked(const BlockedWait& wait) const;
  void judge_wait(const SyncEvent& set, const SyncEvent& wait);

  const TaskTable& tasks_;
  const SourceLookup& sources_;
  /// Sets not consumed yet, by (setting agent, waiting agent, id). Looked up, never iterated.
  std::unordered_map<std::uint64_t, std::vector<SyncEvent>> sets_;
  BlockedWaits blocked_;
  CrossCoreCheck cross_core_;
  FindingList list_;
};

}  // namespace npusim::analysis
