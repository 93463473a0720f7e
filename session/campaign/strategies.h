// SPDX-License-Identifier: Apache-2.0
// The strategies of a campaign, by name. To add one: its plan in sim/explore, and a row here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "session/campaign/one_run.h"
#include "sim/explore/strategy.h"

namespace npusim::session {

/// What a plan is to hold.
struct PlanOrder {
  const RunSettings& settings;  ///< the seed and the knobs
  std::uint64_t count = 0;      ///< of schedules
  unsigned depth = 0;
};

struct Strategy {
  std::string_view name;  ///< as --strategy takes it
  std::string_view does;  ///< one line
  /// From seeds alone; null: from a run of the calm schedule.
  Plan (*from_seeds)(std::uint64_t first, std::uint64_t count);
  Plan (*from_profile)(const ProfiledRun& run, const PlanOrder& order);
  bool needs_races = false;       ///< that run has the race check on
  bool every_seed_twice = false;  ///< the two runs are to be the same
};

std::span<const Strategy> strategies();

/// Throws UsageError for a name that no row has.
const Strategy& find_strategy(const std::string& name);

/// Runs the calm schedule once and plans from what it did. Only once per process.
Plan plan_from_profile(const SharedRun& shared, const Strategy& strategy, const PlanOrder& order);

}  // namespace npusim::session
