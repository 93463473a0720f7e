// SPDX-License-Identifier: Apache-2.0
// Which schedules a campaign runs. A plan is fixed before the first run, from nothing but the
// program, a first run of it and the options; so an interrupted campaign goes on where it was, and
// any number of processes comes to the same table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/explore/choice_profile.h"
#include "sim/schedule/schedule.h"

namespace npusim {

struct Plan {
  std::vector<Schedule> schedules;
  std::string note;  ///< what the plan promises, a sentence; may be empty
};

/// Seeds from `first` on.
Plan random_plan(std::uint64_t first, std::uint64_t count);

/// Every seed twice: two runs that differ are our own bug.
Plan determinism_plan(std::uint64_t first, std::uint64_t count);

/// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010), with delays for priorities:
/// one of the n agents of a schedule comes last in everything it does, and depth - 1 of the k
/// choices that are delays are long ones, each length one rung of a ladder of powers of two.
Plan pct_plan(const ChoiceProfile& profile, std::uint64_t first, std::uint64_t count,
              unsigned depth);

/// From the calm schedule, every single long delay, then pairs, up to `count` schedules. For tiny
/// programs.
Plan exhaustive_plan(const ChoiceProfile& profile, std::uint64_t count);

/// Two accesses that nothing orders, as they happened in the calm run.
struct UnorderedPair {
  AgentId first = 0;
  Cycle first_cycle = 0;  ///< start of its instruction
  bool first_writes = true;
  AgentId second = 0;
  Cycle second_cycle = 0;
};

/// From the calm schedule, delays of the earlier access of each pair, just long enough and longer:
/// the first tries of all pairs, then the second ones ... up to `count`.
Plan directed_plan(const ChoiceProfile& profile, const std::vector<UnorderedPair>& pairs,
                   std::uint64_t count);

}  // namespace npusim
