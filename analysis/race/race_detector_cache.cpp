// SPDX-License-Identifier: Apache-2.0
// The race check's view of scalar accesses through the data cache, and how a pair becomes a Race.
#include <algorithm>
#include <tuple>

#include "analysis/race/race_detector.h"
#include "analysis/race/span_blocks.h"

namespace npusim::analysis {
namespace {

constexpr std::uint64_t line_of(std::uint64_t address) {
  return address & ~std::uint64_t{kCacheLineBytes - 1};
}

/// Calls visit(line, begin, end) for each line of a scalar access.
template <typename Visit>
void for_each_line(const Span& span, Visit&& visit) {
  std::uint64_t at = span.address;
  const std::uint64_t end = at + span.run_bytes;
  while (at < end) {
    const std::uint64_t stop = std::min(end, line_of(at) + kCacheLineBytes);
    visit(line_of(at), at, stop);
    at = stop;
  }
}

/// Calls visit(begin, end) for each contiguous piece of the bytes of a line.
template <typename Visit>
void for_each_piece_of_line(std::uint64_t line, std::uint64_t bytes, Visit&& visit) {
  for (unsigned at = 0; at < kCacheLineBytes;) {
    if ((bytes >> at & 1) == 0) {
      ++at;
      continue;
    }
    const unsigned begin = at;
    while (at < kCacheLineBytes && (bytes >> at & 1) != 0) ++at;
    visit(line + begin, line + at);
  }
}

/// The order in which the program means the two to happen, as far as it says: the front end's order
/// on one core, the order of submission between tasks, and for the orchestrator's own accesses
/// their place among its submissions. Between cores that work on one task a read waits for a write,
/// unless it has been told something by others already: then the write is to wait for it.
bool meant_first(const Access& a, const Access& b, const TaskOrder& tasks) {
  if (!is_core_agent(a.agent)) return tasks.orchestrator_before(a.ordinal, b.block.task);
  if (!is_core_agent(b.agent)) return !tasks.orchestrator_before(b.ordinal, a.block.task);
  if (core_of(a.agent) == core_of(b.agent) && (a.space != MemSpace::GM || a.run == b.run)) {
    return a.instruction <= b.instruction;
  }
  if (a.block.task == b.block.task && is_write(a) != is_write(b)) {
    const Access& reader = is_write(a) ? b : a;
    return is_write(a) != reader.informed;
  }
  return std::tuple(a.block.task, a.block.block, core_of(a.agent)) <=
         std::tuple(b.block.task, b.block.block, core_of(b.agent));
}

}  // namespace

void RaceDetector::cached_read(const Access& access) {
  const CoreId core = core_of(access.agent);
  const Frontier& now = model_.frontier(access.agent);
  for_each_line(access.span, [&](std::uint64_t line, std::uint64_t begin, std::uint64_t end) {
    Access part = access;
    part.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    check_span(part, now, &caches_.line(core, line, access, now), true);
  });
}

/// Nobody else sees the store before the line is written back, so there is nothing to compare yet.
void RaceDetector::cached_store(const Access& access) {
  const CoreId core = core_of(access.agent);
  const Frontier& now = model_.frontier(access.agent);
  for_each_line(access.span, [&](std::uint64_t line, std::uint64_t begin, std::uint64_t end) {
    Access part = access;
    part.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    DataCaches::store(caches_.line(core, line, access, now), begin, part.span.run_bytes, part);
    check_span(part, now, nullptr, false);
  });
}

/// The dirty bytes become writes of their stores; the others are rewritten with what they were when
/// the line was fetched. A line that its kernel left dirty is written back by whatever comes next
/// on the core, which orders nothing: to everybody else the store stays unpublished.
void RaceDetector::write_back(const Access& access) {
  const CoreId core = core_of(access.agent);
  const std::uint64_t line = line_of(access.span.address);
  const Frontier& now = model_.frontier(access.agent);
  const CachedLine* const found = caches_.find(core, line);
  if (found == nullptr) {
    check_span(access, now, nullptr, true);
    return;
  }
  const CachedLine cached = *found;
  caches_.drop(core, line);
  const auto has_ended = [&](RunId run) { return run != kNoRun && model_.run(run).ended; };
  for (const CachedLine::Store& store : cached.stores) {
    for_each_piece_of_line(line, store.bytes, [&](std::uint64_t begin, std::uint64_t end) {
      Access published = store.access;
      if (!has_ended(published.run)) published.path = AccessPath::WriteBack;
      published.ordinal = access.ordinal;
      published.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
      published.cycle = access.cycle;
      check_span(published, now, nullptr, true);
    });
  }
  for_each_piece_of_line(line, ~cached.dirty, [&](std::uint64_t begin, std::uint64_t end) {
    Access rewrite = cached.stores.empty() ? access : cached.stores.front().access;
    rewrite.effect = Effect::Rewrite;
    rewrite.path = AccessPath::WriteBack;
    rewrite.ordinal = access.ordinal;
    rewrite.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    rewrite.cycle = access.cycle;
    check_span(rewrite, cached.fetched, &cached, true);
  });
}

void RaceDetector::report(const Query& query) {
  for (const Pending& pending : pending_) {
    Race race;
    race.kind = pending.kind;
    race.begin = pending.begin;
    race.end = pending.end;
    race.first = log_[pending.other];
    race.second = *query.access;
    race.pairs = race.first.stands_for;
    race.same_run = race.first.run == race.second.run;
    // A flag has said which is first.
    const bool ordered = race.kind == RaceKind::MessageVisibility;
    if (!ordered && !meant_first(race.first, race.second, model_.tasks())) {
      std::swap(race.first, race.second);
    }
    race.hazard = !is_write(race.first)    ? Hazard::WAR
                  : !is_write(race.second) ? Hazard::RAW
                                           : Hazard::WAW;
    sink_.on_race(race);
  }
  pending_.clear();
}

}  // namespace npusim::analysis
