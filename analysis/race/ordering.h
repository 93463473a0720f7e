// SPDX-License-Identifier: Apache-2.0
// Whether one access is before another: what the order model knows, read for a kind of access.
#pragma once

#include "analysis/order/order_model.h"
#include "analysis/race/access.h"
#include "models/arch/knobs.h"

namespace npusim::analysis {

class Ordering {
 public:
  Ordering(const Knobs& knobs, const OrderModel& model);

  /// Whether `earlier` is complete, and visible to `later`, before `later` starts. `knows` is the
  /// frontier at the start of `later`; [begin, end) are bytes that both touch.
  bool before(const Access& earlier, const Access& later, const Frontier& knows,
              std::uint64_t begin, std::uint64_t end) const;

  /// Pipe V without a barrier, where the answer depends on the bytes.
  bool depends_on_bytes(const Access& earlier, const Access& later, const Frontier& knows) const;

  /// For a pair that is not ordered: whether it would be if an MTE3 flag made stores visible. The
  /// order does not take that for granted, whatever the knob says: it is contested.
  bool rests_on_store_visibility(const Access& earlier, const Access& later,
                                 const Frontier& knows) const;
  /// The same for a flag between cores (cross_core.flag_no_fence).
  bool rests_on_message(const Access& earlier, const Access& later, const Frontier& knows) const;

 private:
  bool before_in_pipe(const Access& earlier, const Access& later, const Frontier& knows,
                      std::uint64_t begin, std::uint64_t end) const;
  bool before_in_run(const Access& earlier, const Access& later, const Frontier& knows,
                     std::uint64_t begin, std::uint64_t end) const;
  bool before_across_runs(const Access& earlier, const Access& later, const Frontier& knows,
                          std::uint64_t address) const;
  bool run_before(RunId earlier, RunId later, std::uint64_t address) const;
  bool before_one_of(RunId earlier, const Foreign* runs, std::uint64_t address) const;
  bool complete_at_end(const Access& earlier, RunId run, std::uint64_t address) const;
  bool before_aicpu(const Access& earlier, const Access& later, const Frontier& knows,
                    std::uint64_t address) const;

  const bool interlock_;
  const OrderModel& model_;
};

}  // namespace npusim::analysis
