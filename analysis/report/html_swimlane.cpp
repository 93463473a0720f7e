// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_swimlane.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "models/arch/cross_core_flag.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// Texts that stand many times, by number.
class TextTable {
 public:
  std::size_t id(const std::string& text) {
    const auto [found, fresh] = ids_.try_emplace(text, texts_.size());
    if (fresh) texts_.push_back(text);
    return found->second;
  }
  Json json() const { return texts_; }

 private:
  std::map<std::string, std::size_t> ids_;
  std::vector<std::string> texts_;
};

std::int64_t length(Cycle begin, Cycle end) {
  return end == kNever ? -1 : static_cast<std::int64_t>(end - begin);
}

std::int64_t task_number(TaskIndex task) { return task == kNoTask ? -1 : std::int64_t{task}; }

std::string_view mark_name(SyncKind kind) {
  switch (kind) {
    case SyncKind::SetFlag:
      return "set";
    case SyncKind::WaitFlag:
      return "wait";
    case SyncKind::PipeBarrier:
      return "pipe_barrier";
    case SyncKind::BarrierAll:
      return "pipe_barrier(PIPE_ALL)";
    case SyncKind::CrossCoreSet:
      return "cross-core set";
    case SyncKind::CrossCoreWait:
      return "cross-core wait";
    case SyncKind::AtomicUpdate:
      return "st_atomic";
    case SyncKind::AtomicRead:
      return "ld_dev";
    case SyncKind::CacheClean:
      return "dcci";
    case SyncKind::StoreFence:
      return "dsb";
    case SyncKind::TaskStart:
      return "start";
    case SyncKind::TaskEnd:
      return "end";
    case SyncKind::BarrierArrive:
      return "arrives at a barrier in GM";
    case SyncKind::BarrierLeave:
      return "leaves a barrier in GM";
    case SyncKind::MessageWords:
      return "names a library's messages in GM";
  }
  return "";
}

class LaneNumbers {
 public:
  explicit LaneNumbers(const std::vector<AgentId>& lanes) : lanes_(lanes) {}
  /// -1 for an agent without a lane.
  std::int64_t operator[](AgentId agent) const {
    const auto found = std::find(lanes_.begin(), lanes_.end(), agent);
    return found == lanes_.end() ? -1 : found - lanes_.begin();
  }

 private:
  const std::vector<AgentId>& lanes_;
};

Json lanes_json(const std::vector<AgentId>& lanes) {
  Json json = Json::array();
  for (const AgentId agent : lanes) {
    const bool core = is_core_agent(agent);
    json.push_back({{"core", core ? core_name(core_of(agent)) : agent_name(agent)},
                    {"pipe", core ? std::string(name(pipe_of(agent))) : ""}});
  }
  return json;
}

Json bars_json(const Swimlane& lane, const LaneNumbers& lanes, TextTable& texts) {
  Json columns = {{"lane", Json::array()},   {"start", Json::array()}, {"length", Json::array()},
                  {"queued", Json::array()}, {"op", Json::array()},    {"source", Json::array()},
                  {"task", Json::array()},   {"block", Json::array()}, {"repeats", Json::array()}};
  for (std::size_t i = 0; i < lane.bars.size(); ++i) {
    const InstructionBar& bar = lane.bars[i];
    columns["lane"].push_back(lanes[bar.agent]);
    columns["start"].push_back(bar.start);
    columns["length"].push_back(length(bar.start, bar.end));
    columns["queued"].push_back(bar.start - std::min(bar.issue, bar.start));
    columns["op"].push_back(texts.id(op_text(bar.opcode, bar.tile_op)));
    columns["source"].push_back(texts.id(lane.bar_sources[i]));
    columns["task"].push_back(task_number(bar.block.task));
    columns["block"].push_back(bar.block.block);
    columns["repeats"].push_back(bar.repeats);
  }
  return columns;
}

Json waits_json(const Swimlane& lane, const LaneNumbers& lanes, TextTable& texts) {
  Json columns = {{"lane", Json::array()},
                  {"start", Json::array()},
                  {"length", Json::array()},
                  {"use", Json::array()},
                  {"reason", Json::array()}};
  for (const WaitBar& wait : lane.waits) {
    columns["lane"].push_back(lanes[wait.agent]);
    columns["start"].push_back(wait.begin);
    columns["length"].push_back(wait.end - wait.begin);
    columns["use"].push_back(static_cast<unsigned>(wait.use));
    columns["reason"].push_back(texts.id(wait.reason));
  }
  return columns;
}

