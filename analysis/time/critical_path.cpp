// SPDX-License-Identifier: Apache-2.0
#include "analysis/time/critical_path.h"

#include <algorithm>

#include "analysis/time/flag_key.h"
#include "analysis/time/time_use.h"

namespace npusim::analysis {

void CriticalPath::add(const TimeEvent& event) {
  events_[event.agent].push_back({event, count_++});
}

void CriticalPath::add(const SyncEvent& event) {
  const CoreId core = core_of(event.agent);
  switch (event.kind) {
    case SyncKind::SetFlag:
    case SyncKind::CrossCoreSet:
      set_cycles_[flag_key(event)] = event.cycle;
      break;
    case SyncKind::TaskStart:
      blocks_[core].push_back({event.cycle, RunBlock::kRunning, event.block.task, core});
      break;
    case SyncKind::TaskEnd: {
      RunBlock& block = blocks_[core].back();
      block.end = event.cycle;
      RunBlock& last = last_blocks_[block.task];
      if (block.end >= last.end) last = block;
      break;
    }
    default:
      break;
  }
}

void CriticalPath::add(const DependencyEvent& event) {
  producers_[event.consumer].push_back(event.producer);
}

/// What `agent` was doing just before `time`; null: it had not begun, or has told nothing.
const TimeEvent* CriticalPath::event_at(AgentId agent, Cycle time, std::size_t& index) const {
  const auto found = events_.find(agent);
  if (found == events_.end()) return nullptr;
  const auto& kept = found->second;
  const auto after = std::lower_bound(kept.begin(), kept.end(), time,
                                      [](const Kept& a, Cycle t) { return a.event.begin < t; });
  if (after == kept.begin()) return nullptr;
  const Kept& at = *std::prev(after);
  index = at.number;
  return &at.event;
}

const TimeEvent* CriticalPath::event_of(const PathStep& step) const {
  const auto found = events_.find(step.agent);
  if (step.event == PathStep::kNone || found == events_.end()) return nullptr;
  const auto& kept = found->second;
  const auto at =
      std::lower_bound(kept.begin(), kept.end(), step.event,
                       [](const Kept& a, std::size_t number) { return a.number < number; });
  return at != kept.end() && at->number == step.event ? &at->event : nullptr;
}

const RunBlock* CriticalPath::block_at(CoreId core, Cycle time) const {
  const auto found = blocks_.find(core);
  if (found == blocks_.end()) return nullptr;
  for (const RunBlock& block : found->second) {
    if (block.begin < time && time <= block.end) return &block;
  }
  return nullptr;
}

const RunBlock* CriticalPath::endless_block() const {
  const RunBlock* last = nullptr;
  for (const auto& [core, blocks] : blocks_) {
    const RunBlock& block = blocks.back();
    if (block.end == RunBlock::kRunning && (last == nullptr || block.begin > last->begin)) {
      last = &block;
    }
  }
  return last;
}

/// The block that ended last before `time` of those that `block` had to wait for: of its task's
/// producers, or the one before it on its core.
const RunBlock* CriticalPath::last_needed(const RunBlock* block, Cycle time) const {
  const RunBlock* last = nullptr;
  const auto take = [&](const RunBlock& candidate) {
    if (candidate.end <= time && (last == nullptr || candidate.end > last->end)) last = &candidate;
  };
  if (block == nullptr) {  // the end of the run
    for (const auto& [task, ended] : last_blocks_) take(ended);
    return last;
  }
  if (const auto found = producers_.find(block->task); found != producers_.end()) {
    for (const TaskIndex producer : found->second) {
      const auto ended = last_blocks_.find(producer);
      if (ended != last_blocks_.end()) take(ended->second);
    }
  }
  for (const RunBlock& earlier : blocks_.at(block->core)) take(earlier);
  return last;
}

/// Of the pipes that the scalar unit of `core` waits for at a barrier over all, what ended last,
/// not after `time`; null: none has done anything.
const TimeEvent* CriticalPath::last_work(CoreId core, Cycle time) const {
  const TimeEvent* last = nullptr;
  for (unsigned i = 0; i < kPipeCount; ++i) {
    const auto pipe = static_cast<Pipe>(i);
    const auto found = events_.find(agent_of(core, pipe));
    if (pipe == Pipe::S || found == events_.end()) continue;
    const auto& kept = found->second;
    auto after = std::upper_bound(kept.begin(), kept.end(), time,
                                  [](Cycle t, const Kept& a) { return t < a.event.cycle; });
    while (after != kept.begin() && std::prev(after)->event.kind == TimeKind::Empty) --after;
    if (after == kept.begin()) continue;
    const TimeEvent& event = std::prev(after)->event;
    if (last == nullptr || event.cycle > last->cycle) last = &event;
  }
  return last;
}

/// One walk backwards from the end.
struct CriticalPath::Walk {
  const CriticalPath& path;
  std::vector<PathStep> steps;  ///< backwards
  Cycle time;
  AgentId agent = 0;
  unsigned hops = 0;  ///< from agent to agent at this time
  static constexpr unsigned kMostHops = 4;

