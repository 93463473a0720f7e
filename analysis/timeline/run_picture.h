// SPDX-License-Identifier: Apache-2.0
// What a report draws besides what it says: tasks and blocks over time, the pipes around each
// finding, use of pipes and GM, wrong elements of outputs, source lines. Made only for formats that
// draw; every part is bounded and counts what it leaves out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/golden/output_map.h"
#include "analysis/result/run_report.h"
#include "models/arch/event.h"

namespace npusim::analysis {

/// A time that was not reached.
inline constexpr Cycle kNever = ~Cycle{0};

/// One task and when the runtime moved it on.
struct TaskBar {
  TaskIndex task = kNoTask;
  std::string name;
  ClusterPlaces places = only(ClusterPlace::AIV0);  ///< what a block runs on; 0: no kernel
  std::int32_t blocks = 0;
  Cycle submitted = kNever, ready = kNever, started = kNever, ended = kNever, completed = kNever;
};

struct TaskEdge {
  TaskIndex producer = kNoTask;
  TaskIndex consumer = kNoTask;
  DependencyReason reason = DependencyReason::Creator;
};

/// One block on its core.
struct BlockBar {
  BlockRef block;
  CoreId core = 0;
  Cycle start = 0;
  Cycle end = kNever;
};

/// One hardware instruction on its pipe.
struct InstructionBar {
  InstructionId instruction = 0;
  AgentId agent = 0;
  BlockRef block;
  Site site = nullptr;
  std::uint16_t opcode = 0;
  std::uint16_t tile_op = 0;
  std::uint32_t repeats = 1;
  Cycle issue = 0;
  Cycle start = 0;
  Cycle end = kNever;
};

/// A stretch of time that a pipe spent on one thing other than work.
struct WaitBar {
  AgentId agent = 0;
  TimeUse use = TimeUse::Flag;
  Cycle begin = 0;
  Cycle end = 0;
  std::string reason;  ///< a sentence without its subject
};

/// What one pipe spent its time on, from cycle 0 on without gap.
struct UseLane {
  struct Bar {
    Cycle length = 0;
    TimeUse use = TimeUse::Busy;
    std::uint32_t reason = 0;    ///< index in UseLanes::reasons
    std::uint8_t percent = 100;  ///< of its time that goes to that; the rest goes to shorter things
  };
  AgentId agent = 0;
  std::vector<Bar> bars;
};

/// All pipes that did anything. Of a long run, things shorter than `finest` are put together.
struct UseLanes {
  std::vector<UseLane> lanes;
  std::vector<std::string> reasons;
  Cycle finest = 1;
};

/// The pipes of the core or cores of a finding, around its accesses.
struct Swimlane {
  std::size_t finding = 0;     ///< index in RunReport::findings
  std::vector<AgentId> lanes;  ///< top to bottom
  std::vector<InstructionBar> bars;
  std::vector<SyncEvent> marks;  ///< flags, barriers, fences; starts and ends of blocks
  std::int64_t first = -1;       ///< of the accesses: index in bars, -1 if it is not among them
  std::int64_t second = -1;
  std::uint64_t bars_left_out = 0;
  std::uint64_t marks_left_out = 0;
  std::vector<WaitBar> waits;  ///< if the run was asked why; in order of lane and time
  /// Everything is there up to this many cycles away from either access; kNever: everything.
  Cycle complete_within = kNever;
  /// Of the bars and marks, in their order: "file:line", empty if unknown.
  std::vector<std::string> bar_sources, mark_sources;
};

/// Use over the whole run in buckets of equal length.
struct UsageOverTime {
  Cycle bucket_cycles = 1;
  std::array<std::vector<std::uint64_t>, kPipeCount> busy;  ///< cycles, over all such pipes
  std::vector<std::uint64_t> gm_read, gm_written;           ///< bytes
};

struct RunPicture {
  std::string replay;  ///< the command that makes this run again
  bool from_trace = false;
  std::vector<std::string> notes;  ///< what could not be drawn, and why; a sentence each
  std::vector<TaskBar> tasks;
  std::vector<TaskEdge> edges;
  std::vector<BlockBar> blocks;
  std::uint64_t blocks_left_out = 0;
  UsageOverTime usage;
  UseLanes uses;  ///< if the run was asked why
  std::vector<Swimlane> swimlanes;
  std::uint64_t swimlanes_left_out = 0;
  std::vector<OutputMap> outputs;  ///< of outputs with wrong elements
  std::vector<SourceExcerpt> sources;
};

}  // namespace npusim::analysis
