// SPDX-License-Identifier: Apache-2.0
// Compares each access with those that came before it and may still race with it.
//
// The simple model. For each byte, in order of arrival, all accesses are kept; a new access b is
// compared with each kept a: conflict and not (a before b) is a race. A kept a is dropped when b
// covers it, that is when whatever comes later and races with a would race with b as well:
//   b writes and a before b, and if b adds, so does a;  or both read and (a before b, or same pipe
//   and run, so that whoever knows b to be complete knows it of a); and if b is st_atomic or a
//   scalar load, which do not race with each other, so is a.
// A second access of the same source line in the same pipe stands for the first one even if nothing
// orders them: in the same run for writes, and in another block of the same task for all. The
// shadow memory keeps this per 32-byte block, whole blocks in 8 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "analysis/race/block_walk.h"
#include "analysis/race/pair_examiner.h"

namespace npusim::analysis {

class AccessChecker {
 public:
  AccessChecker(const Knobs& knobs, const OrderModel& model, RaceSink& sink);

  /// `knows`: what is before the access. `line`: see RaceQuery. Not `compare`: it is only
  /// remembered.
  void check(const Access& access, const Frontier& knows, const CachedLine* line, bool compare);

  RaceStatistics& statistics() { return statistics_; }
  const RaceStatistics& statistics() const { return statistics_; }
  std::size_t shadow_bytes() const;

 private:
  ShadowMemory& shadow(CoreId core, MemSpace space);
  void touch_reused_gm(std::uint64_t begin, std::uint64_t end, const RaceQuery& query);
  void collect_if_large();

  const OrderModel& model_;
  RaceStatistics statistics_;
  AccessLog log_;
  PairExaminer examiner_;
  BlockWalk walk_;
  std::size_t collect_at_;
  ShadowMemory gm_;
  std::array<std::unique_ptr<ShadowMemory>, kCoreCount * kMemSpaceCount> local_;
};

}  // namespace npusim::analysis
