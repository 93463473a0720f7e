// SPDX-License-Identifier: Apache-2.0
// The rows of /findings, there and back.
#include <algorithm>
#include <map>
#include <utility>

#include "traces/table_reader.h"
#include "traces/text_reader.h"
#include "traces/trace_file.h"
#include "traces/trace_reader.h"
#include "traces/trace_writer.h"

namespace npusim::traces {
namespace {

/// Columns of one access, from its task on, in the order of schema.def.
constexpr unsigned kTask = 0, kBlock = 1, kCore = 2, kPipe = 3, kOp = 4, kSource = 5, kRange = 6,
                   kIsWrite = 7, kCycle = 8, kInstruction = 9, kAccessRow = 10;
static_assert(findings::second_task - findings::first_task == kAccessRow + 1);

/// Finds the rows of the instructions and accesses that findings name.
class RowFinder {
 public:
  RowFinder(TraceFile& file, std::vector<FindingRecord>& records) : file_(file) {
    for (FindingRecord& record : records) {
      for (FindingSite* site : {&record.first, &record.second}) {
        if (site->instruction != 0) wanted_[site->instruction].push_back({&record, site});
      }
    }
  }

  void run() {
    if (wanted_.empty()) return;
    find_instructions();
    find_accesses();
  }

 private:
  struct Wanted {
    const FindingRecord* record;
    FindingSite* site;
  };

  void find_instructions() {
    const auto ids = file_.numbers(Table::instructions, instructions::id);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto wanted = wanted_.find(ids[row]);
      if (wanted == wanted_.end()) continue;
      for (const Wanted& each : wanted->second) {
        each.site->instruction_row = static_cast<std::int64_t>(row);
        by_row_[static_cast<std::int64_t>(row)].push_back(each);
      }
    }
  }

  /// The instruction's first access of the finding's memory and direction.
  void find_accesses() {
    const auto parents = file_.numbers(Table::accesses, accesses::instruction);
    const auto spaces = file_.numbers(Table::accesses, accesses::space);
    const auto kinds = file_.numbers(Table::accesses, accesses::kind);
    for (std::size_t row = 0; row < parents.size(); ++row) {
      const auto wanted = by_row_.find(static_cast<std::int64_t>(parents[row]));
      if (wanted == by_row_.end()) continue;
      const bool is_read = static_cast<AccessKind>(kinds[row]) == AccessKind::Read;
      for (const Wanted& each : wanted->second) {
        if (each.site->access_row < 0 && is_read != each.site->is_write &&
            name(static_cast<MemSpace>(spaces[row])) == each.record->space) {
          each.site->access_row = static_cast<std::int64_t>(row);
        }
      }
    }
  }

  TraceFile& file_;
  std::map<InstructionId, std::vector<Wanted>> wanted_;
  std::map<std::int64_t, std::vector<Wanted>> by_row_;
};

}  // namespace

void TraceWriter::set_findings(std::vector<FindingRecord> found) {
  findings_ = std::move(found);
  outcome_.has_findings = true;
}

void TraceWriter::write_findings() {
  namespace c = findings;
  RowFinder(queue_.idle_file(), findings_).run();
  const auto texts = [this](RowCursor row,
                            std::initializer_list<std::pair<unsigned, std::string_view>> all) {
    for (const auto& [column, text] : all) set_text(Table::findings, row, column, text);
  };
  for (const FindingRecord& found : findings_) {
    RowCursor row = add_row(Table::findings);
    row.set(c::severity, found.severity).set(c::count, found.count);
    texts(row, {{c::id, found.id},
                {c::check, found.check},
                {c::hazard, found.hazard},
                {c::space, found.space},
                {c::rule, found.rule},
                {c::certainty, found.certainty},
                {c::message, found.message},
                {c::missing_edge, found.missing_edge},
                {c::fix, found.fix},
                {c::text, found.text}});
    for (const auto& [site, at] : {std::pair{&found.first, unsigned{c::first_task}},
                                   std::pair{&found.second, unsigned{c::second_task}}}) {
      row.set(at + kBlock, site->block)
          .set(at + kIsWrite, site->is_write)
          .set(at + kCycle, site->cycle)
          .set(at + kInstruction, site->instruction_row)
          .set(at + kAccessRow, site->access_row);
      texts(row, {{at + kTask, site->task},
                  {at + kCore, site->core},
                  {at + kPipe, site->pipe},
                  {at + kOp, site->op},
                  {at + kSource, site->source},
                  {at + kRange, site->range}});
    }
  }
}

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
