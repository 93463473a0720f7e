// SPDX-License-Identifier: Apache-2.0
// One pair of accesses at a time: do they race, and need the earlier one be remembered any longer.
#pragma once

#include <array>
#include <vector>

#include "analysis/race/access_log.h"
#include "analysis/race/data_caches.h"
#include "analysis/race/ordering.h"
#include "analysis/race/race.h"
#include "analysis/race/race_statistics.h"
#include "analysis/race/shadow_memory.h"

namespace npusim::analysis {

/// An access being checked.
struct RaceQuery {
  AccessIndex index = kNoAccess;
  const Access* access = nullptr;
  const Frontier* knows = nullptr;
  const CachedLine* line = nullptr;  ///< that a cached read reads, or that is written back
  bool check = true;                 ///< false: only remember it
  bool neighbours = false;           ///< it may lose other bytes of its blocks: a store to GM
};

/// Whether the access is an MTE's or fix pipe's store.
bool is_store(const Access& access);

class PairExaminer {
 public:
  /// `log` holds the accesses by number.
  PairExaminer(const Knobs& knobs, const OrderModel& model, AccessLog& log, RaceSink& sink,
               RaceStatistics& statistics);

  ByteMask examine(AccessIndex other, std::uint64_t block, ByteMask common, const RaceQuery& query);
  void examine_neighbour(AccessIndex other, std::uint64_t block, const RaceQuery& query);
  ByteMask covered(const RaceQuery& query, AccessIndex other, ByteMask common, ByteMask ordered);
  bool is_uniform(AccessIndex other, const RaceQuery& query) const;

  /// Whether something was found that report() has not told yet.
  bool found_races() const { return !pending_.empty(); }
  /// What is found from here on belongs to one block.
  void begin_block() { ++block_number_; }
  /// As many blocks more, right behind that one, come out as it did.
  void repeat_block(std::uint64_t blocks);
  /// Tells the sink of what the query's access races with, all its bytes together.
  void report(const RaceQuery& query);
  /// What was found out about two accesses may no longer hold, or their numbers have changed.
  void forget() { answers_.fill({}); }

 private:
  struct Pending {
    AccessIndex other;
    RaceKind kind;
    std::uint64_t begin;
    std::uint64_t end;
    std::uint64_t block;  ///< begin_block()'s number, at the last time
    std::uint64_t block_end;
  };
  struct Answer {
    AccessIndex other = kNoAccess;
    AccessIndex index = kNoAccess;
    bool before = false;
  };

  RaceKind kind_of(const Access& earlier, const RaceQuery& query) const;
  ByteMask ordered_bytes(AccessIndex other, std::uint64_t block, ByteMask common,
                         const RaceQuery& query);
  void note(AccessIndex other, RaceKind kind, std::uint64_t begin, std::uint64_t end);

  const OrderModel& model_;
  Ordering ordering_;
  AccessLog& log_;
  RaceSink& sink_;
  RaceStatistics& statistics_;
  std::array<Answer, 16> answers_{};
  std::vector<Pending> pending_;
  /// Where the next of them is expected: blocks have mostly the same entries in the same order.
  std::size_t next_pending_ = 0;
  std::uint64_t block_number_ = 0;
};

}  // namespace npusim::analysis
