// SPDX-License-Identifier: Apache-2.0
// The rows of /source_lines; traces/read/source_lines.cpp is the way back.
#include "traces/write/trace_writer.h"

namespace npusim::traces {

void TraceWriter::write_source_lines() {
  for (const SourceLine& line : source_lines_) {
    RowCursor row = add_row(Table::source_lines);
    row.set(source_lines::line, line.line);
    set_text(Table::source_lines, row, source_lines::file, line.file);
    set_text(Table::source_lines, row, source_lines::text, line.text);
  }
}

}  // namespace npusim::traces
