// SPDX-License-Identifier: Apache-2.0
// Which schedules a campaign runs. A plan is fixed before the first run, from nothing but the
// program, a first run of it and the options; so an interrupted campaign goes on where it was, and
// any number of processes comes to the same table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/explore/access_order.h"
#include "sim/explore/choice_profile.h"
#include "sim/schedule/schedule.h"

namespace npusim {

struct Plan {
  std::vector<Schedule> schedules;
  std::string note;                  ///< what the plan promises, a sentence; may be empty
  std::vector<UnorderedPair> races;  ///< that the directed plan is about
  /// Indices into races for each schedule, of those whose order it is to decide. Empty for the
  /// other strategies.
  std::vector<std::vector<std::size_t>> about;
};

/// Seeds from `first` on.
Plan random_plan(std::uint64_t first, std::uint64_t count);

/// Every seed twice: two runs that differ are our own bug.
Plan determinism_plan(std::uint64_t first, std::uint64_t count);

/// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010), with delays for priorities:
/// one of the n agents of a schedule comes last in everything it does, and depth - 1 of the k
/// choices that are delays are long ones, each length one rung of a ladder of powers of two. The
/// note's bound is for drawing one combination of these; the rest is as the seed says.
Plan pct_plan(const ChoiceProfile& profile, std::uint64_t first, std::uint64_t count,
              unsigned depth);

/// From the calm schedule, every single long delay, then pairs, up to `count` schedules. For tiny
/// programs.
Plan exhaustive_plan(const ChoiceProfile& profile, std::uint64_t count);

/// From the calm schedule, of each pair: a delay of the earlier access, just long enough; then one
/// of the later access, so that the order stays; then longer and other ones of the earlier access.
/// The first tries of all pairs, then the second ones ... up to `count`.
Plan directed_plan(const ChoiceProfile& profile, const std::vector<UnorderedPair>& pairs,
                   const Knobs& knobs, std::uint64_t count);

}  // namespace npusim
