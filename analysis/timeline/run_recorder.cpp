// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/run_recorder.h"

#include "analysis/describe/site_text.h"

namespace npusim::analysis {

void RunRecorder::on_instruction(const InstructionEvent& event) {
  instructions_.on_instruction(event);
  usage_.on_instruction(event);
}

void RunRecorder::on_access(const AccessEvent& event) { usage_.on_access(event); }

void RunRecorder::on_completion(const CompletionEvent& event) {
  instructions_.on_completion(event);
  usage_.on_completion(event);
}

void RunRecorder::on_sync(const SyncEvent& event) {
  instructions_.on_sync(event);
  tasks_.on_sync(event);
}

void RunRecorder::on_task_description(const TaskDescription& event) {
  tasks_.on_task_description(event);
}

void RunRecorder::on_dependency(const DependencyEvent& event) { tasks_.on_dependency(event); }

void RunRecorder::on_task(const TaskEvent& event) { tasks_.on_task(event); }

RunPicture RunRecorder::picture(const std::vector<Finding>& findings,
                                const SourceLookup& sources) const {
  RunPicture picture;
  tasks_.draw_into(picture);
  picture.usage = usage_.usage();
  for (std::size_t i = 0; i < findings.size(); ++i) {
    Swimlane lane = instructions_.around(findings[i]);
    if (lane.lanes.empty()) continue;
    if (picture.swimlanes.size() == kMaxSwimlanes) {
      ++picture.swimlanes_left_out;
      continue;
    }
    lane.finding = i;
    for (const InstructionBar& bar : lane.bars) {
      lane.bar_sources.push_back(source_text(sources, bar.site));
    }
    for (const SyncEvent& mark : lane.marks) {
      lane.mark_sources.push_back(source_text(sources, mark.site));
    }
    picture.swimlanes.push_back(std::move(lane));
  }
  return picture;
}

}  // namespace npusim::analysis
