// SPDX-License-Identifier: Apache-2.0
#include "analysis/race/race_detector.h"

#include <algorithm>

namespace npusim::analysis {

RaceDetector::RaceDetector(const Knobs& knobs, const OrderModel& model, RaceSink& sink)
    : model_(model),
      checker_(knobs, model, sink),
      cached_(model, checker_),
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
  const CoreId core = core_of(event.agent);
  if (event.kind == SyncKind::BarrierArrive) in_barrier_[core] = true;
  if (event.kind == SyncKind::BarrierLeave || event.kind == SyncKind::TaskEnd) {
    in_barrier_[core] = false;
  }
  if (event.kind == SyncKind::MessageWords) {
    messages_.push_back({event.address, event.address + event.bytes});
  }
  if (event.kind != SyncKind::CacheClean) return;
  cached_.invalidate_clean(core, event.address, event.bytes);
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
  access.of_barrier = event.space == MemSpace::GM && is_core_agent(event.agent) &&
                      in_barrier_[core_of(event.agent)];
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
      access.update = event.kind;
      break;
  }
  return access;
}

/// Words of a library's messages are there to be polled while they change.
bool RaceDetector::is_of_messages(const AccessEvent& event) const {
  if (messages_.empty() || event.space != MemSpace::GM) return false;
  const std::uint64_t begin = event.span.lowest(), end = event.span.end();
  return std::any_of(messages_.begin(), messages_.end(), [&](const auto& words) {
    return words.first <= begin && end <= words.second;
  });
}

void RaceDetector::on_access(const AccessEvent& event) {
  ++checker_.statistics().accesses;
  if (is_of_messages(event)) return;
  const Access access = access_of(event);
  switch (event.path) {
    case AccessPath::Direct:
    case AccessPath::Coherent:
      checker_.check(access, model_.frontier(event.agent), nullptr, true);
      break;
    case AccessPath::Cached:
      if (is_write(access)) {
        cached_.store(access);
      } else {
        cached_.read(access);
      }
      break;
    case AccessPath::CacheFill:
      cached_.fill(access);
      break;
    case AccessPath::WriteBack:
      cached_.write_back(access);
      break;
  }
}

}  // namespace npusim::analysis
