// SPDX-License-Identifier: Apache-2.0
// What a selection needs besides, to be understood or to stand alone.
#include "traces/read/query/event_filter.h"
#include "traces/read/table_reader.h"

namespace npusim::traces {
namespace {

/// Whether any event of this instruction is selected, by row of /instructions.
std::vector<bool> instructions_of(const Selection& selection,
                                  const std::vector<std::uint64_t>& references) {
  std::vector<bool> wanted = selection.of(EventKind::Instruction);
  const std::vector<bool>& issues = selection.of(EventKind::Issue);
  const std::vector<bool>& completions = selection.of(EventKind::Completion);
  for (std::size_t row = 0; row < wanted.size(); ++row) {
    wanted[row] = wanted[row] || issues[row] || completions[row];
  }
  const std::vector<bool>& accesses = selection.of(EventKind::Access);
  for (std::size_t row = 0; row < accesses.size(); ++row) {
    if (accesses[row] && references[row] < wanted.size()) wanted[references[row]] = true;
  }
  return wanted;
}

}  // namespace

void add_instructions_of_accesses(const TraceReader& trace, Selection& selection) {
  std::vector<bool>& instructions = selection.of(EventKind::Instruction);
  const auto references = trace.open(Table::accesses).numbers(accesses::instruction);
  const std::vector<bool>& accesses = selection.of(EventKind::Access);
  for (std::size_t row = 0; row < accesses.size(); ++row) {
    if (accesses[row] && references[row] < instructions.size()) {
      instructions[references[row]] = true;
    }
  }
}

void add_accesses_of_instructions(const TraceReader& trace, Selection& selection) {
  const std::vector<bool>& instructions = selection.of(EventKind::Instruction);
  const auto references = trace.open(Table::accesses).numbers(accesses::instruction);
  std::vector<bool>& accesses = selection.of(EventKind::Access);
  for (std::size_t row = 0; row < accesses.size(); ++row) {
    if (references[row] < instructions.size() && instructions[references[row]]) {
      accesses[row] = true;
    }
  }
}

void complete_selection(const TraceReader& trace, Selection& selection) {
  const auto references = trace.open(Table::accesses).numbers(accesses::instruction);
  const std::vector<bool> wanted = instructions_of(selection, references);
  std::vector<bool>& accesses = selection.of(EventKind::Access);
  for (std::size_t row = 0; row < accesses.size(); ++row) {
    if (references[row] < wanted.size()) accesses[row] = wanted[references[row]];
  }
  for (const EventKind kind : {EventKind::Issue, EventKind::Instruction, EventKind::Completion}) {
    selection.of(kind) = wanted;
  }
  for (const EventKind kind :
       {EventKind::TaskDescription, EventKind::Dependency, EventKind::Buffer}) {
    selection.of(kind).assign(selection.of(kind).size(), true);
  }
}

}  // namespace npusim::traces
