// SPDX-License-Identifier: Apache-2.0
// Tells of findings while the run goes on, so that they outlive its process. Stands behind the
// checks among a run's sinks.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "analysis/checks.h"
#include "models/arch/event_sink.h"

namespace npusim::session {

class FindingStream final : public EventSink {
 public:
  using Tell = std::function<void(const std::vector<analysis::Finding>&)>;
  FindingStream(const analysis::Checks& checks, Tell tell)
      : checks_(checks), tell_(std::move(tell)) {}

  unsigned wanted() const override {
    return kInstructionEvents | kAccessEvents | kSyncEvents | kFaultEvents;
  }
  void on_instruction(const InstructionEvent&) override { look(); }
  void on_access(const AccessEvent&) override { look(); }
  void on_sync(const SyncEvent&) override { look(); }
  void on_fault(const FaultEvent&) override { look(); }

  /// Tells of all that there are.
  void flush() {
    if (checks_.count() == told_) return;
    told_ = checks_.count();
    tell_(checks_.findings());
  }

 private:
  /// At once; of many, when there are a quarter more, so that all telling takes linear time.
  void look() {
    if (checks_.count() > told_ + told_ / 4) flush();
  }

  const analysis::Checks& checks_;
  Tell tell_;
  std::size_t told_ = 0;
};

}  // namespace npusim::session
