// SPDX-License-Identifier: Apache-2.0
// One event of a trace in the columns that people see, whatever its kind, and the sink that makes
// such rows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/task_table.h"
#include "models/arch/event_sink.h"
#include "traces/read/query/event_filter.h"

namespace npusim::session {

struct TraceEventRow {
  std::uint64_t event = 0;  ///< row of /events: what names it
  std::uint64_t cycle = 0;
  std::string kind;   ///< "Access"
  std::string what;   ///< "Write", "SetFlag", "Ready"; empty where the kind says all
  std::string agent;  ///< "AIV 17 MTE2"
  std::optional<TaskIndex> task;
  std::string name;  ///< of the task's kernel
  std::optional<std::int32_t> block;
  std::string op;     ///< "TMULS (vmuls)"
  std::string space;  ///< "GM"
  std::string range;  ///< "normed_kv[16:32, 448:512]"
  std::optional<std::uint64_t> address;
  std::optional<std::uint64_t> bytes;
  std::string source;  ///< "kernel.cpp:77"
  std::string detail;  ///< what is particular to the kind
};

/// Feeds on a replay and hands out a row for each event of `wanted`; the replay has to deliver, in
/// addition, what gives them their names (context_of).
class TraceEventRows : public EventSink {
 public:
  using Visit = std::function<void(const TraceEventRow&)>;

  TraceEventRows(const traces::TraceReader& trace, const traces::Selection& wanted, Visit visit);

  /// `wanted`, and what its rows need to be understood.
  static traces::Selection context_of(const traces::TraceReader& trace, traces::Selection wanted);
  /// Replays the trace.
  void run();

  void on_issue(const IssueEvent& event) override;
  void on_instruction(const InstructionEvent& event) override;
  void on_access(const AccessEvent& event) override;
  void on_completion(const CompletionEvent& event) override;
  void on_sync(const SyncEvent& event) override;
  void on_task_description(const TaskDescription& task) override;
  void on_dependency(const DependencyEvent& event) override;
  void on_task(const TaskEvent& event) override;
  void on_buffer(const BufferEvent& event) override;
  void on_choice(const ChoiceEvent& event) override;
  void on_fault(const FaultEvent& event) override;

 private:
  /// Whether the event being delivered is one of `wanted`.
  bool is_wanted(traces::EventKind kind) const;
  TraceEventRow begin_row(traces::EventKind kind, Cycle cycle, unsigned own_kind = 0) const;
  void set_block(TraceEventRow& row, const BlockRef& block) const;
  void set_instruction(TraceEventRow& row, InstructionId instruction) const;
  void set_span(TraceEventRow& row, MemSpace space, const Span& span) const;
  std::string op_text(const InstructionEvent& event) const;

  const traces::TraceReader& trace_;
  const traces::Selection& wanted_;
  Visit visit_;
  traces::ReplayPosition position_;
  analysis::BufferMap buffers_;
  analysis::TaskTable tasks_;
  std::unordered_map<InstructionId, InstructionEvent> open_;  ///< started, not complete
};

}  // namespace npusim::session
