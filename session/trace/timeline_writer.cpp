// SPDX-License-Identifier: Apache-2.0
#include "session/trace/timeline_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/names.h"
#include "analysis/describe/site_text.h"

namespace npusim::session {
namespace {

using traces::PerfettoWriter;
using traces::TrackId;

/// Processes, as Perfetto calls its groups of tracks.
constexpr std::uint64_t kRuntimePid = 1, kMemoryPid = 2, kFirstClusterPid = 10;

std::string process_name(std::uint64_t pid) {
  if (pid == kRuntimePid) return "runtime";
  if (pid == kMemoryPid) return "GM";
  const std::uint64_t cluster = pid - kFirstClusterPid;
  return fmt::format("cluster {}: AIC {}, AIV {} and {}", cluster, cluster, 2 * cluster,
                     2 * cluster + 1);
}

}  // namespace

std::uint64_t TimelineWriter::time(Cycle cycle) const {
  if (unit_ == TimelineUnit::Cycle) return cycle;
  return static_cast<std::uint64_t>(ns_from_cycles(cycle) + 0.5);
}

std::uint64_t TimelineWriter::write() {
  const auto lay_out = [&](TimelineExport::RowNumber number) {
    const auto row = timeline_.rows_.find(number);
    if (row != timeline_.rows_.end()) lay_out_row(number, row->second);
  };
  lay_out(TimelineExport::kTasksRow);
  for (AgentId agent = kOrchestratorAgent; agent < kAgentCount; ++agent) lay_out(agent);
  lay_out_counters();
  for (unsigned core = 0; core < kCoreCount; ++core) {
    lay_out(TimelineExport::kBlocksRow + core);
    for (unsigned pipe = 0; pipe < kPipeCount; ++pipe) {
      const AgentId agent = agent_of(static_cast<CoreId>(core), static_cast<Pipe>(pipe));
      lay_out(agent);
      lay_out(TimelineExport::kWaitsRow + agent);
    }
  }
  std::ranges::sort(points_, {}, [](const Point& point) {
    return std::tuple(point.cycle, point.track, point.order);
  });
  for (const Point& point : points_) write_point(point);
  return slices_;
}

/// A track for each of the slices that overlap; instants are on the first one.
void TimelineWriter::lay_out_row(TimelineExport::RowNumber number, const TimelineExport::Row& row) {
  std::string name = "tasks";
  std::uint64_t pid = kRuntimePid;
  if (number < kAgentCount) {
    name = agent_name(static_cast<AgentId>(number));
    if (is_core_agent(static_cast<AgentId>(number))) {
      pid = kFirstClusterPid + cluster_of(core_of(static_cast<AgentId>(number)));
    }
  } else if (number >= TimelineExport::kWaitsRow) {
    const auto agent = static_cast<AgentId>(number - TimelineExport::kWaitsRow);
    name = agent_name(agent) + " waits";
    pid = kFirstClusterPid + cluster_of(core_of(agent));
  } else if (number < TimelineExport::kTasksRow) {
    const auto core = static_cast<CoreId>(number - TimelineExport::kBlocksRow);
    name = core_name(core) + " blocks";
    pid = kFirstClusterPid + cluster_of(core);
  }
  const auto [process, is_new] = processes_.try_emplace(pid, last_track_ + 1);
  if (is_new) writer_.add_process(++last_track_, pid, process_name(pid));

  std::vector<Cycle> lane_ends;  // by lane
  std::vector<TrackId> tracks;
  std::vector<std::uint32_t> orders;
  const auto add_lane = [&] {
    const std::string suffix = tracks.empty() ? "" : fmt::format(" ({})", tracks.size() + 1);
    writer_.add_thread(++last_track_, pid, ++last_thread_, name + suffix);
    tracks.push_back(last_track_);
    lane_ends.push_back(0);
    orders.push_back(0);
  };
  add_lane();
  for (const TimelineExport::Mark& mark : row.marks) {
    points_.push_back({mark.cycle, tracks[0], orders[0]++, PointKind::Mark, nullptr, &mark, 0});
  }
  for (const TimelineExport::Slice& slice : row.slices) {
    const auto free =
        std::ranges::find_if(lane_ends, [&](Cycle end) { return end <= slice.begin; });
    const auto lane = static_cast<std::size_t>(free - lane_ends.begin());
    if (free == lane_ends.end()) add_lane();
    lane_ends[lane] = slice.end;
    points_.push_back(
        {slice.begin, tracks[lane], orders[lane]++, PointKind::Begin, &slice, nullptr, 0});
    points_.push_back(
        {slice.end, tracks[lane], orders[lane]++, PointKind::End, &slice, nullptr, 0});
    ++slices_;
  }
}

void TimelineWriter::lay_out_counters() {
  const analysis::UsageOverTime usage = timeline_.usage_.usage();
  const TrackId process = ++last_track_;
  processes_[kMemoryPid] = process;
  writer_.add_process(process, kMemoryPid, process_name(kMemoryPid));
  const auto add = [&](const char* name, const std::vector<std::uint64_t>& buckets) {
    writer_.add_counter(++last_track_, process, name, "GB/s");
    const double ns = ns_from_cycles(usage.bucket_cycles);
    for (std::uint32_t i = 0; i < buckets.size(); ++i) {
      points_.push_back({i * usage.bucket_cycles, last_track_, i, PointKind::Counter, nullptr,
                         nullptr, static_cast<double>(buckets[i]) / ns});
    }
    points_.push_back({buckets.size() * usage.bucket_cycles, last_track_,
                       static_cast<std::uint32_t>(buckets.size()), PointKind::Counter, nullptr,
                       nullptr, 0});
  };
  add("read", usage.gm_read);
  add("written", usage.gm_written);
}

void TimelineWriter::write_point(const Point& point) {
  PerfettoWriter::Event event;
  event.track = point.track;
  event.ns = time(point.cycle);
  std::string name;  // event has a view of it
  switch (point.kind) {
    case PointKind::Mark:
      event.type = PerfettoWriter::Type::Instant;
      describe(*point.mark, event);
      break;
    case PointKind::Begin: {
      const TimelineExport::Slice& slice = *point.slice;
      event.type = PerfettoWriter::Type::SliceBegin;
      if (slice.kind == TimelineExport::SliceKind::Instruction) {
        name = analysis::op_text(slice.opcode, slice.tile_op);
      } else if (slice.kind == TimelineExport::SliceKind::Wait) {
        name = analysis::name(slice.use);
      } else {
        name = timeline_.tasks_.name(slice.block.task);
        if (slice.kind == TimelineExport::SliceKind::Block) {
          name += fmt::format(" {}", slice.block.block);
        }
      }
      event.name = name;
      describe(slice, event);
      break;
    }
    case PointKind::End:
      event.type = PerfettoWriter::Type::SliceEnd;
      break;
    case PointKind::Counter:
      event.type = PerfettoWriter::Type::Counter;
      event.value = point.value;
      break;
  }
  writer_.add(event);
}

void TimelineWriter::describe(const TimelineExport::Slice& slice,
                              PerfettoWriter::Event& event) const {
  event.annotations = {{"begin cycle", slice.begin, ""}, {"end cycle", slice.end, ""}};
  if (!slice.ended) {
    event.annotations.push_back(
        {"ended", 0, fmt::format("no: the run was over at cycle {}", timeline_.end_)});
  }
  if (slice.kind == TimelineExport::SliceKind::Block ||
      slice.kind == TimelineExport::SliceKind::Task) {
    event.category = slice.kind == TimelineExport::SliceKind::Block ? "block" : "task";
    return;
  }
  if (slice.kind == TimelineExport::SliceKind::Wait) {
    event.category = "wait";
    event.annotations.push_back({"reason", 0, timeline_.reasons_[slice.reason]});
  } else {
    event.category = "instruction";
    event.annotations.push_back({"instruction", slice.instruction, ""});
  }
  if (slice.block.task != kNoTask) {
    event.annotations.push_back(
        {"block", 0,
         fmt::format("{} {}", timeline_.tasks_.name(slice.block.task), slice.block.block)});
  }
  const std::string source = analysis::source_text(sources_, slice.site);
  if (!source.empty()) event.annotations.push_back({"source", 0, source});
}

void TimelineWriter::describe(const TimelineExport::Mark& mark,
                              PerfettoWriter::Event& event) const {
  event.name = mark.name;
  event.category = mark.category;
  event.flows = mark.flows;
  event.ended_flows = mark.ended_flows;
  event.annotations = {{"cycle", mark.cycle, ""}};
  for (const TimelineExport::Text& text : mark.texts) {
    if (!text.text.empty()) event.annotations.push_back({text.name, 0, text.text});
  }
  const std::string source = analysis::source_text(sources_, mark.site);
  if (!source.empty()) event.annotations.push_back({"source", 0, source});
}

}  // namespace npusim::session
