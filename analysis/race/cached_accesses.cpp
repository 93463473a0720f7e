// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/cached_accesses.h"

#include <algorithm>

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

}  // namespace

void CachedAccesses::fill(const Access& access) {
  caches_.line(core_of(access.agent), access.span.address, access, model_.frontier(access.agent));
}

void CachedAccesses::read(const Access& access) {
  const CoreId core = core_of(access.agent);
  const Frontier& now = model_.frontier(access.agent);
  for_each_line(access.span, [&](std::uint64_t line, std::uint64_t begin, std::uint64_t end) {
    Access part = access;
    part.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    checker_.check(part, now, &caches_.line(core, line, access, now), true);
  });
}

/// Nobody else sees the store before the line is written back, so there is nothing to compare yet.
void CachedAccesses::store(const Access& access) {
  const CoreId core = core_of(access.agent);
  const Frontier& now = model_.frontier(access.agent);
  for_each_line(access.span, [&](std::uint64_t line, std::uint64_t begin, std::uint64_t end) {
    Access part = access;
    part.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    DataCaches::store(caches_.line(core, line, access, now), begin, part.span.run_bytes, part);
    checker_.check(part, now, nullptr, false);
  });
}

/// The dirty bytes become writes of their stores; the others are rewritten with what they were when
/// the line was fetched. A line that its kernel left dirty is written back by whatever comes next
/// on the core, which orders nothing: to everybody else the store stays unpublished.
void CachedAccesses::write_back(const Access& access) {
  const CoreId core = core_of(access.agent);
  const std::uint64_t line = line_of(access.span.address);
  const Frontier& now = model_.frontier(access.agent);
  const CachedLine* const found = caches_.find(core, line);
  if (found == nullptr) {
    checker_.check(access, now, nullptr, true);
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
      checker_.check(published, now, nullptr, true);
    });
  }
  for_each_piece_of_line(line, ~cached.dirty, [&](std::uint64_t begin, std::uint64_t end) {
    Access rewrite = cached.stores.empty() ? access : cached.stores.front().access;
    rewrite.effect = Effect::Rewrite;
    rewrite.path = AccessPath::WriteBack;
    rewrite.ordinal = access.ordinal;
    rewrite.span = contiguous(begin, static_cast<std::uint32_t>(end - begin));
    rewrite.cycle = access.cycle;
    checker_.check(rewrite, cached.fetched, &cached, true);
  });
}

}  // namespace npusim::analysis
