// SPDX-License-Identifier: Apache-2.0
// Opens a recorded trace and delivers its events again, so that every analysis runs on a file as on
// a live run.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/arch/source_lookup.h"
#include "traces/format/finding_record.h"
#include "traces/format/source_line.h"
#include "traces/format/trace_header.h"
#include "traces/read/query/selection.h"

namespace npusim::traces {

/// What a replay of the events delivered.
struct ReplaySummary {
  std::uint64_t delivered = 0;
  /// Rows of /events not delivered because a killed run left what they refer to unwritten.
  std::uint64_t undelivered = 0;
};

class TableReader;
class TextReader;

class TraceReader : public SourceLookup {
 public:
  /// Throws TraceFormatError, with what was expected and found, for a file that is missing,
  /// truncated, not a trace, or of a later version. HDF5 crashes on some damaged files: a child
  /// process opens the file first.
  explicit TraceReader(const std::filesystem::path& path);
  ~TraceReader() override;

  const TraceInfo& info() const { return info_; }

  /// Delivers the events in their original order, and the end of the run if it was reached. All are
  /// there if the file is complete; accesses to local memories only if header.local_accesses is
  /// set. Of an incomplete file, the longest prefix whose rows are all there is delivered, without
  /// issues of instructions that had not started. Throws TraceFormatError for a damaged file.
  ReplaySummary replay_events(EventSink& sink) const;
  /// Delivers the selected events only; `position` says during a delivery which event it is.
  ReplaySummary replay_events(EventSink& sink, const Selection& selection,
                              ReplayPosition& position) const;

  /// The rows of a table, which must not outlive this.
  TableReader open(Table table) const;
  /// Bytes that a table's data takes in the file.
  std::uint64_t stored_bytes(Table table) const;
  /// A whole column of texts.
  std::vector<std::string> texts(Table table, unsigned column) const;

  /// What the run's checks found. Meaningful if outcome.has_findings.
  std::vector<FindingRecord> findings() const;
  /// The lines around the places that findings name, file by file, ascending.
  std::vector<SourceLine> source_lines() const;

  /// Sites of replayed events are row + 1 of /sites.
  SourceLocation locate(Site site) const override;

 private:
  ReplaySummary replay(EventSink& sink, const Selection* selection, ReplayPosition* position) const;
  void open_file();
  /// Opens everything that a reader looks at besides the chunks themselves.
  void touch_all() const;
  TextReader open_texts() const;
  void read_root();
  void read_sites();

  std::filesystem::path path_;
  struct OpenFile;
  std::unique_ptr<OpenFile> file_;
  TraceInfo info_;
  std::vector<SourceLocation> sites_;
};

}  // namespace npusim::traces
