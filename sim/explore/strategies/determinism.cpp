// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/strategy.h"

namespace npusim {

Plan determinism_plan(std::uint64_t first, std::uint64_t count) {
  Plan plan;
  for (std::uint64_t i = 0; i < count; ++i) {
    Schedule schedule;
    schedule.seed = first + i / 2;
    plan.schedules.push_back(std::move(schedule));
  }
  plan.note = "every seed runs twice; equal seeds must give equal bytes and cycles";
  return plan;
}

}  // namespace npusim
