// SPDX-License-Identifier: Apache-2.0
// The race check as one of the checks: the detector and what it finds.
#pragma once

#include "analysis/check.h"
#include "analysis/race/race_detector.h"
#include "analysis/race/race_findings.h"

namespace npusim::analysis {

class RaceCheck : public Check {
 public:
  explicit RaceCheck(const CheckContext& context)
      : findings_(context.buffers, {context.order, context.tasks, context.flag_ids},
                  context.sources, context.racy_reads),
        detector_(context.knobs, context.order, findings_) {}

  void on_instruction(const InstructionEvent& event, const OrderModel::Start& start) override {
    detector_.on_instruction(event, start);
  }
  void on_access(const AccessEvent& event) override { detector_.on_access(event); }
  void on_sync(const SyncEvent& event) override { detector_.on_sync(event); }
  std::vector<Finding> findings() const override { return findings_.findings(); }
  std::size_t count() const override { return findings_.count(); }

 private:
  RaceFindings findings_;
  RaceDetector detector_;
};

}  // namespace npusim::analysis
