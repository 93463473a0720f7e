// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/race_detector.h"

#include <algorithm>
#include <bit>

#include "analysis/race/span_blocks.h"

namespace npusim::analysis {
namespace {

/// Size of the log at which unreferenced accesses are dropped for the first time.
constexpr std::size_t kFirstCollection = 1u << 18;

bool is_float(DType type) {
  return type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16;
}

bool same_pipe_and_run(const Access& a, const Access& b) {
  return a.agent == b.agent && (a.run == b.run || a.space != MemSpace::GM);
}

bool is_store(const Access& access) {
  return access.effect == Effect::Write && access.path == AccessPath::Direct &&
         is_core_agent(access.agent) && pipe_of(access.agent) != Pipe::S;
}

std::uint64_t first_byte(std::uint64_t block, ByteMask bytes) {
  return block * kBlockBytes + static_cast<unsigned>(std::countr_zero(bytes));
}
std::uint64_t end_byte(std::uint64_t block, ByteMask bytes) {
  return (block + 1) * kBlockBytes - static_cast<unsigned>(std::countl_zero(bytes));
}

}  // namespace

RaceDetector::RaceDetector(const Knobs& knobs, const OrderModel& model, RaceSink& sink)
    : model_(model),
      ordering_(knobs, model),
      sink_(sink),
      collect_at_(kFirstCollection),
      current_(kAgentCount) {}

void RaceDetector::on_instruction(const InstructionEvent& event, const OrderModel::Start& start) {
  Access& access = current_[event.agent];
  access.instruction = event.instruction;
  access.agent = event.agent;
  access.run = start.run;
  access.ordinal = start.ordinal;
  access.site = event.site;
  access.opcode = event.opcode;
  access.tile_op = event.tile_op;
  access.block = event.block;
  access.stream_cycle = start.stream_cycle;
  access.repeat_cycles = event.repeat_cycles;
  access.tail_cycles = event.tail_cycles;
}

void RaceDetector::on_sync(const SyncEvent& event) {
  if (event.kind != SyncKind::CacheClean) return;
  caches_.invalidate_clean(core_of(event.agent), event.address, event.bytes);
}

Access RaceDetector::access_of(const AccessEvent& event) {
  Access access = current_[event.agent];
  if (!is_core_agent(event.agent)) {
    access.agent = event.agent;
    access.ordinal = ++orchestrator_accesses_;
  }
  access.space = event.space;
  access.path = event.path;
  access.dtype = event.dtype;
  access.span = event.span;
  access.cycle = event.cycle;
  switch (event.kind) {
    case AccessKind::Read:
      access.effect = Effect::Read;
      break;
    case AccessKind::Write:
      access.effect = Effect::Write;
      break;
    case AccessKind::AtomicAdd:
      access.effect = Effect::Atomic;
      break;
  }
  return access;
}

void RaceDetector::on_access(const AccessEvent& event) {
  ++statistics_.accesses;
  const Access access = access_of(event);
  switch (event.path) {
    case AccessPath::Direct:
    case AccessPath::Coherent:
      check_span(access, model_.frontier(event.agent), nullptr, true);
      break;
    case AccessPath::Cached:
      if (is_write(access)) {
        cached_store(access);
      } else {
        cached_read(access);
      }
      break;
    case AccessPath::CacheFill:
      caches_.line(core_of(event.agent), access.span.address, access, model_.frontier(event.agent));
      break;
    case AccessPath::WriteBack:
      write_back(access);
      break;
  }
}

ShadowMemory& RaceDetector::shadow(CoreId core, MemSpace space) {
  if (space == MemSpace::GM) return gm_;
  auto& memory = local_[core * kMemSpaceCount + static_cast<unsigned>(space)];
  if (memory == nullptr) memory = std::make_unique<ShadowMemory>();
  return *memory;
}

void RaceDetector::check_span(const Access& access, const Frontier& knows, const CachedLine* line,
                              bool check) {
  collect_if_large();
  Query query;
  query.index = log_.add(access);
  query.access = &access;
  query.knows = &knows;
  query.line = line;
  query.check = check;
  const CoreId core = is_core_agent(access.agent) ? core_of(access.agent) : CoreId{0};
  ShadowMemory& memory = shadow(core, access.space);
  const bool reused = access.space == MemSpace::GM && model_.heap().any_reuse();
  for_each_piece(access.span, [&](std::uint64_t begin, std::uint64_t end) {
    if (reused) return touch_reused_gm(begin, end, query);
    touch(memory, begin, end, query);
  });
  report(query);
}

/// Where heap memory has had several owners the order of two accesses depends on the block: what
/// was found for one block is forgotten at the next.
void RaceDetector::touch_reused_gm(std::uint64_t begin, std::uint64_t end, const Query& query) {
  while (begin < end) {
    const std::uint64_t part_end = model_.heap().uniform_until(begin, end);
    answers_.fill({});
    step_ = {};
    touch(gm_, begin, part_end, query);
    begin = part_end;
  }
}

/// Bytes [begin, end): whole blocks, and parts of blocks before and after.
void RaceDetector::touch(ShadowMemory& memory, std::uint64_t begin, std::uint64_t end,
                         const Query& query) {
  for_whole_blocks(
      begin, end,
      [&](std::uint64_t block, std::uint64_t count) { touch_blocks(memory, block, count, query); },
      [&](std::uint64_t block, ByteMask bytes) { touch_parts(memory, block, bytes, query); });
}

void RaceDetector::touch_blocks(ShadowMemory& memory, std::uint64_t block, std::uint64_t count,
                                const Query& query) {
  while (count > 0) {
    std::span<ShadowMemory::Cell> cells = memory.cells(block, count);
    count -= cells.size();
    while (!cells.empty()) {
      std::size_t done = 1;
      if (step_.index == query.index && step_.before == cells.front()) {
        done = memory.replace_equal(cells, step_.after);
        *step_.counter += done;
      } else if (cells.front().has_list()) {
        touch_list(memory, block, cells.front(), query);
      } else {
        touch_whole(memory, block, cells.front(), query);
      }
      cells = cells.subspan(done);
      block += done;
    }
  }
}

/// A whole block that several accesses share, perhaps with its neighbours.
void RaceDetector::touch_list(ShadowMemory& memory, std::uint64_t block,
                              const ShadowMemory::Cell& cell, const Query& query) {
  const ShadowMemory::Cell before = cell;
  entries_.clear();
  memory.load(block, entries_);
  const bool uniform = std::all_of(entries_.begin(), entries_.end(), [&](const Remembered& entry) {
    return is_uniform(entry.access, query);
  });
  touch_parts(memory, block, kWholeBlock, query);
  step_ = {};
  if (pending_.empty() && uniform) step_ = {query.index, before, cell, &statistics_.partial};
}

/// Whole blocks with at most two entries, which is nearly all of them.
void RaceDetector::touch_whole(ShadowMemory& memory, std::uint64_t block, ShadowMemory::Cell& cell,
                               const Query& query) {
  const AccessIndex first = cell.first, second = cell.second;
  const bool reads = !is_write(*query.access);
  const auto covered_part = [&](AccessIndex other) -> ByteMask {
    if (other == kNoAccess) return kWholeBlock;
    return covered(query, other, kWholeBlock, examine(other, block, kWholeBlock, query));
  };
  const ByteMask first_covered = covered_part(first), second_covered = covered_part(second);
  const bool keep_first = first_covered == 0, keep_second = second_covered == 0;
  if ((!keep_first && first_covered != kWholeBlock) ||
      (!keep_second && second_covered != kWholeBlock)) {
    return touch_parts(memory, block, kWholeBlock, query);
  }
  const unsigned present = unsigned{first != kNoAccess} + unsigned{second != kNoAccess};
  const unsigned kept = unsigned{keep_first} + unsigned{keep_second};
  if (kept == 2) {
    if (reads) ++statistics_.read_shared;
    const ShadowMemory::Cell before = cell;
    const bool repeats = pending_.empty() && is_uniform(first, query) && is_uniform(second, query);
    entries_.assign({{first, kWholeBlock}, {second, kWholeBlock}, {query.index, kWholeBlock}});
    memory.store(block, entries_);
    step_ = {};
    if (repeats && reads) step_ = {query.index, before, cell, &statistics_.read_shared};
    return;
  }
  const AccessIndex survivor = keep_first ? first : keep_second ? second : kNoAccess;
  Step step{query.index, cell, {query.index, kNoAccess}, nullptr};
  if (survivor != kNoAccess) step.after = {survivor, query.index};
  if (!reads) {
    step.counter = present > 1 ? &statistics_.write_shared : &statistics_.write_exclusive;
  } else if (kept < present) {
    step.counter = &statistics_.read_same_epoch;
  } else {
    step.counter = kept == 1 && !is_write(log_[survivor]) ? &statistics_.read_share
                                                          : &statistics_.read_exclusive;
  }
  ++*step.counter;
  const bool repeats = pending_.empty() && is_uniform(first, query) && is_uniform(second, query);
  cell = step.after;
  step_ = repeats ? step : Step{};
}

/// Whether the comparison with `other` comes out the same for every byte.
bool RaceDetector::is_uniform(AccessIndex other, const Query& query) const {
  return other == kNoAccess ||
         !ordering_.depends_on_bytes(log_[other], *query.access, *query.knows);
}

void RaceDetector::touch_parts(ShadowMemory& memory, std::uint64_t block, ByteMask bytes,
                               const Query& query) {
  ++statistics_.partial;
  // The lists may change, and their numbers become others'.
  if (step_.before.has_list() || step_.after.has_list()) step_ = {};
  entries_.clear();
  memory.load(block, entries_);
  bool merged = false;
  for (Remembered& entry : entries_) {
    if (entry.access == query.index) {
      entry.bytes |= bytes;
      merged = true;
      continue;
    }
    const ByteMask common = entry.bytes & bytes;
    if (common == 0) {
      examine_neighbour(entry.access, block, query);
    } else {
      const ByteMask ordered = examine(entry.access, block, common, query);
      entry.bytes &= ~covered(query, entry.access, common, ordered);
    }
  }
  if (!merged) entries_.push_back({query.index, bytes});
  memory.store(block, entries_);
}

/// Compares one pair on bytes `common`; returns those on which `other` is before the query's
/// access.
ByteMask RaceDetector::examine(AccessIndex other, std::uint64_t block, ByteMask common,
                               const Query& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  const ByteMask ordered = ordered_bytes(other, block, common, query);
  const Conflict found = conflict(earlier.effect, access.effect);
  if (!query.check || found == Conflict::None) return ordered;
  const ByteMask shown = ordered == common ? common : common & ~ordered;
  const std::uint64_t begin = first_byte(block, shown), end = end_byte(block, shown);
  if (found == Conflict::OrderFree) {
    if (ordered == 0 && is_float(access.dtype) && !same_pipe_and_run(earlier, access)) {
      note(other, RaceKind::AtomicOrder, begin, end);
    }
  } else if (ordered != common) {
    ++statistics_.unordered;
    RaceKind kind = RaceKind::Unordered;
    if (earlier.effect == Effect::Rewrite || access.effect == Effect::Rewrite) {
      kind = RaceKind::LineRewrite;
    } else if (is_unpublished(earlier)) {
      kind = RaceKind::Unpublished;
    } else if (ordering_.rests_on_store_visibility(earlier, access, *query.knows)) {
      kind = RaceKind::StoreVisibility;
    }
    note(other, kind, begin, end);
  } else if (query.line != nullptr && earlier.agent != access.agent &&
             !ordering_.before(earlier, query.line->fetch, query.line->fetched, begin, end)) {
    note(other, RaceKind::StaleLine, begin, end);
  }
  return ordered;
}

/// Different bytes of one block: two cores' stores may still lose each other's bytes.
void RaceDetector::examine_neighbour(AccessIndex other, std::uint64_t block, const Query& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  if (!query.check || access.space != MemSpace::GM || !is_store(earlier) || !is_store(access) ||
      core_of(earlier.agent) == core_of(access.agent)) {
    return;
  }
  if (ordered_bytes(other, block, kWholeBlock, query) != 0) return;
  note(other, RaceKind::SubBlock, block * kBlockBytes, (block + 1) * kBlockBytes);
}

/// The bytes of `common` on which `other` is before the query's access: all or none, but for two
/// vector instructions, whose repeats differ.
ByteMask RaceDetector::ordered_bytes(AccessIndex other, std::uint64_t block, ByteMask common,
                                     const Query& query) {
  const Access& earlier = log_[other];
  const auto ask = [&](ByteMask bytes) {
    return ordering_.before(earlier, *query.access, *query.knows, first_byte(block, bytes),
                            end_byte(block, bytes));
  };
  if (!ordering_.depends_on_bytes(earlier, *query.access, *query.knows)) {
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
ByteMask RaceDetector::covered(const Query& query, AccessIndex other, ByteMask common,
                               ByteMask ordered) const {
  const Access& access = *query.access;
  const Access& earlier = log_[other];
  switch (access.effect) {
    case Effect::Read:
      if (earlier.effect != Effect::Read) return 0;
      return same_pipe_and_run(earlier, access) ? common : ordered;
    case Effect::Rewrite:
      return earlier.effect == Effect::Rewrite && same_pipe_and_run(earlier, access) ? common : 0;
    case Effect::Atomic:
      // Another addition may race with what was there before, and never with this one.
      if (earlier.effect != Effect::Atomic) return 0;
      break;
    case Effect::Write:
      break;
  }
  const bool same_line = access.site != nullptr && earlier.site == access.site &&
                         earlier.opcode == access.opcode && earlier.effect == access.effect &&
                         same_pipe_and_run(earlier, access);
  return same_line ? common : ordered;
}

void RaceDetector::note(AccessIndex other, RaceKind kind, std::uint64_t begin, std::uint64_t end) {
  for (Pending& pending : pending_) {
    if (pending.other != other || pending.kind != kind) continue;
    pending.begin = std::min(pending.begin, begin);
    pending.end = std::max(pending.end, end);
    return;
  }
  pending_.push_back({other, kind, begin, end});
}

std::size_t RaceDetector::shadow_bytes() const {
  std::size_t total = log_.bytes() + gm_.bytes();
  for (const auto& memory : local_) {
    if (memory != nullptr) total += memory->bytes();
  }
  return total;
}

void RaceDetector::collect_if_large() {
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
  answers_.fill({});
  step_ = {};
  collect_at_ = std::max(kFirstCollection, 2 * log_.size());
}

}  // namespace npusim::analysis
