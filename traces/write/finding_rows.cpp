// SPDX-License-Identifier: Apache-2.0
// The rows of /findings; traces/read/finding_rows.cpp is the way back.
#include <map>
#include <utility>

#include "traces/format/finding_columns.h"
#include "traces/write/trace_file.h"
#include "traces/write/trace_writer.h"

namespace npusim::traces {
namespace {

using namespace finding_columns;

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
      const bool is_read = !writes(static_cast<AccessKind>(kinds[row]));
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

}  // namespace npusim::traces
