// SPDX-License-Identifier: Apache-2.0
#include "analysis/timeline/instruction_log.h"

#include <algorithm>
#include <array>
#include <utility>

namespace npusim::analysis {
namespace {

/// What one swimlane holds at most: what a page can show and an issue's attachment can carry.
constexpr std::size_t kMaxBars = 600;
constexpr std::size_t kMaxMarks = 400;

/// Data flow order, as people read a core: loads on top, stores at the bottom.
unsigned rank(AgentId agent) {
  constexpr std::array kOrder = {Pipe::S, Pipe::MTE2, Pipe::MTE1, Pipe::M,
                                 Pipe::V, Pipe::FIX,  Pipe::MTE3, Pipe::ALL};
  if (!is_core_agent(agent)) return agent;
  const auto at = std::find(kOrder.begin(), kOrder.end(), pipe_of(agent));
  return core_of(agent) * kPipeCount + static_cast<unsigned>(at - kOrder.begin());
}

std::vector<AgentId> lanes_of(const Swimlane& lane, const Anchors& anchors) {
  std::vector<AgentId> lanes = anchors.agents();
  for (const InstructionBar& bar : lane.bars) lanes.push_back(bar.agent);
  for (const SyncEvent& mark : lane.marks) lanes.push_back(mark.agent);
  std::sort(lanes.begin(), lanes.end(), [](AgentId a, AgentId b) { return rank(a) < rank(b); });
  lanes.erase(std::unique(lanes.begin(), lanes.end()), lanes.end());
  return lanes;
}

std::int64_t find_bar(const Swimlane& lane, const AccessSite& site) {
  if (site.instruction == 0) return -1;
  const auto found =
      std::find_if(lane.bars.begin(), lane.bars.end(),
                   [&](const InstructionBar& bar) { return bar.instruction == site.instruction; });
  return found == lane.bars.end() ? -1 : found - lane.bars.begin();
}

}  // namespace

InstructionLog::InstructionLog(std::function<std::vector<Finding>()> findings, std::size_t limit)
    : findings_(std::move(findings)), bars_(limit, kMaxBars), marks_(limit, kMaxMarks) {}

std::vector<Finding> InstructionLog::findings() const {
  return findings_ ? findings_() : std::vector<Finding>{};
}

void InstructionLog::on_instruction(const InstructionEvent& event) {
  if (bars_.full()) {
    bars_.thin(
        findings(), [](const InstructionBar& bar) { return bar.end == kNever; },
        [this](const InstructionBar& bar, std::size_t index) {
          if (bar.end == kNever) open_[bar.instruction] = index;
        });
  }
  // Pipe S reports no completions: a scalar access takes its cycle of issue.
  const bool scalar = is_core_agent(event.agent) && pipe_of(event.agent) == Pipe::S;
  if (!scalar) open_[event.instruction] = bars_.size();
  bars_.push({event.instruction, event.agent, event.block, event.site, event.opcode, event.tile_op,
              event.repeats, event.issue_cycle, event.cycle, scalar ? event.cycle + 1 : kNever});
}

void InstructionLog::on_completion(const CompletionEvent& event) {
  const auto open = open_.find(event.instruction);
  if (open == open_.end()) return;
  bars_[open->second].end = event.cycle;
  open_.erase(open);
}

void InstructionLog::on_sync(const SyncEvent& event) {
  if (marks_.full()) {
    marks_.thin(
        findings(), [](const SyncEvent&) { return false; }, [](const SyncEvent&, std::size_t) {});
  }
  marks_.push(event);
}

Swimlane InstructionLog::around(const Finding& finding) const {
  Swimlane lane;
  const Anchors anchors(finding);
  if (anchors.empty()) return lane;
  auto bars = bars_.nearest(anchors);
  auto marks = marks_.nearest(anchors);
  lane.bars = std::move(bars.rows);
  lane.marks = std::move(marks.rows);
  lane.bars_left_out = bars.left_out;
  lane.marks_left_out = marks.left_out;
  lane.complete_within = std::min(bars.complete_within, marks.complete_within);
  lane.first = find_bar(lane, finding.first);
  lane.second = find_bar(lane, finding.second);
  lane.lanes = lanes_of(lane, anchors);
  return lane;
}

}  // namespace npusim::analysis
