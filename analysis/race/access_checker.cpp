// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/access_checker.h"

#include <algorithm>

#include "analysis/race/span_blocks.h"

namespace npusim::analysis {
namespace {

/// Size of the log at which unreferenced accesses are dropped for the first time: small enough for
/// the processor's caches.
constexpr std::size_t kFirstCollection = 1u << 14;
/// Dropping looks at all shadow memory: at most this many bytes of it for each access added.
constexpr std::size_t kShadowBytesPerAccess = 64;

}  // namespace

AccessChecker::AccessChecker(const Knobs& knobs, const OrderModel& model, RaceSink& sink)
    : model_(model),
      examiner_(knobs, model, log_, sink, statistics_),
      walk_(examiner_, log_, statistics_),
      collect_at_(kFirstCollection) {}

ShadowMemory& AccessChecker::shadow(CoreId core, MemSpace space) {
  if (space == MemSpace::GM) return gm_;
  auto& memory = local_[core * kMemSpaceCount + static_cast<unsigned>(space)];
  if (memory == nullptr) memory = std::make_unique<ShadowMemory>();
  return *memory;
}

void AccessChecker::check(const Access& access, const Frontier& knows, const CachedLine* line,
                          bool compare) {
  collect_if_large();
  RaceQuery query;
  query.index = log_.add(access);
  query.access = &access;
  query.knows = &knows;
  query.line = line;
  query.check = compare;
  query.neighbours = compare && access.space == MemSpace::GM && is_store(access);
  const CoreId core = is_core_agent(access.agent) ? core_of(access.agent) : CoreId{0};
  ShadowMemory& memory = shadow(core, access.space);
  const bool reused = access.space == MemSpace::GM && model_.heap().any_reuse();
  for_each_piece(access.span, [&](std::uint64_t begin, std::uint64_t end) {
    if (reused) return touch_reused_gm(begin, end, query);
    walk_.touch(memory, begin, end, query);
  });
  examiner_.report(query);
}

/// Where heap memory has had several owners the order of two accesses depends on the block: what
/// was found for one block is forgotten at the next.
void AccessChecker::touch_reused_gm(std::uint64_t begin, std::uint64_t end,
                                    const RaceQuery& query) {
  while (begin < end) {
    const std::uint64_t part_end = model_.heap().uniform_until(begin, end);
    examiner_.forget();
    walk_.forget();
    walk_.touch(gm_, begin, part_end, query);
    begin = part_end;
  }
}

std::size_t AccessChecker::shadow_bytes() const {
  std::size_t total = log_.bytes() + gm_.bytes();
  for (const auto& memory : local_) {
    if (memory != nullptr) total += memory->bytes();
  }
  return total;
}

void AccessChecker::collect_if_large() {
  if (log_.size() < collect_at_) return;
  ++statistics_.collections;
  std::vector<bool> used(log_.size(), false);
  gm_.mark(used);
  for (const auto& memory : local_) {
    if (memory != nullptr) memory->mark(used);
  }
  const std::vector<AccessIndex> renumbered = log_.keep(used);
  gm_.renumber(renumbered);
  for (const auto& memory : local_) {
    if (memory != nullptr) memory->renumber(renumbered);
  }
  examiner_.forget();
  walk_.forget();
  const std::size_t cells = shadow_bytes() - log_.bytes();
  collect_at_ =
      std::max({kFirstCollection, 2 * log_.size(), log_.size() + cells / kShadowBytesPerAccess});
}

}  // namespace npusim::analysis
