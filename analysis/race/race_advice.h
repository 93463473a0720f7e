// SPDX-License-Identifier: Apache-2.0
// For a race: the rule it rests on, the edge that is missing in words, and the smallest change that
// removes it.
#pragma once

#include <string>
#include <string_view>

#include "analysis/describe/task_table.h"
#include "analysis/order/order_model.h"
#include "analysis/race/flag_ids.h"
#include "analysis/race/race.h"
#include "analysis/result/finding.h"

namespace npusim::analysis {

struct RaceAdvice {
  std::string_view rule;
  std::string missing_edge;
  std::string fix;
};

struct AdviceContext {
  const OrderModel& model;
  const TaskTable& tasks;
  const FlagIds& flag_ids;
};

/// `first` and `second` are the two accesses as the finding shows them.
RaceAdvice advise_race(const Race& race, const AccessSite& first, const AccessSite& second,
                       const AdviceContext& context);

}  // namespace npusim::analysis