/// A flag between cores as the set and the wait of an arrow, from each sender that is shown to each
/// core that waits.
void add_messages(const Swimlane& lane, const LaneNumbers& lanes, TextTable& texts, Json& rows) {
  const auto round = [](const SyncEvent& event, AgentId sender) {
    return std::pair(channel_of(core_of(sender), event.id), event.instance);
  };
  std::multimap<std::pair<unsigned, std::uint32_t>, std::size_t> sets;
  for (std::size_t i = 0; i < lane.marks.size(); ++i) {
    const SyncEvent& mark = lane.marks[i];
    if (mark.kind == SyncKind::CrossCoreSet) sets.emplace(round(mark, mark.agent), i);
  }
  const auto add = [&](const char* kind, std::size_t mark, AgentId peer) {
    const SyncEvent& event = lane.marks[mark];
    rows.push_back({{"kind", kind},
                    {"lane", lanes[event.agent]},
                    {"cycle", event.cycle},
                    {"source", texts.id(lane.mark_sources[mark])},
                    {"peer", lanes[peer]},
                    {"id", unpacked_flag(event.id).id},
                    {"instance", event.instance}});
  };
  for (std::size_t i = 0; i < lane.marks.size(); ++i) {
    const SyncEvent& wait = lane.marks[i];
    if (wait.kind != SyncKind::CrossCoreWait || wait.instance == 0) continue;
    const auto [first, last] = sets.equal_range(round(wait, wait.peer));
    for (auto set = first; set != last; ++set) {
      add("set", set->second, wait.agent);
      add("wait", i, lane.marks[set->second].agent);
    }
  }
}

Json marks_json(const Swimlane& lane, const LaneNumbers& lanes, TextTable& texts) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < lane.marks.size(); ++i) {
    const SyncEvent& mark = lane.marks[i];
    Json row = {{"kind", mark_name(mark.kind)},
                {"lane", lanes[mark.agent]},
                {"cycle", mark.cycle},
                {"source", texts.id(lane.mark_sources[i])}};
    if (mark.kind == SyncKind::SetFlag || mark.kind == SyncKind::WaitFlag) {
      row["peer"] = lanes[mark.peer];
      row["id"] = mark.id;
      row["instance"] = mark.instance;
      if (mark.library) row["library"] = true;
    }
    if (mark.kind == SyncKind::TaskStart || mark.kind == SyncKind::TaskEnd) {
      row["task"] = task_number(mark.block.task);
      row["block"] = mark.block.block;
    }
    rows.push_back(std::move(row));
  }
  add_messages(lane, lanes, texts, rows);
  return rows;
}

}  // namespace

std::int64_t json_cycle(Cycle cycle) {
  return cycle == kNever ? -1 : static_cast<std::int64_t>(cycle);
}

Json swimlane_json(const Swimlane& lane) {
  const LaneNumbers lanes(lane.lanes);
  TextTable texts;
  Json json = {{"finding", lane.finding}, {"lanes", lanes_json(lane.lanes)}};
  json["bars"] = bars_json(lane, lanes, texts);
  json["marks"] = marks_json(lane, lanes, texts);
  json["waits"] = waits_json(lane, lanes, texts);
  json["texts"] = texts.json();
  json["first"] = lane.first;
  json["second"] = lane.second;
  json["bars_left_out"] = lane.bars_left_out;
  json["marks_left_out"] = lane.marks_left_out;
  json["complete_within"] = json_cycle(lane.complete_within);
  return json;
}

Json blocks_json(const RunPicture& picture) {
  Json columns = {{"task", Json::array()},
                  {"block", Json::array()},
                  {"core", Json::array()},
                  {"start", Json::array()},
                  {"length", Json::array()}};
  for (const BlockBar& block : picture.blocks) {
    columns["task"].push_back(task_number(block.block.task));
    columns["block"].push_back(block.block.block);
    columns["core"].push_back(block.core);
    columns["start"].push_back(block.start);
    columns["length"].push_back(length(block.start, block.end));
  }
  return columns;
}

Json usage_json(const UsageOverTime& usage) {
  Json pipes = Json::array();
  for (unsigned i = 0; i < kPipeCount; ++i) {
    const auto& busy = usage.busy[i];
    if (std::all_of(busy.begin(), busy.end(), [](std::uint64_t cycles) { return cycles == 0; })) {
      continue;
    }
    pipes.push_back({{"pipe", name(static_cast<Pipe>(i))}, {"busy", busy}});
  }
  return {{"bucket_cycles", usage.bucket_cycles},
          {"pipes", pipes},
          {"gm_read", usage.gm_read},
          {"gm_written", usage.gm_written}};
}

}  // namespace npusim::analysis
