// SPDX-License-Identifier: Apache-2.0
// Findings from the rows of /findings, as traces/write/finding_rows.cpp stored them.
#include <utility>

#include "traces/format/finding_columns.h"
#include "traces/read/table_reader.h"
#include "traces/read/text_reader.h"
#include "traces/read/trace_reader.h"

namespace npusim::traces {

using namespace finding_columns;

std::vector<FindingRecord> TraceReader::findings() const {
  namespace c = traces::findings;
  constexpr Table t = Table::findings;
  TableReader table = open(t);
  TableReader parents = open(Table::instructions);
  const TextReader reader = open_texts();
  std::vector<FindingRecord> all;
  for (std::uint64_t row = 0; row < table.rows(); ++row) {
    const auto text = [&](unsigned column) { return reader.text(table, t, column, row); };
    const auto number = [&](unsigned column) { return table.number(column, row); };
    const auto site_at = [&](unsigned at) {
      FindingSite site;
      site.task = text(at + kTask);
      site.core = text(at + kCore);
      site.pipe = text(at + kPipe);
      site.op = text(at + kOp);
      site.source = text(at + kSource);
      site.range = text(at + kRange);
      site.block = static_cast<std::int64_t>(number(at + kBlock));
      site.is_write = number(at + kIsWrite) != 0;
      site.cycle = number(at + kCycle);
      site.instruction_row = static_cast<std::int64_t>(number(at + kInstruction));
      site.access_row = static_cast<std::int64_t>(number(at + kAccessRow));
      if (static_cast<std::uint64_t>(site.instruction_row) < parents.rows()) {
        site.instruction =
            parents.number(instructions::id, static_cast<std::uint64_t>(site.instruction_row));
      }
      return site;
    };
    FindingRecord record;
    record.id = text(c::id);
    record.severity = static_cast<std::uint8_t>(number(c::severity));
    record.check = text(c::check);
    record.hazard = text(c::hazard);
    record.space = text(c::space);
    record.rule = text(c::rule);
    record.certainty = text(c::certainty);
    record.message = text(c::message);
    record.missing_edge = text(c::missing_edge);
    record.fix = text(c::fix);
    record.text = text(c::text);
    record.count = number(c::count);
    record.first = site_at(c::first_task);
    record.second = site_at(c::second_task);
    all.push_back(std::move(record));
  }
  return all;
}

}  // namespace npusim::traces
