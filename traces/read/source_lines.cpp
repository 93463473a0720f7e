// SPDX-License-Identifier: Apache-2.0
// Source lines from the rows of /source_lines.
#include "traces/read/table_reader.h"
#include "traces/read/text_reader.h"
#include "traces/read/trace_reader.h"

namespace npusim::traces {

std::vector<SourceLine> TraceReader::source_lines() const {
  constexpr Table t = Table::source_lines;
  TableReader table = open(t);
  const TextReader reader = open_texts();
  std::vector<SourceLine> lines;
  for (std::uint64_t row = 0; row < table.rows(); ++row) {
    lines.push_back({reader.text(table, t, traces::source_lines::file, row),
                     static_cast<std::uint32_t>(table.number(traces::source_lines::line, row)),
                     reader.text(table, t, traces::source_lines::text, row)});
  }
  return lines;
}

}  // namespace npusim::traces
