// SPDX-License-Identifier: Apache-2.0
#include "traces/read/query/slice.h"

#include <fmt/format.h>

#include "traces/write/trace_writer.h"

namespace npusim::traces {

std::uint64_t write_slice(const TraceReader& trace, const EventFilter& filter,
                          const std::filesystem::path& path) {
  Selection selection = select(trace, filter);
  complete_selection(trace, selection);
  const TraceInfo& info = trace.info();
  TraceHeader header = info.header;
  const std::string asked = filter.text();
  header.slice = fmt::format("{}{} of {} events{}", header.slice.empty() ? "" : header.slice + ", ",
                             asked.empty() ? "all" : asked, info.outcome.events,
                             info.outcome.complete ? "" : " (the run was killed)");
  header.arrays.clear();
  TraceWriter writer(path, header, trace);
  ReplayPosition position;
  const std::uint64_t events = trace.replay_events(writer, selection, position).delivered;
  if (info.outcome.has_findings) writer.set_findings(trace.findings());
  writer.set_verdict(info.outcome.verdict);
  writer.close();
  return events;
}

}  // namespace npusim::traces
