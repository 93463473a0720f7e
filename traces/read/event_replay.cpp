// SPDX-License-Identifier: Apache-2.0
#include "traces/read/event_replay.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "traces/format/trace_error.h"

namespace npusim::traces {
namespace {

std::vector<TableReader> open_tables(hid_t file, const std::string& file_name) {
  std::vector<TableReader> tables;
  tables.reserve(schema().size());
  for (unsigned i = 0; i < schema().size(); ++i) {
    tables.emplace_back(file, static_cast<Table>(i), file_name);
  }
  return tables;
}

/// The table of a kind that has one of its own.
Table table_of(EventKind kind) {
  switch (kind) {
    case EventKind::Issue:
    case EventKind::Completion:
    case EventKind::Instruction:
      return Table::instructions;
    case EventKind::Access:
      return Table::accesses;
    case EventKind::Sync:
      return Table::syncs;
    case EventKind::TaskDescription:
      return Table::task_descriptions;
    case EventKind::Dependency:
      return Table::dependencies;
    case EventKind::Task:
      return Table::tasks;
    case EventKind::Buffer:
      return Table::buffers;
    case EventKind::Choice:
      return Table::choices;
    case EventKind::Fault:
      return Table::faults;
  }
  return Table::events;
}

}  // namespace

EventReplay::EventReplay(hid_t file, std::string file_name, const TraceInfo& info)
    : file_name_(std::move(file_name)),
      complete_(info.outcome.complete),
      ended_(info.outcome.ended),
      end_cycle_(info.outcome.end_cycle),
      tables_(open_tables(file, file_name_)),
      texts_(file, file_name_),
      next_row_(kEventKindCount) {
  read_unmatched();
  kinds_ = tables_[static_cast<unsigned>(Table::events)].bytes(events::kind);
  std::vector<std::uint64_t> counts(kEventKindCount);
  for (const unsigned char kind : kinds_) ++counts[kind];
  issues_ = find_places(EventKind::Issue, counts, instructions::issue_number);
  completions_ = find_places(EventKind::Completion, counts, instructions::completion_number);
}

void EventReplay::read_unmatched() {
  namespace c = unmatched;
  const std::uint64_t rows = tables_[static_cast<unsigned>(Table::unmatched)].rows();
  for (std::uint64_t row = 0; row < rows; ++row) {
    unmatched_.push_back({get<EventKind>(Table::unmatched, c::kind, row),
                          get<std::uint64_t>(Table::unmatched, c::number, row),
                          get<InstructionId>(Table::unmatched, c::instruction, row),
                          get<AgentId>(Table::unmatched, c::agent, row),
                          get<Cycle>(Table::unmatched, c::cycle, row)});
  }
}

EventReplay::Places EventReplay::find_places(EventKind kind,
                                             const std::vector<std::uint64_t>& counts,
                                             unsigned column) {
  Places places(counts[static_cast<unsigned>(kind)], kNowhere);
  const auto numbers = tables_[static_cast<unsigned>(Table::instructions)].numbers(column);
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    if (numbers[row] < places.size()) places[numbers[row]] = static_cast<std::int64_t>(row);
  }
  for (std::size_t i = 0; i < unmatched_.size(); ++i) {
    if (unmatched_[i].kind != kind || unmatched_[i].number >= places.size()) continue;
    places[unmatched_[i].number] = -2 - static_cast<std::int64_t>(i);
  }
  return places;
}

ReplaySummary EventReplay::run(EventSink& sink, const Selection* selection,
                               ReplayPosition* position) {
  selection_ = selection;
  if (position != nullptr) position_ = position;
  ReplaySummary summary;
  const std::uint64_t rows = kinds_.size();
  for (std::uint64_t row = 0; row < rows; ++row) {
    position_->event = row;
    const Step step = deliver(static_cast<EventKind>(kinds_[row]), sink);
    if (step == Step::NotSelected) continue;
    if (step != Step::Delivered && complete_) {
      damaged(fmt::format("event {} refers to a row that is not there", row));
    }
    if (step == Step::OutOfRows) {
      summary.undelivered += rows - row;
      if (selection_ == nullptr) deliver_times(sink);
      return summary;
    }
    ++(step == Step::Delivered ? summary.delivered : summary.undelivered);
  }
  if (selection_ == nullptr) deliver_times(sink);
  if (ended_) sink.on_end(end_cycle_);
  return summary;
}

bool EventReplay::reach(EventKind kind, std::uint64_t row, bool is_unmatched) {
  position_->row = row;
  position_->is_unmatched = is_unmatched;
  if (selection_ == nullptr) return true;
  return is_unmatched ? selection_->unmatched[row] : selection_->of(kind)[row];
}

