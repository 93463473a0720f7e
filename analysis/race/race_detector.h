// SPDX-License-Identifier: Apache-2.0
// The race check: every pair of conflicting accesses, in any memory, that the ordering model does
// not order. Exact to the byte.
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
#include <memory>
#include <vector>

#include "analysis/order/order_model.h"
#include "analysis/race/data_caches.h"
#include "analysis/race/ordering.h"
#include "analysis/race/race.h"
#include "analysis/race/race_statistics.h"
#include "analysis/race/shadow_memory.h"

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

  const RaceStatistics& statistics() const { return statistics_; }
  std::size_t shadow_bytes() const;

 private:
  /// An access being checked.
  struct Query {
    AccessIndex index = kNoAccess;
    const Access* access = nullptr;
    const Frontier* knows = nullptr;
    const CachedLine* line = nullptr;  ///< that a cached read reads, or that is written back
    bool check = true;                 ///< false: only remember it
    bool neighbours = false;           ///< it may lose other bytes of its blocks: a store to GM
  };
  struct Pending {
    AccessIndex other;
    RaceKind kind;
    std::uint64_t begin;
    std::uint64_t end;
  };

  Access access_of(const AccessEvent& event);
  ShadowMemory& shadow(CoreId core, MemSpace space);
  void check_span(const Access& access, const Frontier& knows, const CachedLine* line, bool check);
  void touch_reused_gm(std::uint64_t begin, std::uint64_t end, const Query& query);
  void touch(ShadowMemory& memory, std::uint64_t begin, std::uint64_t end, const Query& query);
  void touch_parts(ShadowMemory& memory, std::uint64_t block, ByteMask bytes, const Query& query);
  void touch_blocks(ShadowMemory& memory, std::uint64_t block, std::uint64_t count,
                    const Query& query);
  void touch_list(ShadowMemory& memory, std::uint64_t block, const ShadowMemory::Cell& cell,
                  const Query& query);
  void touch_whole(ShadowMemory& memory, std::uint64_t block, ShadowMemory::Cell& cell,
                   const Query& query);
  bool is_uniform(AccessIndex other, const Query& query) const;
  ByteMask examine(AccessIndex other, std::uint64_t block, ByteMask common, const Query& query);
  void examine_neighbour(AccessIndex other, std::uint64_t block, const Query& query);
  ByteMask ordered_bytes(AccessIndex other, std::uint64_t block, ByteMask common,
                         const Query& query);
  ByteMask covered(const Query& query, AccessIndex other, ByteMask common, ByteMask ordered);
  void note(AccessIndex other, RaceKind kind, std::uint64_t begin, std::uint64_t end);
  void report(const Query& query);

  void cached_read(const Access& access);
  void cached_store(const Access& access);
  void write_back(const Access& access);
  void collect_if_large();

  const OrderModel& model_;
  Ordering ordering_;
  RaceSink& sink_;
  AccessLog log_;
  std::size_t collect_at_;
  ShadowMemory gm_;
  std::array<std::unique_ptr<ShadowMemory>, kCoreCount * kMemSpaceCount> local_;
  DataCaches caches_;
  std::vector<Access> current_;  ///< by agent: what its accesses have in common
  Ordinal orchestrator_accesses_ = 0;
  RaceStatistics statistics_;

  // Working memory of one access.
  struct Answer {
    AccessIndex other = kNoAccess;
    AccessIndex index = kNoAccess;
    bool before = false;
  };
  std::array<Answer, 16> answers_{};
  /// What became of the last whole block: the next one with the same entries ends the same way.
  struct Step {
    AccessIndex index = kNoAccess;
    ShadowMemory::Cell before, after;
    std::uint64_t* counter = nullptr;
  };
  Step step_;
  std::vector<Remembered> entries_;
  std::vector<Pending> pending_;
};

}  // namespace npusim::analysis
