// SPDX-License-Identifier: Apache-2.0
// A run's events as a Perfetto timeline: the instructions of each pipe, blocks and tasks as slices;
// flags, barriers, the runtime's steps and findings as instants; flags, dependencies and findings
// as arrows; GM's traffic as counters.
//
// Slices of one Perfetto track must nest. Instructions of a pipe overlap (vector instructions
// stream), so a pipe has as many tracks as it has instructions in flight, and none is left out; but
// of blocks that never ended, which may have gone round in circles until the run was given up, it
// has the beginning and the end.
#pragma once

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/describe/task_table.h"
#include "analysis/result/finding.h"
#include "analysis/time/time_account.h"
#include "analysis/timeline/usage_log.h"
#include "models/arch/cross_core_flag.h"
#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"
#include "session/trace/endless_blocks.h"
#include "traces/read/trace_reader.h"

namespace npusim::session {

/// What one nanosecond of the timeline is.
enum class TimelineUnit : std::uint8_t { Nanosecond, Cycle };

class TimelineExport : public EventSink {
 public:
  /// `endless`: of the same events, which it had before.
  explicit TimelineExport(const EndlessBlocks& endless);

  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override { usage_.on_access(event); }
  void on_completion(const CompletionEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_task_description(const TaskDescription& task) override { tasks_.add(task); }
  void on_dependency(const DependencyEvent& event) override {
    dependencies_.insert({event.producer, event.consumer});
  }
  void on_task(const TaskEvent& event) override;
  void on_fault(const FaultEvent& event) override;
  void on_end(Cycle cycle) override { end_ = cycle; }

  /// After the last event: what each pipe waited for, on a row of its own.
  void add_waits(const analysis::TimeAccount& account, const SourceLookup& sources);
  /// After the last event. Findings are those of the same events.
  void add_findings(const std::vector<analysis::Finding>& findings);
  /// Once, at the end. Returns the number of slices.
  std::uint64_t write(std::ostream& out, const SourceLookup& sources, TimelineUnit unit);

 private:
  friend class TimelineWriter;

  enum class SliceKind : std::uint8_t { Instruction, Block, Task, Wait };
  struct Slice {
    SliceKind kind = SliceKind::Instruction;
    bool ended = false;
    std::uint16_t opcode = 0;
    std::uint16_t tile_op = 0;
    Cycle begin = 0;
    Cycle end = 0;
    InstructionId instruction = 0;
    BlockRef block;
    Site site = nullptr;
    analysis::TimeUse use = analysis::TimeUse::Flag;  ///< of a wait
    std::uint32_t reason = 0;                         ///< index in reasons_
  };
  struct Text {
    std::string_view name;
    std::string text;
  };
  struct Mark {
    Cycle cycle = 0;
    std::string name;
    const char* category = "";
    Site site = nullptr;
    std::vector<std::uint64_t> flows;  ///< arrows from here
    std::vector<std::uint64_t> ended_flows;
    std::vector<Text> texts;
  };
  /// What is shown as one line, but for overlaps. By number: of an agent, or of what follows them.
  struct Row {
    std::vector<Slice> slices;
    std::vector<Mark> marks;
  };
  using RowNumber = std::uint32_t;
  static constexpr RowNumber kBlocksRow = kAgentCount;  ///< + core
  static constexpr RowNumber kTasksRow = kBlocksRow + kCoreCount;
  static constexpr RowNumber kWaitsRow = kTasksRow + 1;  ///< + agent

  struct Place {
    RowNumber row;
    std::size_t index;
  };
  /// A pipe in a block that never ends, and what of it has been seen.
  struct EndlessRow {
    EndlessBlocks::Pipe pipe;
    bool running = false;
    Cycle begin = 0;
    std::size_t instructions = 0, marks = 0;
  };
  Mark& add_mark(RowNumber row, Cycle cycle, std::string name, const char* category);
  Place last_mark(RowNumber row) { return {row, rows_[row].marks.size() - 1}; }
  void add_arrow(const Place& from, const Place& to);
  void add_flag(const SyncEvent& event, Mark& mark, const Place& place);
  void add_message(const SyncEvent& event, Mark& mark, const Place& place);
  void add_dependencies();
  void start_block(const SyncEvent& event);
  void end_block(const SyncEvent& event);
  bool leaves_out(AgentId agent, bool instruction);
  void count_left_out();

  analysis::TaskTable tasks_;
  analysis::UsageLog usage_;
  std::map<RowNumber, Row> rows_;
  std::vector<std::string> reasons_;
  std::unordered_map<InstructionId, Place> open_;  ///< looked up, never iterated
  std::map<CoreId, std::size_t> open_blocks_;      ///< slice of the core's block row
  std::map<AgentId, EndlessRow> endless_rows_;
  std::map<TaskIndex, std::size_t> task_slices_;
  /// Sets that nobody has waited for, by setting and waiting pipe, id and instance.
  std::map<std::tuple<AgentId, AgentId, unsigned, std::uint32_t>, Place> sets_;
  /// Senders of each round of a flag between cores, by channel and round.
  std::map<std::pair<unsigned, std::uint32_t>, std::vector<std::pair<AgentId, Place>>> messages_;
  std::set<std::pair<TaskIndex, TaskIndex>> dependencies_;  ///< producer and consumer
  std::map<TaskIndex, Place> completed_, ready_;            ///< the marks that say so
  std::uint64_t flows_ = 0;
  /// Of anything that happened, where the timeline ends: a stalled run's own end is a time-out
  /// later.
  Cycle last_cycle_ = 0;
  Cycle end_ = 0;  ///< of the run
};

struct TimelineSize {
  std::uint64_t slices = 0;
  std::size_t findings = 0;
};

/// The timeline of a recorded run, with what all checks find in it. Throws TraceFormatError.
TimelineSize write_timeline(const traces::TraceReader& trace, TimelineUnit unit, std::ostream& out);

}  // namespace npusim::session
