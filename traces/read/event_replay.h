// SPDX-License-Identifier: Apache-2.0
// Turns a trace's rows back into events, in the order of /events.
#pragma once

#include <string>
#include <vector>

#include "models/arch/event_sink.h"
#include "traces/read/query/selection.h"
#include "traces/read/table_reader.h"
#include "traces/read/text_reader.h"
#include "traces/read/trace_reader.h"
#include "traces/write/instruction_rows.h"

namespace npusim::traces {

class EventReplay {
 public:
  EventReplay(hid_t file, std::string file_name, const TraceInfo& info);

  /// Delivers everything, or if `selection` is not null what it contains. `position`, if not null,
  /// says during a delivery which event it is. Call it once.
  ReplaySummary run(EventSink& sink, const Selection* selection = nullptr,
                    ReplayPosition* position = nullptr);

 private:
  enum class Step { Delivered, NotSelected, Skipped, OutOfRows };

  /// Where the issues, or the completions, are: by number, a row of /instructions, or if negative
  /// -2 - position in unmatched_, or kNowhere.
  using Places = std::vector<std::int64_t>;
  static constexpr std::int64_t kNowhere = -1;

  /// `counts` are the rows of /events by kind.
  Places find_places(EventKind kind, const std::vector<std::uint64_t>& counts, unsigned column);
  void read_unmatched();
  Step deliver(EventKind kind, EventSink& sink);
  Step deliver_issue(EventSink& sink);
  Step deliver_completion(EventSink& sink);
  /// Sets the position; false if the event is not selected.
  bool reach(EventKind kind, std::uint64_t row, bool is_unmatched = false);
  void deliver_row(EventKind kind, std::uint64_t row, EventSink& sink);

  /// What is beside /events, after everything else.
  void deliver_times(EventSink& sink);

  InstructionEvent instruction(std::uint64_t row);
  AccessEvent access(std::uint64_t row);
  SyncEvent sync(std::uint64_t row);
  TaskDescription task_description(std::uint64_t row);
  TaskArgument task_argument(std::uint64_t row);
  BufferEvent buffer(std::uint64_t row);
  FaultEvent fault(std::uint64_t row);
  TimeEvent time(std::uint64_t row);
  WorkEvent work(std::uint64_t row);

  /// Value of a column as a T.
  template <class T>
  T get(Table table, unsigned column, std::uint64_t row) {
    return static_cast<T>(tables_[static_cast<unsigned>(table)].number(column, row));
  }
  BlockRef block(Table table, unsigned task_column, unsigned block_column, std::uint64_t row);
  /// Columns address to group_stride of accesses and faults.
  Span span(Table table, unsigned address_column, std::uint64_t row);
  Site site(Table table, unsigned column, std::uint64_t row);
  std::string text(Table table, unsigned column, std::uint64_t row);
  [[noreturn]] void damaged(const std::string& what) const;

  std::string file_name_;
  bool complete_;
  bool ended_;
  Cycle end_cycle_;
  std::vector<TableReader> tables_;   ///< by Table
  std::vector<unsigned char> kinds_;  ///< of the rows of /events
  TextReader texts_;
  std::vector<Unmatched> unmatched_;
  Places issues_;
  Places completions_;
  std::vector<std::uint64_t> next_row_;  ///< by EventKind: rows delivered
  std::uint64_t next_argument_ = 0;
  const Selection* selection_ = nullptr;
  ReplayPosition own_position_;
  ReplayPosition* position_ = &own_position_;
};

}  // namespace npusim::traces
