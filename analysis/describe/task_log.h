// SPDX-License-Identifier: Apache-2.0
// Fills a TaskTable from a run's events.
#pragma once

#include "analysis/describe/task_table.h"
#include "models/arch/event_sink.h"

namespace npusim::analysis {

class TaskLog : public EventSink {
 public:
  unsigned wanted() const override { return kTaskDescriptions; }
  void on_task_description(const TaskDescription& task) override { table_.add(task); }
  const TaskTable& table() const { return table_; }

 private:
  TaskTable table_;
};

}  // namespace npusim::analysis
