// SPDX-License-Identifier: Apache-2.0
#include "traces/write/trace_writer.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "models/arch/micro_cycles.h"
#include "traces/format/trace_error.h"
#include "traces/hdf5/handle.h"
#include "traces/write/trace_file.h"

namespace npusim::traces {
namespace {

std::vector<TableWriter> make_tables(WriteQueue& queue) {
  std::vector<TableWriter> tables;
  for (unsigned i = 0; i < schema().size(); ++i) tables.emplace_back(static_cast<Table>(i), queue);
  return tables;
}

/// For calls into HDF5 from this thread.
template <class Action>
void with_trace_errors(Action action) {
  try {
    action();
  } catch (const hdf5::Hdf5Error& error) {
    throw TraceError(error.what());
  }
}

}  // namespace

TraceWriter::TraceWriter(const std::filesystem::path& path, const TraceHeader& header,
                         const SourceLookup& sources)
    : local_accesses_(header.local_accesses),
      queue_(std::make_unique<TraceFile>(path, header)),
      tables_(make_tables(queue_)),
      instructions_(queue_, [this](const Unmatched& event) { add_unmatched(event); }),
      sites_(sources, [this](const SourceLocation& at) { add_site(at); }) {}

TraceWriter::~TraceWriter() = default;

void TraceWriter::on_issue(const IssueEvent& event) {
  instructions_.issue(event);
  finish_event(EventKind::Issue);
}

void TraceWriter::on_instruction(const InstructionEvent& event) {
  instructions_.start(event, sites_.row_of(event.site));
  finish_event(EventKind::Instruction);
}

void TraceWriter::on_access(const AccessEvent& event) {
  if (!local_accesses_ && event.space != MemSpace::GM) {
    ++outcome_.skipped_local_accesses;
    return;
  }
  namespace c = accesses;
  const InstructionRows::Open* const open = instructions_.find_started(event.instruction);
  RowCursor row = add_row(Table::accesses);
  // -1 - id where there is no row: -1 for id 0.
  row.set(c::instruction,
          open != nullptr ? open->row : static_cast<std::int64_t>(~event.instruction))
      .set(c::space, event.space)
      .set(c::kind, event.kind)
      .set(c::path, event.path)
      .set(c::dtype, event.dtype)
      .set(c::address, event.span.address)
      .set(c::run_bytes, event.span.run_bytes)
      .set(c::runs, event.span.runs)
      .set(c::run_stride, event.span.run_stride)
      .set(c::groups, event.span.groups)
      .set(c::group_stride, event.span.group_stride);
  if (open == nullptr || open->agent != event.agent) row.set(c::agent, event.agent);
  if (open == nullptr || open->start_cycle != event.cycle) row.set(c::cycle, event.cycle);
  finish_event(EventKind::Access);
}

void TraceWriter::on_completion(const CompletionEvent& event) {
  instructions_.complete(event);
  finish_event(EventKind::Completion);
}

void TraceWriter::on_sync(const SyncEvent& event) {
  namespace c = syncs;
  const std::uint32_t site = sites_.row_of(event.site);
  add_row(Table::syncs)
      .set(c::kind, event.kind)
      .set(c::agent, event.agent)
      .set(c::peer, event.peer)
      .set(c::id, event.id)
      .set(c::instance, event.instance)
      .set(c::task, event.block.task)
      .set(c::block, event.block.block)
      .set(c::site, site)
      .set(c::address, event.address)
      .set(c::bytes, event.bytes)
      .set(c::library, event.library)
      .set(c::cycle, event.cycle);
  finish_event(EventKind::Sync);
}

void TraceWriter::on_task_description(const TaskDescription& task) {
  namespace c = task_descriptions;
  for (std::uint32_t i = 0; i < task.arguments.size(); ++i) {
    add_argument(task.task, i, task.arguments[i]);
  }
  const RowCursor row = add_row(Table::task_descriptions)
                            .set(c::task, task.task)
                            .set(c::core, task.core)
                            .set(c::places, task.places)
                            .set(c::blocks, task.blocks)
                            .set(c::manual_scope, task.manual_scope)
                            .set(c::ring, task.ring)
                            .set(c::arguments, task.arguments.size())
                            .set(c::cycle, task.cycle);
  set_text(Table::task_descriptions, row, c::name, task.name);
  finish_event(EventKind::TaskDescription);
}

void TraceWriter::add_argument(TaskIndex task, std::uint32_t position,
                               const TaskArgument& argument) {
  namespace c = task_arguments;
  RowCursor row = add_row(Table::task_arguments);
  row.set(c::task, task)
      .set(c::position, position)
      .set(c::direction, argument.direction)
      .set(c::buffer_address, argument.buffer_address)
      .set(c::buffer_bytes, argument.buffer_bytes)
      .set(c::start_offset, argument.start_offset)
      .set(c::dtype, argument.dtype)
      .set(c::ndims, argument.ndims)
      .set(c::manual_dep, argument.manual_dep);
  for (unsigned i = 0; i < std::size(argument.shapes); ++i) {
    row.set(c::shape0 + i, argument.shapes[i]).set(c::stride0 + i, argument.strides[i]);
  }
}

void TraceWriter::on_dependency(const DependencyEvent& event) {
  namespace c = dependencies;
  add_row(Table::dependencies)
      .set(c::producer, event.producer)
      .set(c::consumer, event.consumer)
      .set(c::reason, event.reason)
      .set(c::cycle, event.cycle);
  finish_event(EventKind::Dependency);
}

void TraceWriter::on_task(const TaskEvent& event) {
  namespace c = tasks;
  add_row(Table::tasks)
      .set(c::stage, event.stage)
      .set(c::task, event.block.task)
      .set(c::block, event.block.block)
      .set(c::agent, event.agent)
      .set(c::core, event.core)
      .set(c::cycle, event.cycle);
  finish_event(EventKind::Task);
}

void TraceWriter::on_buffer(const BufferEvent& event) {
  namespace c = buffers;
  const RowCursor row = add_row(Table::buffers)
                            .set(c::kind, event.kind)
                            .set(c::owner, event.owner)
                            .set(c::address, event.address)
                            .set(c::bytes, event.bytes)
                            .set(c::dtype, event.dtype)
                            .set(c::cycle, event.cycle);
  set_text(Table::buffers, row, c::name, event.name);
  set_text(Table::buffers, row, c::shape, fmt::format("{}", fmt::join(event.shape, "x")));
  finish_event(EventKind::Buffer);
}

void TraceWriter::on_choice(const ChoiceEvent& event) {
  namespace c = choices;
  add_row(Table::choices)
      .set(c::kind, event.kind)
      .set(c::agent, event.agent)
      .set(c::ordinal, event.ordinal)
      .set(c::value, event.value)
      .set(c::bound, event.bound)
      .set(c::cycle, event.cycle);
  finish_event(EventKind::Choice);
}

void TraceWriter::on_fault(const FaultEvent& event) {
  namespace c = faults;
  const std::uint32_t site = sites_.row_of(event.site);
  const RowCursor row = add_row(Table::faults)
                            .set(c::kind, event.kind)
                            .set(c::agent, event.agent)
                            .set(c::task, event.block.task)
                            .set(c::block, event.block.block)
                            .set(c::site, site)
                            .set(c::instruction, event.instruction)
                            .set(c::space, event.space)
                            .set(c::address, event.span.address)
                            .set(c::run_bytes, event.span.run_bytes)
                            .set(c::runs, event.span.runs)
                            .set(c::run_stride, event.span.run_stride)
                            .set(c::groups, event.span.groups)
                            .set(c::group_stride, event.span.group_stride)
                            .set(c::is_write, event.is_write)
                            .set(c::cycle, event.cycle);
  set_text(Table::faults, row, c::text, event.text);
  finish_event(EventKind::Fault);
}

/// Beside /events: who does not ask for the time gets the same rows there.
void TraceWriter::on_time(const TimeEvent& event) {
  if (!times_) return;
  namespace c = times;
  const std::uint32_t site = sites_.row_of(event.site);
  add_row(Table::times)
      .set(c::agent, event.agent)
      .set(c::kind, event.kind)
      .set(c::begin, event.begin)
      .set(c::end, event.cycle)
      .set(c::task, event.block.task)
      .set(c::block, event.block.block)
      .set(c::site, site)
      .set(c::instruction, event.instruction)
      .set(c::peer, event.peer)
      .set(c::between_cores, event.between_cores)
      .set(c::id, event.id)
      .set(c::instance, event.instance);
}

void TraceWriter::on_work(const WorkEvent& event) {
  if (!times_) return;
  namespace c = works;
  const std::uint32_t site = sites_.row_of(event.site);
  add_row(Table::works)
      .set(c::agent, event.agent)
      .set(c::path, event.path)
      .set(c::from_space, event.from)
      .set(c::to_space, event.to)
      .set(c::task, event.block.task)
      .set(c::block, event.block.block)
      .set(c::site, site)
      .set(c::amount, event.amount)
      .set(c::peak_micro, to_micro_cycles(event.cycles))
      .set(c::shape_micro, to_micro_cycles(event.shape_cycles))
      .set(c::cycle, event.cycle);
}

void TraceWriter::on_end(Cycle cycle) {
  outcome_.ended = true;
  outcome_.end_cycle = cycle;
}

void TraceWriter::add_site(const SourceLocation& at) {
  const RowCursor row = add_row(Table::sites).set(sites::line, at.line);
  set_text(Table::sites, row, sites::file, at.file);
  set_text(Table::sites, row, sites::function, at.function);
  set_text(Table::sites, row, sites::module, at.module);
}

void TraceWriter::add_unmatched(const Unmatched& event) {
  namespace c = unmatched;
  add_row(Table::unmatched)
      .set(c::kind, event.kind)
      .set(c::number, event.number)
      .set(c::instruction, event.instruction)
      .set(c::agent, event.agent)
      .set(c::cycle, event.cycle);
}

void TraceWriter::set_text(Table table, RowCursor row, unsigned column, std::string_view text) {
  std::string_view rest = row.chunk.set_text(row.row, column, text);
  while (!rest.empty()) {
    const RowCursor piece = add_row(Table::text_rest);
    piece.chunk.set_text(piece.row, text_rest::column,
                         fmt::format("{}/{}", spec(table).name, spec(table).columns[column].name));
    piece.chunk.set(piece.row, text_rest::row, row.chunk.first_row() + row.row);
    rest = piece.chunk.set_text(piece.row, text_rest::piece, rest);
  }
}

void TraceWriter::finish_event(EventKind kind) {
  add_row(Table::events).set(events::kind, kind);
  ++outcome_.events;
  if (outcome_.events != next_checkpoint_) return;
  checkpoint();
  next_checkpoint_ += std::min(next_checkpoint_ * (kCheckpointGrowth - 1), kCheckpointInterval);
}

void TraceWriter::checkpoint() {
  instructions_.checkpoint();
  for (TableWriter& table : tables_) table.checkpoint();
  queue_.flush(outcome_.events);
}

void TraceWriter::write_array(std::size_t number, const std::byte* data,
                              const std::vector<ByteRange>& nonzero) {
  with_trace_errors([&] { queue_.idle_file().write_array(number, data, nonzero); });
}

void TraceWriter::close() {
  instructions_.finish();
  for (TableWriter& table : tables_) table.checkpoint();
  if (!findings_.empty()) {
    with_trace_errors([&] { write_findings(); });
    write_source_lines();
    for (TableWriter& table : tables_) table.checkpoint();
  }
  outcome_.complete = true;
  queue_.finish(outcome_);
}

}  // namespace npusim::traces
