// SPDX-License-Identifier: Apache-2.0
#include "session/trace/timeline_export.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "analysis/checks.h"
#include "analysis/describe/site_text.h"
#include "analysis/timeline/event_tee.h"
#include "session/trace/timeline_writer.h"
#include "traces/format/schema.h"

namespace npusim::session {
namespace {

/// Names as traces have them.
std::string name_in(std::string_view table, unsigned number) {
  for (const traces::NameTable& names : traces::name_tables()) {
    if (names.name == table && number < names.names.size()) return std::string(names.names[number]);
  }
  return std::to_string(number);
}

/// Of all pipes in blocks that never end.
constexpr std::size_t kMostEndlessWaits = 20'000;

}  // namespace

TimelineExport::TimelineExport(const EndlessBlocks& endless) {
  for (const auto& [agent, pipe] : endless.pipes()) endless_rows_[agent].pipe = pipe;
}

void TimelineExport::on_instruction(const InstructionEvent& event) {
  usage_.on_instruction(event);
  last_cycle_ = std::max(last_cycle_, event.cycle + 1);
  if (leaves_out(event.agent, true)) return;
  // Pipe S reports no completions: what it does, it does in its cycle.
  const bool at_once = !is_core_agent(event.agent) || pipe_of(event.agent) == Pipe::S;
  std::vector<Slice>& slices = rows_[event.agent].slices;
  slices.push_back({SliceKind::Instruction, at_once, event.opcode, event.tile_op, event.cycle,
                    event.cycle + 1, event.instruction, event.block, event.site});
  if (!at_once) open_[event.instruction] = {event.agent, slices.size() - 1};
}

void TimelineExport::on_completion(const CompletionEvent& event) {
  usage_.on_completion(event);
  last_cycle_ = std::max(last_cycle_, event.cycle);
  const auto open = open_.find(event.instruction);
  if (open == open_.end()) return;
  Slice& slice = rows_[open->second.row].slices[open->second.index];
  slice.end = event.cycle;
  slice.ended = true;
  open_.erase(open);
}

TimelineExport::Mark& TimelineExport::add_mark(RowNumber row, Cycle cycle, std::string name,
                                               const char* category) {
  last_cycle_ = std::max(last_cycle_, cycle);
  std::vector<Mark>& marks = rows_[row].marks;
  marks.push_back({cycle, std::move(name), category, nullptr, {}, {}, {}});
  return marks.back();
}

void TimelineExport::on_sync(const SyncEvent& event) {
  if (event.kind == SyncKind::TaskStart) return start_block(event);
  if (event.kind == SyncKind::TaskEnd) return end_block(event);
  last_cycle_ = std::max(last_cycle_, event.cycle);
  if (leaves_out(event.agent, false)) return;
  Mark& mark = add_mark(event.agent, event.cycle,
                        name_in("sync_kind", static_cast<unsigned>(event.kind)), "sync");
  mark.site = event.site;
  add_flag(event, mark, last_mark(event.agent));
}

void TimelineExport::add_arrow(const Place& from, const Place& to) {
  ++flows_;
  rows_[from.row].marks[from.index].flows.push_back(flows_);
  rows_[to.row].marks[to.index].ended_flows.push_back(flows_);
}

/// The name of a flag, and the arrow of a wait from the set that it consumed.
void TimelineExport::add_flag(const SyncEvent& event, Mark& mark, const Place& place) {
  if (event.kind == SyncKind::CrossCoreSet || event.kind == SyncKind::CrossCoreWait) {
    return add_message(event, mark, place);
  }
  const bool is_set = event.kind == SyncKind::SetFlag;
  if (!is_set && event.kind != SyncKind::WaitFlag) return;
  const AgentId from = is_set ? event.agent : event.peer;
  const AgentId to = is_set ? event.peer : event.agent;
  mark.name +=
      fmt::format(" {}->{} {}", npusim::name(pipe_of(from)), npusim::name(pipe_of(to)), event.id);
  const auto key = std::tuple(from, to, unsigned{event.id}, event.instance);
  if (is_set) {
    sets_[key] = place;
    return;
  }
  const auto set = sets_.find(key);
  if (set == sets_.end()) return;
  add_arrow(set->second, place);
  sets_.erase(set);
}

/// The arrows of a wait for a flag between cores, from every sender of the round; of a barrier over
/// all cores only from the last one.
void TimelineExport::add_message(const SyncEvent& event, Mark& mark, const Place& place) {
  const CrossCoreFlag flag = unpacked_flag(event.id);
  mark.name += fmt::format(" {} mode {}", flag.id, static_cast<unsigned>(flag.mode));
  const bool is_set = event.kind == SyncKind::CrossCoreSet;
  const CoreId sender = core_of(is_set ? event.agent : event.peer);
  auto& senders = messages_[{channel_of(sender, event.id), event.instance}];
  if (is_set) {
    senders.emplace_back(event.agent, place);
    return;
  }
  for (const auto& [agent, from] : senders) {
    if (flag.mode == CrossCoreMode::Everyone && agent != event.peer) continue;
    add_arrow(from, place);
  }
}

/// From where a producer is complete to where its consumer is ready.
void TimelineExport::add_dependencies() {
  for (const auto& [producer, consumer] : dependencies_) {
    const auto completed = completed_.find(producer);
    const auto ready = ready_.find(consumer);
    if (completed != completed_.end() && ready != ready_.end()) {
      add_arrow(completed->second, ready->second);
    }
  }
}

void TimelineExport::start_block(const SyncEvent& event) {
  last_cycle_ = std::max(last_cycle_, event.cycle);
  Slice block;
  block.kind = SliceKind::Block;
  block.begin = block.end = event.cycle;
  block.block = event.block;
  const CoreId core = core_of(event.agent);
  for (unsigned pipe = 0; pipe < kPipeCount; ++pipe) {
    const auto row = endless_rows_.find(agent_of(core, static_cast<Pipe>(pipe)));
    if (row == endless_rows_.end() || row->second.pipe.block != event.block) continue;
    row->second.running = true;
    row->second.begin = event.cycle;
  }
  std::vector<Slice>& blocks = rows_[kBlocksRow + core].slices;
  open_blocks_[core] = blocks.size();
  blocks.push_back(block);
  std::vector<Slice>& tasks = rows_[kTasksRow].slices;
  if (!task_slices_.try_emplace(event.block.task, tasks.size()).second) return;
  block.kind = SliceKind::Task;
  tasks.push_back(block);
}

void TimelineExport::end_block(const SyncEvent& event) {
  last_cycle_ = std::max(last_cycle_, event.cycle);
  const auto finish = [&](Slice& slice) {
    slice.end = event.cycle;
    slice.ended = true;
  };
  const CoreId core = core_of(event.agent);
  if (const auto open = open_blocks_.find(core); open != open_blocks_.end()) {
    finish(rows_[kBlocksRow + core].slices[open->second]);
    open_blocks_.erase(open);
  }
  const auto task = task_slices_.find(event.block.task);
  if (task != task_slices_.end()) finish(rows_[kTasksRow].slices[task->second]);
}

void TimelineExport::on_task(const TaskEvent& event) {
  std::string name = fmt::format("{} {}", name_in("task_stage", static_cast<unsigned>(event.stage)),
                                 tasks_.name(event.block.task));
  if (event.block.block >= 0) name += fmt::format(" {}", event.block.block);
  Mark& mark = add_mark(event.agent, event.cycle, std::move(name), "task");
  const Place place = last_mark(event.agent);
  if (event.stage == TaskStage::Completed) completed_[event.block.task] = place;
  if (event.stage == TaskStage::Ready) ready_[event.block.task] = place;
  if (event.stage == TaskStage::Dispatched || event.stage == TaskStage::FinSeen) {
    mark.texts.push_back({"core", core_name(event.core)});
  }
}

void TimelineExport::on_fault(const FaultEvent& event) {
  if (leaves_out(event.agent, false)) return;
  Mark& mark = add_mark(event.agent, event.cycle,
                        name_in("fault_kind", static_cast<unsigned>(event.kind)), "fault");
  mark.site = event.site;
  mark.texts.push_back({"text", event.text});
}

void TimelineExport::add_findings(const std::vector<analysis::Finding>& findings) {
  for (const analysis::Finding& finding : findings) {
    std::vector<Place> places;
    for (const analysis::AccessSite* site : {&finding.first, &finding.second}) {
      if (site->agent >= kAgentCount) continue;
      Mark& mark = add_mark(site->agent, site->cycle,
                            fmt::format("{}: {} {}", finding.check, finding.hazard, finding.space),
                            "finding");
      places.push_back(last_mark(site->agent));
      const bool first = site == &finding.first;
      mark.texts = {{"message", finding.message},
                    {"access", fmt::format("{}: {} {} {} at {}", first ? "first" : "second",
                                           text_of(site->op), site->is_write ? "writes" : "reads",
                                           text_of(site->range), text_of(site->source))},
                    {"missing edge", finding.missing_edge},
                    {"fix", finding.fix},
                    {"rule", finding.rule}};
    }
    if (places.size() == 2) add_arrow(places[0], places[1]);
  }
}

void TimelineExport::add_waits(const analysis::TimeAccount& account, const SourceLookup& sources) {
  using analysis::TimeUse;
  std::map<std::string, std::uint32_t> numbers;
  const std::size_t most =
      kMostEndlessWaits / std::max<std::size_t>(endless_rows_.size(), 1);  // of one pipe
  for (const AgentId agent : account.agents()) {
    const bool endless = endless_rows_.contains(agent);
    Row& row = rows_[kWaitsRow + agent];
    std::uint64_t left_out = 0;
    account.each_use(agent, last_cycle_,
                     [&](const TimeEvent& event, TimeUse use, Cycle begin, Cycle end) {
                       end = std::min(end, last_cycle_);
                       if (use == TimeUse::Busy || use == TimeUse::Idle || begin >= end) return;
                       if (endless && row.slices.size() >= most) {
                         ++left_out;
                         return;
                       }
                       const std::string reason = account.reasons().text(use, event, sources);
                       const auto [number, is_new] =
                           numbers.try_emplace(reason, static_cast<std::uint32_t>(reasons_.size()));
                       if (is_new) reasons_.push_back(reason);
                       Slice slice;
                       slice.kind = SliceKind::Wait;
                       slice.ended = true;
                       slice.begin = begin;
                       slice.end = end;
                       slice.block = event.block;
                       slice.site = event.site;
                       slice.use = use;
                       slice.reason = number->second;
                       row.slices.push_back(slice);
                     });
    if (left_out == 0) continue;
    add_mark(kWaitsRow + agent, row.slices.back().end, fmt::format("{} waits left out", left_out),
             "left out");
  }
}

/// Whether the timeline has no room for one more event of the agent: the middle of an endless
/// block.
bool TimelineExport::leaves_out(AgentId agent, bool instruction) {
  const auto row = endless_rows_.find(agent);
  if (row == endless_rows_.end() || !row->second.running) return false;
  EndlessRow& endless = row->second;
  std::size_t& number = instruction ? endless.instructions : endless.marks;
  return (instruction ? endless.pipe.instructions : endless.pipe.marks).leaves_out(number++);
}

/// Says on each pipe of an endless block how much of it is not shown.
void TimelineExport::count_left_out() {
  for (const auto& [agent, row] : endless_rows_) {
    const std::size_t instructions = row.pipe.instructions.left_out();
    const std::size_t marks = row.pipe.marks.left_out();
    if (instructions + marks == 0) continue;
    Mark& mark = add_mark(agent, row.begin,
                          fmt::format("{} instructions, {} marks left out", instructions, marks),
                          "left out");
    mark.texts = {{"why", "the block never ended: its beginning and its end are shown"}};
  }
}

std::uint64_t TimelineExport::write(std::ostream& out, const SourceLookup& sources,
                                    TimelineUnit unit) {
  add_dependencies();
  count_left_out();
  for (auto& [number, row] : rows_) {
    for (Slice& slice : row.slices) {
      if (!slice.ended) slice.end = std::max(slice.begin, last_cycle_);
    }
    std::ranges::stable_sort(row.slices, {},
                             [](const Slice& s) { return std::pair(s.begin, s.end); });
    std::ranges::stable_sort(row.marks, {}, &Mark::cycle);
  }
  return TimelineWriter(*this, out, sources, unit).write();
}

TimelineSize write_timeline(const traces::TraceReader& trace, TimelineUnit unit,
                            std::ostream& out) {
  Knobs knobs;
  for (const auto& [knob, value] : trace.info().header.knobs) knobs.set(knob, value);
  analysis::Checks checks({}, knobs, trace);
  EndlessBlocks endless;
  analysis::TimeAccount time;
  std::vector<EventSink*> sinks{&checks, &endless};
  const bool has_times = traces::has_times(trace.info());
  if (has_times) sinks.push_back(&time);
  analysis::EventTee all(sinks);
  trace.replay_events(all);
  const std::vector<analysis::Finding> findings = checks.findings();
  TimelineExport timeline(endless);
  trace.replay_events(timeline);
  if (has_times) timeline.add_waits(time, trace);
  timeline.add_findings(findings);
  return {timeline.write(out, trace, unit), findings.size()};
}

}  // namespace npusim::session
