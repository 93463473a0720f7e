// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/strategy.h"

namespace npusim {

Plan random_plan(std::uint64_t first, std::uint64_t count) {
  Plan plan;
  for (std::uint64_t i = 0; i < count; ++i) {
    Schedule schedule;
    schedule.seed = first + i;
    plan.schedules.push_back(std::move(schedule));
  }
  return plan;
}

}  // namespace npusim
