// SPDX-License-Identifier: Apache-2.0
// The race check: every pair of conflicting accesses, in any memory, that the ordering model does
// not order. Exact to the byte. Events become accesses here; access_checker.h compares them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "analysis/order/order_model.h"
#include "analysis/race/access_checker.h"
#include "analysis/race/cached_accesses.h"

namespace npusim::analysis {

class RaceDetector {
 public:
  /// `model` has seen every event before the detector does.
  RaceDetector(const Knobs& knobs, const OrderModel& model, RaceSink& sink);

  void on_instruction(const InstructionEvent& event, const OrderModel::Start& start);
  void on_access(const AccessEvent& event);
  void on_sync(const SyncEvent& event);

  /// Accesses of the orchestrator so far; its submissions are after them.
  Ordinal orchestrator_accesses() const { return orchestrator_accesses_; }

  const RaceStatistics& statistics() const { return checker_.statistics(); }
  std::size_t shadow_bytes() const { return checker_.shadow_bytes(); }

 private:
  Access access_of(const AccessEvent& event);
  bool is_of_messages(const AccessEvent& event) const;

  const OrderModel& model_;
  AccessChecker checker_;
  CachedAccesses cached_;
  std::array<bool, kCoreCount> in_barrier_{};                      ///< see SyncKind::BarrierArrive
  std::vector<std::pair<std::uint64_t, std::uint64_t>> messages_;  ///< see SyncKind::MessageWords
  std::vector<Access> current_;  ///< by agent: what its accesses have in common
  Ordinal orchestrator_accesses_ = 0;
};

}  // namespace npusim::analysis
