// SPDX-License-Identifier: Apache-2.0
// The rows of /source_lines, there and back.
#include "traces/source_line.h"
#include "traces/table_reader.h"
#include "traces/text_reader.h"
#include "traces/trace_reader.h"
#include "traces/trace_writer.h"

namespace npusim::traces {

void TraceWriter::write_source_lines() {
  for (const SourceLine& line : source_lines_) {
    RowCursor row = add_row(Table::source_lines);
    row.set(source_lines::line, line.line);
    set_text(Table::source_lines, row, source_lines::file, line.file);
    set_text(Table::source_lines, row, source_lines::text, line.text);
  }
}

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
