// SPDX-License-Identifier: Apache-2.0
// When each task ran, and how busy the pipes were meanwhile. From events, so live or from a trace.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/result/run_report.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class TaskTimes : public EventSink {
 public:
  unsigned wanted() const override {
    return kTaskDescriptions | kSyncEvents | kInstructionEvents | kCompletionEvents;
  }
  void on_task_description(const TaskDescription& description) override;
  void on_sync(const SyncEvent& event) override;
  void on_instruction(const InstructionEvent& event) override;
  void on_completion(const CompletionEvent& event) override;

  /// One row a submitted task, in order of submission. A pipe's share is the time in which at least
  /// one of its instructions was in flight, over the time the task's blocks ran: a block on several
  /// cores is one, from its first core's start to its last core's end, and the pipe of each core
  /// whose kind uses it could have been busy all that time.
  std::vector<TaskSummary> summaries() const;

  /// "rmsnorm_rope", or "task 7" for one that was never described.
  std::string task_name(TaskIndex task) const;

 private:
  struct Times {
    std::string name;
    std::uint64_t blocks = 0;
    Cycle start = 0;
    Cycle end = 0;
    ClusterPlaces places = only(ClusterPlace::AIV0);
    Cycle block_cycles = 0;
    std::array<std::array<Cycle, kPipeCount>, 2> busy{};  ///< by CoreKind
    bool started = false;
    // A block of a mixed task has a share on each of several cores, one of them an AIC or none.
    std::uint64_t running_cores = 0;
    std::uint64_t ended_cores = 0;
    std::uint64_t ended_aics = 0;
  };
  /// A block until the last of its cores has ended.
  struct Block {
    Cycle start = 0;
    unsigned ended_cores = 0;
  };
  struct Running {
    Cycle start;
    TaskIndex task;
  };

  static double share_of(const Times& times, Pipe pipe);

  std::map<TaskIndex, Times> tasks_;
  std::map<std::pair<TaskIndex, std::int32_t>, Block> blocks_;
  std::unordered_map<InstructionId, Running> in_flight_;  // only looked up
  std::unordered_map<AgentId, Cycle> busy_until_;
};

}  // namespace npusim::analysis
