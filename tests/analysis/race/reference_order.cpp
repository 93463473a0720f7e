// SPDX-License-Identifier: Apache-2.0
// The oracle's judgement: which accesses are ordered, and which pairs race.
#include <tuple>

#include "tests/analysis/race/reference_detector.h"

namespace npusim::test {

bool ReferenceDetector::ordered_by_reuse(const Touch& a, const Touch& b, std::uint64_t byte) const {
  const Instruction& first = instructions_[a.carrier];
  const Instruction& second = asking(b);
  const auto ends_after = [&](const Run& run, const Allocation& allocation) {
    return run.end != kNone && run.task < allocation.owner &&
           allocation.done.count(run.task) != 0 &&
           global_.has(a.writes() ? first.visible : first.complete, run.end);
  };
  const auto starts_before = [&](const Run& run, const Allocation& allocation) {
    return run.task >= allocation.owner && global_.has(run.start, second.start);
  };
  for (const Allocation& allocation : allocations_) {
    if (byte < allocation.begin || byte >= allocation.end) continue;
    bool given_back = false;
    bool taken = second.run == kOrchestratorRun && global_.has(allocation.when, second.start);
    for (const Run& run : runs_) {
      given_back = given_back || ends_after(run, allocation);
      taken = taken || starts_before(run, allocation);
    }
    if (given_back && taken) return true;
  }
  return false;
}

bool ReferenceDetector::touches(const Touch& touch, std::uint64_t byte, int& first_group,
                                int& last_group) const {
  first_group = last_group = -1;
  for (std::uint32_t g = 0; g < touch.span.groups; ++g) {
    for (std::uint32_t r = 0; r < touch.span.runs; ++r) {
      const std::uint64_t at =
          touch.span.address +
          static_cast<std::uint64_t>(touch.span.group_stride * g + touch.span.run_stride * r);
      if (byte < at || byte >= at + touch.span.run_bytes) continue;
      if (first_group < 0) first_group = static_cast<int>(g);
      last_group = static_cast<int>(g);
    }
  }
  return first_group >= 0;
}

/// The instruction that must come after another for `touch` to do so: what is written back without
/// having been stored is as old as its fetch.
const ReferenceDetector::Instruction& ReferenceDetector::asking(const Touch& touch) const {
  return instructions_[touch.effect == Effect::Rewrite ? touch.fetch : touch.carrier];
}

bool ReferenceDetector::ordered(const Touch& a, const Touch& b, std::uint64_t byte) const {
  if (instructions_[a.instruction].event.instruction ==
      instructions_[b.effect == Effect::Rewrite ? b.fetch : b.instruction].event.instruction) {
    return true;
  }
  return ordered_before(a, asking(b), b, byte);
}

/// Whether `a` is over when `second` starts, for what it does to the byte as part of `b`.
bool ReferenceDetector::ordered_before(const Touch& a, const Instruction& second, const Touch& b,
                                       std::uint64_t byte) const {
  const Instruction& first = instructions_[a.carrier];
  const Pipe pipe = is_core_agent(first.event.agent) ? pipe_of(first.event.agent) : Pipe::S;
  const bool gm = a.space == MemSpace::GM;
  if (first.run == kOrchestratorRun && second.run == kOrchestratorRun) return true;
  if (gm && first.run != second.run) {
    if (a.hidden()) return false;
    return global_.has(a.writes() ? first.visible : first.complete, second.start) ||
           ordered_by_reuse(a, b, byte);
  }
  if (first.event.agent == second.event.agent) {
    if (pipe == Pipe::S) {
      const bool came_first = order_on(a.core).has(first.start, second.start);
      if (!gm || a.path != AccessPath::WriteBack || !b.observes()) return came_first;
      return order_on(a.core).has(first.visible, second.start);
    }
    if (order_on(a.core).has(first.complete, second.start)) return true;
    if (pipe != Pipe::V) return false;
    if (!a.writes()) return true;
    int a_first, a_last, b_first, b_last;
    touches(a, byte, a_first, a_last);
    touches(b, byte, b_first, b_last);
    const std::uint64_t result = first.stream_start +
                                 static_cast<std::uint64_t>(a_last) * first.event.repeat_cycles +
                                 first.event.tail_cycles;
    const std::uint64_t then = second.stream_start +
                               static_cast<std::uint64_t>(b_first) * second.event.repeat_cycles +
                               (b.writes() ? second.event.tail_cycles : 0);
    return then >= result;
  }
  if (a.hidden()) return false;
  Node needed = first.complete;
  if (a.writes() && !gm && pipe == Pipe::S) needed = first.landed;
  if (a.writes() && gm && b.observes()) needed = first.own;
  if (a.writes() && gm && pipe == Pipe::S) needed = first.visible;
  return order_on(a.core).has(needed, second.start);
}

/// A cached load after a write that its line does not have.
bool ReferenceDetector::is_stale(const Touch& a, const Touch& b, std::uint64_t byte) const {
  if (b.effect != Effect::Read || b.fetch == kNoFetch || !a.writes()) return false;
  const Instruction& fetch = instructions_[b.fetch];
  if (a.hidden() && a.core == b.core && instructions_[a.instruction].run == fetch.run) return false;
  if (instructions_[a.instruction].event.instruction == fetch.event.instruction) return false;
  return !ordered_before(a, fetch, b, byte);
}

/// Scalar additions and loads, however they go: they do not race with each other.
bool ReferenceDetector::is_flag(const Touch& touch) const {
  const AgentId agent = instructions_[touch.instruction].event.agent;
  return touch.space == MemSpace::GM && is_core_agent(agent) && pipe_of(agent) == Pipe::S &&
         (touch.effect == Effect::Atomic || touch.effect == Effect::Read);
}

/// Who rewrites what it fetched harms writers alone.
bool ReferenceDetector::conflict(const Touch& a, const Touch& b) const {
  const bool changes = a.effect == Effect::Write || a.effect == Effect::Atomic ||
                       b.effect == Effect::Write || b.effect == Effect::Atomic;
  return changes && !(a.effect == Effect::Atomic && b.effect == Effect::Atomic) &&
         !(is_flag(a) && is_flag(b));
}

/// Whether a later access that races with `a` would race with `b` as well.
bool ReferenceDetector::covers(const Touch& b, const Touch& a, std::uint64_t byte) const {
  if (is_flag(b) && !is_flag(a)) return false;
  const Instruction& first = instructions_[a.instruction];
  const Instruction& second = instructions_[b.instruction];
  const bool same_queue = first.event.agent == second.event.agent &&
                          (first.run == second.run || a.space != MemSpace::GM);
  switch (b.effect) {
    case Effect::Write:
      return ordered(a, b, byte);
    case Effect::Atomic:  // another addition races with what is none alone
      return a.effect == Effect::Atomic && ordered(a, b, byte);
    case Effect::Rewrite:
      return a.effect == Effect::Rewrite && same_queue;
    case Effect::Read:
      return a.effect == Effect::Read && (same_queue || ordered(a, b, byte));
  }
  return false;
}

RacyPairs ReferenceDetector::racy_pairs() const {
  std::map<std::tuple<MemSpace, CoreId, std::uint64_t>, std::vector<const Touch*>> bytes;
  for (const Touch& touch : touches_) {
    const CoreId owner = touch.space == MemSpace::GM ? CoreId{0} : touch.core;
    int first, last;
    for (std::uint64_t byte = touch.span.lowest(); byte < touch.span.end(); ++byte) {
      if (touches(touch, byte, first, last)) bytes[{touch.space, owner, byte}].push_back(&touch);
    }
  }
  RacyPairs pairs;
  for (const auto& [where, list] : bytes) {
    const std::uint64_t byte = std::get<2>(where);
    for (std::size_t i = 0; i < list.size(); ++i) {
      for (std::size_t j = i + 1; j < list.size(); ++j) {
        const Touch& a = *list[i];
        const Touch& b = *list[j];
        // A store that is still in its cache disturbs nobody yet.
        const bool racy = conflict(a, b) && !(b.hidden() && b.carrier == b.instruction) &&
                          (!ordered(a, b, byte) || is_stale(a, b, byte));
        if (racy) {
          pairs.insert({instructions_[a.instruction].event.instruction,
                        instructions_[b.instruction].event.instruction});
        }
        if (covers(b, a, byte)) break;  // whoever comes now races with b as well
      }
    }
  }
  return pairs;
}

}  // namespace npusim::test
