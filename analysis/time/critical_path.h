// SPDX-License-Identifier: Apache-2.0
// The chain of work and waits that the end of a run was waiting for, walked backwards: a wait for a
// flag leads to the pipe that set it, an empty queue to the scalar unit, a full one to its pipe, an
// idle core to the task whose end its block's task had to wait for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

#include "analysis/result/time_report.h"
#include "analysis/time/run_block.h"
#include "models/arch/event.h"

namespace npusim::analysis {

/// A part [begin, end) of the path.
struct PathStep {
  AgentId agent = 0;
  TimeUse use = TimeUse::Busy;
  Cycle begin = 0;
  Cycle end = 0;
  TaskIndex task = kNoTask;   ///< kNoTask: the runtime
  std::size_t event = kNone;  ///< index of the TimeEvent it is part of, in order of add(); or kNone
  static constexpr std::size_t kNone = ~std::size_t{0};
};

class CriticalPath {
 public:
  void add(const TimeEvent& event);
  void add(const SyncEvent& event);
  void add(const DependencyEvent& event);

  /// An event and its number in order of add().
  struct Kept {
    TimeEvent event;
    std::size_t number;
  };
  /// By agent, in order of time.
  const std::map<AgentId, std::vector<Kept>>& events() const { return events_; }

  const BlocksByCore& blocks() const { return blocks_; }

  /// That a step is part of; null: none.
  const TimeEvent* event_of(const PathStep& step) const;

  /// In order of time, without gap from 0 to `cycles`.
  std::vector<PathStep> steps(Cycle cycles) const;

 private:
  struct Walk;
  const TimeEvent* event_at(AgentId agent, Cycle time, std::size_t& index) const;
  const RunBlock* block_at(CoreId core, Cycle time) const;
  /// The last to begin of those that had not ended when the run did; null: all had.
  const RunBlock* endless_block() const;
  const RunBlock* last_needed(const RunBlock* block, Cycle time) const;
  const TimeEvent* last_work(CoreId core, Cycle time) const;

  std::map<AgentId, std::vector<Kept>> events_;
  std::size_t count_ = 0;
  std::unordered_map<std::uint64_t, Cycle> set_cycles_;  ///< by flag_key; only looked up
  BlocksByCore blocks_;
  std::map<TaskIndex, std::vector<TaskIndex>> producers_;
  std::map<TaskIndex, RunBlock> last_blocks_;  ///< of each task, the block that ended last
};

}  // namespace npusim::analysis
