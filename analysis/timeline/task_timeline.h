// SPDX-License-Identifier: Apache-2.0
// Tasks, their dependencies and their blocks over time.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analysis/timeline/run_picture.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class TaskTimeline : public EventSink {
 public:
  void on_task_description(const TaskDescription& task) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task(const TaskEvent& event) override;
  void on_sync(const SyncEvent& event) override;

  void draw_into(RunPicture& picture) const;

 private:
  TaskBar& task(TaskIndex index);

  std::map<TaskIndex, TaskBar> tasks_;
  std::vector<TaskEdge> edges_;
  std::set<std::pair<TaskIndex, TaskIndex>> known_edges_;
  std::vector<BlockBar> blocks_;
  std::uint64_t blocks_left_out_ = 0;
  std::array<std::optional<std::size_t>, kCoreCount> running_{};  ///< index in blocks_
};

}  // namespace npusim::analysis
