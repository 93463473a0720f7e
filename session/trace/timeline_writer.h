// SPDX-License-Identifier: Apache-2.0
// Lays the rows of a TimelineExport out as Perfetto tracks and writes them in order of time.
#pragma once

#include "session/trace/timeline_export.h"
#include "traces/export/perfetto_writer.h"

namespace npusim::session {

class TimelineWriter {
 public:
  /// Requires rows sorted by time.
  TimelineWriter(const TimelineExport& timeline, std::ostream& out, const SourceLookup& sources,
                 TimelineUnit unit)
      : timeline_(timeline), writer_(out), sources_(sources), unit_(unit) {}

  /// Returns the number of slices.
  std::uint64_t write();

 private:
  enum class PointKind : std::uint8_t { Mark, Begin, End, Counter };
  /// A packet to come.
  struct Point {
    Cycle cycle;
    traces::TrackId track;
    std::uint32_t order;  ///< within a track and cycle
    PointKind kind;
    const TimelineExport::Slice* slice = nullptr;
    const TimelineExport::Mark* mark = nullptr;
    double value = 0;
  };

  void lay_out_row(TimelineExport::RowNumber number, const TimelineExport::Row& row);
  void lay_out_counters();
  void write_point(const Point& point);
  void describe(const TimelineExport::Slice& slice, traces::PerfettoWriter::Event& event) const;
  void describe(const TimelineExport::Mark& mark, traces::PerfettoWriter::Event& event) const;
  std::uint64_t time(Cycle cycle) const;

  const TimelineExport& timeline_;
  traces::PerfettoWriter writer_;
  const SourceLookup& sources_;
  TimelineUnit unit_;
  std::vector<Point> points_;
  std::map<std::uint64_t, traces::TrackId> processes_;  ///< by pid
  traces::TrackId last_track_ = 0;
  std::uint64_t last_thread_ = 1000;
  std::uint64_t slices_ = 0;
};

}  // namespace npusim::session