  void step(TimeUse use, Cycle begin, TaskIndex task, std::size_t event) {
    if (begin >= time) return;
    steps.push_back({agent, use, begin, time, task, event});
    time = begin;
    hops = 0;
  }
  /// The runtime's time until the end of a block that was needed, whose core goes on from there.
  void leave(const RunBlock* next) {
    const RunBlock* const needed = path.last_needed(next, time);
    step(TimeUse::Dispatch, needed == nullptr ? 0 : needed->end, kNoTask, PathStep::kNone);
    if (needed != nullptr) agent = agent_of(needed->core, Pipe::S);
  }
  void run() {
    const RunBlock* const endless = path.endless_block();
    if (endless == nullptr) leave(nullptr);
    if (endless != nullptr) agent = agent_of(endless->core, Pipe::S);
    while (time > 0) back();
  }
  void back() {
    const RunBlock* const block = path.block_at(core_of(agent), time);
    std::size_t index = PathStep::kNone;
    const TimeEvent* const event = path.event_at(agent, time, index);
    const bool scalar = pipe_of(agent) == Pipe::S;
    if (block == nullptr) {
      // Between blocks: of the one that began here, or comes next.
      const auto& blocks = path.blocks_.at(core_of(agent));
      const auto next = std::find_if(blocks.begin(), blocks.end(),
                                     [&](const RunBlock& b) { return b.begin >= time; });
      return leave(next == blocks.end() ? nullptr : &*next);
    }
    if (event == nullptr || event->cycle < time || event->kind == TimeKind::Empty) {
      if (scalar) return step(TimeUse::Busy, block->begin, block->task, PathStep::kNone);
      agent = agent_of(core_of(agent), Pipe::S);
      return;
    }
    const Cycle begin = std::max(event->begin, block->begin);
    // Whoever hands on without time having passed must not be asked again.
    if (event->kind == TimeKind::Queue && hops++ < kMostHops) {
      agent = event->peer;
      return;
    }
    if (scalar && event->kind == TimeKind::Barrier && hops++ < kMostHops) {
      const TimeEvent* const last = path.last_work(core_of(agent), time);
      if (last != nullptr && last->cycle > begin) {
        step(TimeUse::Barrier, last->cycle, block->task, index);
        agent = last->agent;
        return;
      }
    }
    if (event->kind == TimeKind::Flag && event->instance != 0) {
      const auto set = path.set_cycles_.find(flag_key(*event));
      if (set != path.set_cycles_.end() && set->second > begin && set->second < time) {
        // From the set on, the flag is on its way, or what it promises is not complete.
        step(TimeUse::Flag, set->second, block->task, index);
        agent = event->peer;
        return;
      }
    }
    step(use_of(event->kind), begin, block->task, index);
  }
};

std::vector<PathStep> CriticalPath::steps(Cycle cycles) const {
  Walk walk{*this, {}, cycles};
  walk.run();
  std::reverse(walk.steps.begin(), walk.steps.end());
  return std::move(walk.steps);
}

}  // namespace npusim::analysis
