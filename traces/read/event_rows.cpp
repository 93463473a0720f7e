// SPDX-License-Identifier: Apache-2.0
// Events with many fields, from their rows: the inverse of trace_writer.cpp.
#include <charconv>

#include <fmt/format.h>

#include "models/arch/micro_cycles.h"
#include "traces/read/event_replay.h"

namespace npusim::traces {

InstructionEvent EventReplay::instruction(std::uint64_t row) {
  namespace c = instructions;
  constexpr Table t = Table::instructions;
  InstructionEvent event;
  event.instruction = get<InstructionId>(t, c::id, row);
  event.agent = get<AgentId>(t, c::agent, row);
  event.block = block(t, c::task, c::block, row);
  event.site = site(t, c::site, row);
  event.opcode = get<std::uint16_t>(t, c::opcode, row);
  event.tile_op = get<std::uint16_t>(t, c::tile_op, row);
  event.dtype = get<DType>(t, c::dtype, row);
  event.repeats = get<std::uint32_t>(t, c::repeats, row);
  event.issue_cycle = get<Cycle>(t, c::issue_cycle, row);
  event.cycle = get<Cycle>(t, c::start_cycle, row);
  event.repeat_cycles = get<std::uint32_t>(t, c::repeat_cycles, row);
  event.tail_cycles = get<std::uint32_t>(t, c::tail_cycles, row);
  return event;
}

AccessEvent EventReplay::access(std::uint64_t row) {
  namespace c = accesses;
  constexpr Table t = Table::accesses;
  AccessEvent event;
  event.space = get<MemSpace>(t, c::space, row);
  event.kind = get<AccessKind>(t, c::kind, row);
  event.path = get<AccessPath>(t, c::path, row);
  event.dtype = get<DType>(t, c::dtype, row);
  event.span = span(t, c::address, row);
  event.agent = get<AgentId>(t, c::agent, row);
  event.cycle = get<Cycle>(t, c::cycle, row);
  const auto reference = get<std::int64_t>(t, c::instruction, row);
  if (reference < 0) {
    event.instruction = ~static_cast<std::uint64_t>(reference);
    return event;
  }
  const auto instruction_row = static_cast<std::uint64_t>(reference);
  if (instruction_row >= next_row_[static_cast<unsigned>(EventKind::Instruction)]) {
    damaged(fmt::format("access {} belongs to an instruction that has not started", row));
  }
  event.instruction = get<InstructionId>(Table::instructions, instructions::id, instruction_row);
  if (event.agent == kNone16) {
    event.agent = get<AgentId>(Table::instructions, instructions::agent, instruction_row);
  }
  if (event.cycle == kNone64) {
    event.cycle = get<Cycle>(Table::instructions, instructions::start_cycle, instruction_row);
  }
  return event;
}

SyncEvent EventReplay::sync(std::uint64_t row) {
  namespace c = syncs;
  constexpr Table t = Table::syncs;
  SyncEvent event;
  event.kind = get<SyncKind>(t, c::kind, row);
  event.agent = get<AgentId>(t, c::agent, row);
  event.peer = get<AgentId>(t, c::peer, row);
  event.id = get<std::uint8_t>(t, c::id, row);
  event.instance = get<std::uint32_t>(t, c::instance, row);
  event.block = block(t, c::task, c::block, row);
  event.site = site(t, c::site, row);
  event.address = get<std::uint64_t>(t, c::address, row);
  event.bytes = get<std::uint64_t>(t, c::bytes, row);
  event.library = get<bool>(t, c::library, row);
  event.cycle = get<Cycle>(t, c::cycle, row);
  return event;
}

TaskDescription EventReplay::task_description(std::uint64_t row) {
  namespace c = task_descriptions;
  constexpr Table t = Table::task_descriptions;
  TaskDescription task;
  task.task = get<TaskIndex>(t, c::task, row);
  task.name = text(t, c::name, row);
  task.core = get<CoreKind>(t, c::core, row);
  task.places = get<ClusterPlaces>(t, c::places, row);
  task.blocks = get<std::int32_t>(t, c::blocks, row);
  task.manual_scope = get<bool>(t, c::manual_scope, row);
  task.ring = get<std::uint8_t>(t, c::ring, row);
  task.cycle = get<Cycle>(t, c::cycle, row);
  for (auto left = get<std::uint32_t>(t, c::arguments, row); left > 0; --left) {
    task.arguments.push_back(task_argument(next_argument_++));
  }
  return task;
}

TaskArgument EventReplay::task_argument(std::uint64_t row) {
  namespace c = task_arguments;
  constexpr Table t = Table::task_arguments;
  TaskArgument argument;
  argument.direction = get<ArgDirection>(t, c::direction, row);
  argument.buffer_address = get<std::uint64_t>(t, c::buffer_address, row);
  argument.buffer_bytes = get<std::uint64_t>(t, c::buffer_bytes, row);
  argument.start_offset = get<std::uint64_t>(t, c::start_offset, row);
  argument.dtype = get<DType>(t, c::dtype, row);
  argument.ndims = get<std::uint32_t>(t, c::ndims, row);
  argument.manual_dep = get<bool>(t, c::manual_dep, row);
  for (unsigned i = 0; i < std::size(argument.shapes); ++i) {
    argument.shapes[i] = get<std::uint32_t>(t, c::shape0 + i, row);
    argument.strides[i] = get<std::uint32_t>(t, c::stride0 + i, row);
  }
  return argument;
}

BufferEvent EventReplay::buffer(std::uint64_t row) {
  namespace c = buffers;
  constexpr Table t = Table::buffers;
  BufferEvent event;
  event.kind = get<BufferEvent::Kind>(t, c::kind, row);
  event.name = text(t, c::name, row);
  event.owner = get<TaskIndex>(t, c::owner, row);
  event.address = get<std::uint64_t>(t, c::address, row);
  event.bytes = get<std::uint64_t>(t, c::bytes, row);
  event.dtype = get<DType>(t, c::dtype, row);
  event.cycle = get<Cycle>(t, c::cycle, row);
  const std::string shape = text(t, c::shape, row);
  const char* at = shape.data();
  const char* const end = at + shape.size();
  while (at != end) {
    const auto [next, error] = std::from_chars(at, end, event.shape.emplace_back());
    if (error != std::errc{} || (next != end && *next != 'x')) {
      damaged(fmt::format("buffer {} has the shape '{}'", row, shape));
    }
    at = next == end ? end : next + 1;
  }
  return event;
}

FaultEvent EventReplay::fault(std::uint64_t row) {
  namespace c = faults;
  constexpr Table t = Table::faults;
  FaultEvent event;
  event.kind = get<FaultEvent::Kind>(t, c::kind, row);
  event.agent = get<AgentId>(t, c::agent, row);
  event.block = block(t, c::task, c::block, row);
  event.site = site(t, c::site, row);
  event.instruction = get<InstructionId>(t, c::instruction, row);
  event.space = get<MemSpace>(t, c::space, row);
  event.span = span(t, c::address, row);
  event.is_write = get<bool>(t, c::is_write, row);
  event.text = text(t, c::text, row);
  event.cycle = get<Cycle>(t, c::cycle, row);
  return event;
}

TimeEvent EventReplay::time(std::uint64_t row) {
  namespace c = times;
  constexpr Table t = Table::times;
  TimeEvent event;
  event.agent = get<AgentId>(t, c::agent, row);
  event.kind = get<TimeKind>(t, c::kind, row);
  event.begin = get<Cycle>(t, c::begin, row);
  event.cycle = get<Cycle>(t, c::end, row);
  event.block = block(t, c::task, c::block, row);
  event.site = site(t, c::site, row);
  event.instruction = get<InstructionId>(t, c::instruction, row);
  event.peer = get<AgentId>(t, c::peer, row);
  event.between_cores = get<std::uint8_t>(t, c::between_cores, row) != 0;
  event.id = get<std::uint8_t>(t, c::id, row);
  event.instance = get<std::uint32_t>(t, c::instance, row);
  if (!is_core_agent(event.agent) || event.begin > event.cycle) {
    damaged(fmt::format("row {} of /times is no stretch of a pipe's time", row));
  }
  return event;
}

WorkEvent EventReplay::work(std::uint64_t row) {
  namespace c = works;
  constexpr Table t = Table::works;
  WorkEvent event;
  event.agent = get<AgentId>(t, c::agent, row);
  event.path = get<WorkPath>(t, c::path, row);
  event.from = get<MemSpace>(t, c::from_space, row);
  event.to = get<MemSpace>(t, c::to_space, row);
  event.block = block(t, c::task, c::block, row);
  event.site = site(t, c::site, row);
  event.amount = get<std::uint64_t>(t, c::amount, row);
  event.cycles = from_micro_cycles(get<std::uint64_t>(t, c::peak_micro, row));
  event.shape_cycles = from_micro_cycles(get<std::uint64_t>(t, c::shape_micro, row));
  event.cycle = get<Cycle>(t, c::cycle, row);
  if (!is_core_agent(event.agent)) {
    damaged(fmt::format("row {} of /works is of no pipe", row));
  }
  return event;
}

BlockRef EventReplay::block(Table table, unsigned task_column, unsigned block_column,
                            std::uint64_t row) {
  return {get<TaskIndex>(table, task_column, row), get<std::int32_t>(table, block_column, row)};
}

Span EventReplay::span(Table table, unsigned address_column, std::uint64_t row) {
  const auto column = [&](unsigned of_accesses) {
    return address_column + of_accesses - accesses::address;
  };
  Span span;
  span.address = get<std::uint64_t>(table, column(accesses::address), row);
  span.run_bytes = get<std::uint32_t>(table, column(accesses::run_bytes), row);
  span.runs = get<std::uint32_t>(table, column(accesses::runs), row);
  span.run_stride = get<std::int64_t>(table, column(accesses::run_stride), row);
  span.groups = get<std::uint32_t>(table, column(accesses::groups), row);
  span.group_stride = get<std::int64_t>(table, column(accesses::group_stride), row);
  return span;
}

Site EventReplay::site(Table table, unsigned column, std::uint64_t row) {
  const auto site_row = get<std::uint32_t>(table, column, row);
  if (site_row == kNone32) return nullptr;
  return reinterpret_cast<Site>(std::uintptr_t{site_row} + 1);
}

std::string EventReplay::text(Table table, unsigned column, std::uint64_t row) {
  return texts_.text(tables_[static_cast<unsigned>(table)], table, column, row);
}

}  // namespace npusim::traces