EventReplay::Step EventReplay::deliver(EventKind kind, EventSink& sink) {
  if (kind == EventKind::Issue) return deliver_issue(sink);
  if (kind == EventKind::Completion) return deliver_completion(sink);
  std::uint64_t& row = next_row_[static_cast<unsigned>(kind)];
  if (row >= tables_[static_cast<unsigned>(table_of(kind))].rows()) return Step::OutOfRows;
  const bool selected = reach(kind, row);
  if (kind == EventKind::TaskDescription) {
    const auto arguments =
        get<std::uint64_t>(Table::task_descriptions, task_descriptions::arguments, row);
    const std::uint64_t there = tables_[static_cast<unsigned>(Table::task_arguments)].rows();
    if (arguments > there - next_argument_) return Step::OutOfRows;
    if (!selected) next_argument_ += arguments;
  }
  if (selected) deliver_row(kind, row, sink);
  ++row;
  return selected ? Step::Delivered : Step::NotSelected;
}

EventReplay::Step EventReplay::deliver_issue(EventSink& sink) {
  const std::int64_t place = issues_[next_row_[static_cast<unsigned>(EventKind::Issue)]++];
  if (place == kNowhere) return Step::Skipped;
  if (place < 0) {
    const auto number = static_cast<std::size_t>(-2 - place);
    if (!reach(EventKind::Issue, number, true)) return Step::NotSelected;
    const Unmatched& event = unmatched_[number];
    sink.on_issue({event.instruction, event.agent, event.cycle});
    return Step::Delivered;
  }
  const auto row = static_cast<std::uint64_t>(place);
  if (!reach(EventKind::Issue, row)) return Step::NotSelected;
  namespace c = instructions;
  sink.on_issue({get<InstructionId>(Table::instructions, c::id, row),
                 get<AgentId>(Table::instructions, c::agent, row),
                 get<Cycle>(Table::instructions, c::issue_cycle, row)});
  return Step::Delivered;
}

EventReplay::Step EventReplay::deliver_completion(EventSink& sink) {
  const std::int64_t place =
      completions_[next_row_[static_cast<unsigned>(EventKind::Completion)]++];
  if (place == kNowhere) return Step::OutOfRows;
  if (place < 0) {
    const auto number = static_cast<std::size_t>(-2 - place);
    if (!reach(EventKind::Completion, number, true)) return Step::NotSelected;
    const Unmatched& event = unmatched_[number];
    sink.on_completion({event.instruction, event.agent, event.cycle});
    return Step::Delivered;
  }
  const auto row = static_cast<std::uint64_t>(place);
  if (!reach(EventKind::Completion, row)) return Step::NotSelected;
  namespace c = instructions;
  sink.on_completion({get<InstructionId>(Table::instructions, c::id, row),
                      get<AgentId>(Table::instructions, c::agent, row),
                      get<Cycle>(Table::instructions, c::end_cycle, row)});
  return Step::Delivered;
}

void EventReplay::deliver_row(EventKind kind, std::uint64_t row, EventSink& sink) {
  switch (kind) {
    case EventKind::Issue:
    case EventKind::Completion:
      break;
    case EventKind::Instruction:
      return sink.on_instruction(instruction(row));
    case EventKind::Access:
      return sink.on_access(access(row));
    case EventKind::Sync:
      return sink.on_sync(sync(row));
    case EventKind::TaskDescription:
      return sink.on_task_description(task_description(row));
    case EventKind::Dependency: {
      namespace c = dependencies;
      constexpr Table t = Table::dependencies;
      return sink.on_dependency(
          {get<TaskIndex>(t, c::producer, row), get<TaskIndex>(t, c::consumer, row),
           get<DependencyReason>(t, c::reason, row), get<Cycle>(t, c::cycle, row)});
    }
    case EventKind::Task: {
      namespace c = tasks;
      constexpr Table t = Table::tasks;
      return sink.on_task({get<TaskStage>(t, c::stage, row), block(t, c::task, c::block, row),
                           get<AgentId>(t, c::agent, row), get<CoreId>(t, c::core, row),
                           get<Cycle>(t, c::cycle, row)});
    }
    case EventKind::Buffer:
      return sink.on_buffer(buffer(row));
    case EventKind::Choice: {
      namespace c = choices;
      constexpr Table t = Table::choices;
      return sink.on_choice({get<std::uint8_t>(t, c::kind, row), get<AgentId>(t, c::agent, row),
                             get<std::uint64_t>(t, c::ordinal, row),
                             get<std::uint64_t>(t, c::value, row),
                             get<std::uint64_t>(t, c::bound, row), get<Cycle>(t, c::cycle, row)});
    }
    case EventKind::Fault:
      return sink.on_fault(fault(row));
  }
}

void EventReplay::deliver_times(EventSink& sink) {
  const auto rows_of = [&](Table table) { return tables_[static_cast<unsigned>(table)].rows(); };
  if ((sink.wanted() & kTimeEvents) != 0) {
    for (std::uint64_t row = 0; row < rows_of(Table::times); ++row) sink.on_time(time(row));
  }
  if ((sink.wanted() & kWorkEvents) != 0) {
    for (std::uint64_t row = 0; row < rows_of(Table::works); ++row) sink.on_work(work(row));
  }
}

void EventReplay::damaged(const std::string& what) const {
  throw TraceFormatError(fmt::format("{}: {}; the file is damaged", file_name_, what));
}

}  // namespace npusim::traces
