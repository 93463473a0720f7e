// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/pair_examiner.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

namespace npusim::analysis {
namespace {

bool same_pipe_and_run(const Access& a, const Access& b) {
  return a.agent == b.agent && (a.run == b.run || a.space != MemSpace::GM);
}

/// The same line of the same task in the same pipe, another block: the cores are many fewer than
/// the blocks, and whoever is ordered after a task is so after all its blocks.
bool same_line_of_task(const Access& a, const Access& b) {
  return a.agent == b.agent && a.run != b.run && is_core_agent(a.agent) && a.site != nullptr &&
         a.site == b.site && a.opcode == b.opcode && a.tile_op == b.tile_op &&
         a.effect == b.effect && a.beyond == b.beyond && a.path == b.path && commute(a, b) &&
         a.block.task == b.block.task;
}

/// What the scalar unit has put into its cached line itself.
bool is_own_dirty_word(const Access& earlier, const Access& access) {
  return earlier.agent == access.agent && is_unpublished(earlier);
}

std::uint64_t first_byte(std::uint64_t block, ByteMask bytes) {
  return block * kBlockBytes + static_cast<unsigned>(std::countr_zero(bytes));
}
std::uint64_t end_byte(std::uint64_t block, ByteMask bytes) {
  return (block + 1) * kBlockBytes - static_cast<unsigned>(std::countl_zero(bytes));
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

bool is_store(const Access& access) {
  return access.effect == Effect::Write && access.path == AccessPath::Direct &&
         is_core_agent(access.agent) && pipe_of(access.agent) != Pipe::S;
}

PairExaminer::PairExaminer(const Knobs& knobs, const OrderModel& model, AccessLog& log,
                           RaceSink& sink, RaceStatistics& statistics)
    : model_(model), ordering_(knobs, model), log_(log), sink_(sink), statistics_(statistics) {}

/// Compares one pair on bytes `common`; returns those on which `other` is before the query's
/// access.
ByteMask PairExaminer::examine(AccessIndex other, std::uint64_t block, ByteMask common,
                               const RaceQuery& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  const ByteMask ordered = ordered_bytes(other, block, common, query);
  const Conflict found = conflict(earlier, access);
  if (!query.check || found == Conflict::None) return ordered;
  const ByteMask shown = ordered == common ? common : common & ~ordered;
  const std::uint64_t begin = first_byte(block, shown), end = end_byte(block, shown);
  if (found == Conflict::OrderFree) {
    const bool sums = is_floating(access.dtype) && access.update == AccessKind::AtomicAdd;
    if (ordered == 0 && sums && !same_pipe_and_run(earlier, access)) {
      note(other, RaceKind::AtomicOrder, begin, end);
    }
  } else if (ordered != common) {
    ++statistics_.unordered;
    note(other, kind_of(earlier, query), begin, end);
  } else if (query.line != nullptr && !is_own_dirty_word(earlier, access) &&
             !ordering_.before(earlier, query.line->fetch, query.line->fetched, begin, end)) {
    note(other, RaceKind::StaleLine, begin, end);
  }
  return ordered;
}

/// What is missing between two unordered accesses. The rest of a dirty line is what its fetch
/// brought: it rests on what a load in the fetch's place would.
RaceKind PairExaminer::kind_of(const Access& earlier, const RaceQuery& query) const {
  const Access& access = *query.access;
  if (earlier.effect == Effect::Rewrite) return RaceKind::LineRewrite;
  if (access.effect == Effect::Rewrite) {
    return ordering_.rests_on_store_visibility(earlier, query.line->fetch, *query.knows)
               ? RaceKind::StoreVisibility
               : RaceKind::LineRewrite;
  }
  if (earlier.effect == Effect::Atomic && access.effect == Effect::Atomic) {
    return RaceKind::AtomicTypes;
  }
  if (is_unpublished(earlier)) return RaceKind::Unpublished;
  if (ordering_.rests_on_store_visibility(earlier, access, *query.knows)) {
    return RaceKind::StoreVisibility;
  }
  if (ordering_.rests_on_message(earlier, access, *query.knows)) return RaceKind::MessageVisibility;
  return RaceKind::Unordered;
}

/// Different bytes of one block: two cores' stores may still lose each other's bytes. Requires:
/// query.neighbours.
void PairExaminer::examine_neighbour(AccessIndex other, std::uint64_t block,
                                     const RaceQuery& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  if (!is_store(earlier) || core_of(earlier.agent) == core_of(access.agent)) return;
  if (ordered_bytes(other, block, kWholeBlock, query) != 0) return;
  note(other, RaceKind::SubBlock, block * kBlockBytes, (block + 1) * kBlockBytes);
}

/// The bytes of `common` on which `other` is before the query's access: all or none, but for two
/// vector instructions, whose repeats differ. A line that is written back must have been fetched
/// after it.
ByteMask PairExaminer::ordered_bytes(AccessIndex other, std::uint64_t block, ByteMask common,
                                     const RaceQuery& query) {
  const Access& earlier = log_[other];
  const Access& later = query.access->effect == Effect::Rewrite ? query.line->fetch : *query.access;
  const auto ask = [&](ByteMask bytes) {
    return ordering_.before(earlier, later, *query.knows, first_byte(block, bytes),
                            end_byte(block, bytes));
  };
  if (!ordering_.depends_on_bytes(earlier, later, *query.knows)) {
    Answer& answer = answers_[other % answers_.size()];
    if (answer.other != other || answer.index != query.index) {
      answer = {other, query.index, ask(common)};
    }
    return answer.before ? common : 0;
  }
  if (ask(common)) return common;
  ByteMask ordered = 0;
  for (ByteMask rest = common; rest != 0; rest &= rest - 1) {
    const ByteMask byte = rest & ~(rest - 1);
    if (ask(byte)) ordered |= byte;
  }
  return ordered;
}

/// The bytes of `common` where nothing can race with `other` any more without racing with the
/// query's access.
ByteMask PairExaminer::covered(const RaceQuery& query, AccessIndex other, ByteMask common,
                               ByteMask ordered) {
  const Access& access = *query.access;
  const Access& earlier = log_[other];
  if (access.space == MemSpace::GM && same_line_of_task(earlier, access)) {
    log_.stand_for(query.index, earlier.stands_for + 1);
    return common;
  }
  // What races with the other may not race with a flag.
  if (is_flag_access(access) && !is_flag_access(earlier)) return 0;
  switch (access.effect) {
    case Effect::Read:
      if (earlier.effect != Effect::Read) return 0;
      // Who races with a read that counts must not be told from one that does not.
      if (access.beyond && !earlier.beyond) return 0;
      return same_pipe_and_run(earlier, access) ? common : ordered;
    case Effect::Rewrite:
      return earlier.effect == Effect::Rewrite && same_pipe_and_run(earlier, access) ? common : 0;
    case Effect::Atomic:
      // Another addition may race with what was there before, and never with this one.
      if (earlier.effect != Effect::Atomic || !commute(earlier, access)) return 0;
      break;
    case Effect::Write:
      break;
  }
  const bool same_line = access.site != nullptr && earlier.site == access.site &&
                         earlier.opcode == access.opcode && earlier.effect == access.effect &&
                         same_pipe_and_run(earlier, access);
  return same_line ? common : ordered;
}

void PairExaminer::note(AccessIndex other, RaceKind kind, std::uint64_t begin, std::uint64_t end) {
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    if (next_pending_ >= pending_.size()) next_pending_ = 0;
    Pending& pending = pending_[next_pending_++];
    if (pending.other != other || pending.kind != kind) continue;
    pending.begin = std::min(pending.begin, begin);
    pending.end = std::max(pending.end, end);
    pending.block_end = pending.block == block_number_ ? std::max(pending.block_end, end) : end;
    pending.block = block_number_;
    return;
  }
  pending_.push_back({other, kind, begin, end, block_number_, end});
}

void PairExaminer::repeat_block(std::uint64_t blocks) {
  for (Pending& pending : pending_) {
    if (pending.block != block_number_) continue;
    pending.block_end += blocks * kBlockBytes;
    pending.end = std::max(pending.end, pending.block_end);
  }
}

/// Whether the comparison with `other` comes out the same for every byte.
bool PairExaminer::is_uniform(AccessIndex other, const RaceQuery& query) const {
  return other == kNoAccess ||
         !ordering_.depends_on_bytes(log_[other], *query.access, *query.knows);
}

void PairExaminer::report(const RaceQuery& query) {
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
