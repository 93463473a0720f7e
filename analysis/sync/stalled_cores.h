// SPDX-License-Identifier: Apache-2.0
// Whether a stall is only what came of accesses outside of memory: such an access stops its core,
// and whoever waits for that core waits for ever.
#pragma once

#include <map>
#include <set>
#include <string>

#include "models/arch/event_sink.h"

namespace npusim::analysis {

class StalledCores : public EventSink {
 public:
  unsigned wanted() const override { return kSyncEvents | kFaultEvents; }
  void on_sync(const SyncEvent& event) override;
  void on_fault(const FaultEvent& event) override;

  // After the last event.

  /// Whether blocks never ended, each because its own core was stopped by such an access, or waits
  /// for a flag between cores in a task one of whose cores was.
  bool follow_from_accesses() const;
  /// "the run stalls: AIV 0 and 1 more never end their blocks".
  std::string sentence() const;

 private:
  std::map<CoreId, BlockRef> running_;
  std::map<CoreId, AgentId> stopped_;  ///< which of its pipes met the fault
  std::set<CoreId> wait_for_cores_;
};

}  // namespace npusim::analysis
