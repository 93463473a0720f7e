// SPDX-License-Identifier: Apache-2.0
// Instructions and synchronisation of a run, for swimlanes around its findings. Of a long run it
// keeps the latest ones and those near the findings so far.
#pragma once

#include <functional>
#include <unordered_map>
#include <vector>

#include "analysis/timeline/kept_rows.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class InstructionLog : public EventSink {
 public:
  /// `findings` returns the run's findings so far; it may be null. `limit`: instructions and,
  /// apart, marks that are held at most.
  explicit InstructionLog(std::function<std::vector<Finding>()> findings,
                          std::size_t limit = 400'000);

  void on_instruction(const InstructionEvent& event) override;
  void on_completion(const CompletionEvent& event) override;
  void on_sync(const SyncEvent& event) override;

  /// The swimlane of the accesses whose agents are known; without lanes if none is.
  Swimlane around(const Finding& finding) const;

 private:
  std::vector<Finding> findings() const;

  std::function<std::vector<Finding>()> findings_;
  KeptRows<InstructionBar> bars_;  ///< in order of start
  KeptRows<SyncEvent> marks_;
  std::unordered_map<InstructionId, std::size_t> open_;  ///< index of a bar without end; looked up
};

}  // namespace npusim::analysis
