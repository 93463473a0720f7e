// SPDX-License-Identifier: Apache-2.0
// Records a run's events in a trace file (traces/format/schema.def). An EventSink: hang it behind
// the machine, alone or beside the checks.
//
//   events -> rows -> chunks -> background thread (shuffle, deflate, HDF5)
//
// The same events give the same bytes: nothing in the file depends on time, addresses of this
// process or the background thread's pace. After a kill the file holds a prefix of the run: at
// least everything before the last checkpoint, which come at fixed numbers of events.
//
// A process must not fork() while it has a writer: the background thread would be missing in the
// child.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/arch/byte_range.h"
#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"
#include "traces/format/finding_record.h"
#include "traces/format/source_line.h"
#include "traces/format/trace_header.h"
#include "traces/write/instruction_rows.h"
#include "traces/write/site_table.h"
#include "traces/write/table_writer.h"
#include "traces/write/write_queue.h"

namespace npusim::traces {

class TraceWriter : public EventSink {
 public:
  /// Creates or replaces the file. `sources` must outlive the writer.
  /// Throws TraceError if the file cannot be created. Any member below throws TraceError once a
  /// write has failed; the file then holds what was written before.
  TraceWriter(const std::filesystem::path& path, const TraceHeader& header,
              const SourceLookup& sources);
  /// Leaves a file without an outcome (complete = 0) if close() was not called.
  ~TraceWriter() override;

  /// Before the first event: what pipes spend their time on is recorded too, with their work.
  void record_times() { times_ = true; }
  unsigned wanted() const override {
    return kAllEvents | (times_ ? kTimeEvents | kWorkEvents : 0u);
  }

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
  void on_time(const TimeEvent& event) override;
  void on_work(const WorkEvent& event) override;
  void on_end(Cycle cycle) override;

  /// The run's verdict, for the file's root. At most 32 bytes.
  void set_verdict(const std::string& verdict) { outcome_.verdict = verdict; }
  /// What the run's checks found; their rows are looked up here. Without it, the trace says that it
  /// holds no findings.
  void set_findings(std::vector<FindingRecord> found);
  /// Before close(): the lines that reports show around findings.
  void set_source_lines(std::vector<SourceLine> lines) { source_lines_ = std::move(lines); }
  /// Stores header.arrays[number], after the last event. Bytes outside of `nonzero` (sorted,
  /// disjoint) must be zero; they are not looked at.
  void write_array(std::size_t number, const std::byte* data,
                   const std::vector<ByteRange>& nonzero);
  /// Writes what is left and the outcome. Call it once, after the last event.
  void close();

 private:
  static constexpr std::uint64_t kFirstCheckpoint = 4096;
  static constexpr std::uint64_t kCheckpointGrowth = 128;
  static constexpr std::uint64_t kCheckpointInterval = std::uint64_t{3} << 18;

  RowCursor add_row(Table table) { return tables_[static_cast<unsigned>(table)].add_row(); }
  /// Stores text in the row just added, what does not fit in /text_rest.
  void set_text(Table table, RowCursor row, unsigned column, std::string_view text);
  void add_site(const SourceLocation& at);
  void add_argument(TaskIndex task, std::uint32_t position, const TaskArgument& argument);
  void write_findings();
  void write_source_lines();
  void add_unmatched(const Unmatched& event);
  /// Ends an event: its row in /events, and a checkpoint when it is time.
  void finish_event(EventKind kind);
  void checkpoint();

  bool local_accesses_;
  bool times_ = false;
  WriteQueue queue_;
  std::vector<TableWriter> tables_;  ///< by Table; the one of instructions stays empty
  InstructionRows instructions_;
  SiteTable sites_;
  std::vector<FindingRecord> findings_;
  std::vector<SourceLine> source_lines_;
  TraceOutcome outcome_;
  std::uint64_t next_checkpoint_ = kFirstCheckpoint;
};

}  // namespace npusim::traces
