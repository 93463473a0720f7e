// SPDX-License-Identifier: Apache-2.0
// How busy the pipes and GM are over time.
#pragma once

#include <array>
#include <unordered_map>

#include "analysis/timeline/bucket_series.h"
#include "analysis/timeline/run_picture.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class UsageLog : public EventSink {
 public:
  void on_instruction(const InstructionEvent& event) override;
  /// Bytes that move between GM and the chip: an instruction's are spread over its time.
  void on_access(const AccessEvent& event) override;
  void on_completion(const CompletionEvent& event) override;

  /// Up to the last cycle in which a pipe or GM did anything.
  UsageOverTime usage() const;

 private:
  struct Running {
    Cycle start = 0;
    std::uint64_t read = 0, written = 0;
  };
  static constexpr std::size_t kRead = kPipeCount, kWritten = kPipeCount + 1;

  BucketSeries series_{kPipeCount + 2};
  std::array<Cycle, kAgentCount> busy_until_{};
  std::unordered_map<InstructionId, Running> running_;  ///< looked up, never iterated
};

}  // namespace npusim::analysis
