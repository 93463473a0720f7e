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

/// The same line of the same task in the same pipe, another block: the cores are many fewer than
/// the blocks, and whoever is ordered after a task is so after all its blocks.
bool same_line_of_task(const Access& a, const Access& b) {
  return a.agent == b.agent && a.run != b.run && is_core_agent(a.agent) && a.site != nullptr &&
         a.site == b.site && a.opcode == b.opcode && a.tile_op == b.tile_op &&
         a.effect == b.effect && a.beyond == b.beyond && a.path == b.path && a.dtype == b.dtype &&
         a.block.task == b.block.task;
}

bool is_store(const Access& access) {
  return access.effect == Effect::Write && access.path == AccessPath::Direct &&
         is_core_agent(access.agent) && pipe_of(access.agent) != Pipe::S;
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
  access.informed = model_.frontier(event.agent).foreign != nullptr;
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
    case AccessKind::ReadBeyond:
      access.effect = Effect::Read;
      access.beyond = event.kind == AccessKind::ReadBeyond;
      break;
    case AccessKind::Write:
    case AccessKind::Undefine:
      access.effect = Effect::Write;
      break;
    case AccessKind::AtomicAdd:
    case AccessKind::AtomicMax:
    case AccessKind::AtomicMin:
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
  query.neighbours = check && access.space == MemSpace::GM && is_store(access);
  const CoreId core = is_core_agent(access.agent) ? core_of(access.agent) : CoreId{0};
  ShadowMemory& memory = shadow(core, access.space);
  const bool reused = access.space == MemSpace::GM && model_.heap().any_reuse();
  for_each_piece(access.span, [&](std::uint64_t begin, std::uint64_t end) {
    if (reused) return touch_reused_gm(begin, end, query);
    touch(memory, begin, end, query);
  });
  report(query);
}

/// Compares one pair on bytes `common`; returns those on which `other` is before the query's
/// access.
ByteMask RaceDetector::examine(AccessIndex other, std::uint64_t block, ByteMask common,
                               const Query& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  const ByteMask ordered = ordered_bytes(other, block, common, query);
  const Conflict found = conflict(earlier, access);
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
    } else if (earlier.effect == Effect::Atomic && access.effect == Effect::Atomic) {
      kind = RaceKind::AtomicTypes;
    } else if (is_unpublished(earlier)) {
      kind = RaceKind::Unpublished;
    } else if (ordering_.rests_on_store_visibility(earlier, access, *query.knows)) {
      kind = RaceKind::StoreVisibility;
    } else if (ordering_.rests_on_message(earlier, access, *query.knows)) {
      kind = RaceKind::MessageVisibility;
    }
    note(other, kind, begin, end);
  } else if (query.line != nullptr && !is_own_dirty_word(earlier, access) &&
             !ordering_.before(earlier, query.line->fetch, query.line->fetched, begin, end)) {
    note(other, RaceKind::StaleLine, begin, end);
  }
  return ordered;
}

/// Different bytes of one block: two cores' stores may still lose each other's bytes. Requires:
/// query.neighbours.
void RaceDetector::examine_neighbour(AccessIndex other, std::uint64_t block, const Query& query) {
  const Access& earlier = log_[other];
  const Access& access = *query.access;
  if (!is_store(earlier) || core_of(earlier.agent) == core_of(access.agent)) return;
  if (ordered_bytes(other, block, kWholeBlock, query) != 0) return;
  note(other, RaceKind::SubBlock, block * kBlockBytes, (block + 1) * kBlockBytes);
}

/// The bytes of `common` on which `other` is before the query's access: all or none, but for two
/// vector instructions, whose repeats differ. A line that is written back must have been fetched
/// after it.
ByteMask RaceDetector::ordered_bytes(AccessIndex other, std::uint64_t block, ByteMask common,
                                     const Query& query) {
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
ByteMask RaceDetector::covered(const Query& query, AccessIndex other, ByteMask common,
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
      if (earlier.effect != Effect::Atomic || earlier.dtype != access.dtype) return 0;
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
