// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_event_row.h"

#include <fmt/format.h>

#include "analysis/describe/site_text.h"
#include "models/arch/cross_core_flag.h"
#include "traces/read/query/filter_names.h"

namespace npusim::session {
namespace {

using traces::EventKind;

/// The name that `number` has in a name table of the format.
std::string name_in(std::string_view table, std::size_t number) {
  for (const traces::NameTable& names : traces::name_tables()) {
    if (names.name == table && number < names.names.size()) return names.names[number];
  }
  return {};
}

std::string name_at(const std::vector<std::string>& names, std::size_t number) {
  return number < names.size() ? names[number] : std::to_string(number);
}

bool has_core(TaskStage stage) {
  return stage == TaskStage::Dispatched || stage == TaskStage::FinSeen;
}

std::string cross_core_text(std::uint8_t id) {
  const CrossCoreFlag flag = unpacked_flag(id);
  return fmt::format("id {} mode {}", flag.id, static_cast<unsigned>(flag.mode));
}

/// What a synchronisation is about: the other pipe, the flag and which of its sets.
std::string sync_detail(const SyncEvent& event) {
  switch (event.kind) {
    case SyncKind::SetFlag:
      return fmt::format("to {} id {} set {}", agent_name(event.peer), event.id, event.instance);
    case SyncKind::WaitFlag:
      return fmt::format("from {} id {} set {}", agent_name(event.peer), event.id, event.instance);
    case SyncKind::CrossCoreSet:
      return fmt::format("{} round {}", cross_core_text(event.id), event.instance);
    case SyncKind::CrossCoreWait:
      return fmt::format("from {} {} round {}", agent_name(event.peer), cross_core_text(event.id),
                         event.instance);
    case SyncKind::CacheClean:
      return event.bytes == 0 ? "entire cache" : "";
    case SyncKind::AtomicUpdate:
    case SyncKind::AtomicRead:
    case SyncKind::MessageWords:
      return fmt::format("{} bytes", event.bytes);
    case SyncKind::StoreFence:
      return fmt::format("{}{}", (event.id & 1) != 0 ? "GM" : "", (event.id & 2) != 0 ? "UB" : "");
    case SyncKind::PipeBarrier:
    case SyncKind::BarrierAll:
    case SyncKind::TaskStart:
    case SyncKind::TaskEnd:
    case SyncKind::BarrierArrive:
    case SyncKind::BarrierLeave:
      break;
  }
  return {};
}

}  // namespace

TraceEventRows::TraceEventRows(const traces::TraceReader& trace, const traces::Selection& wanted,
                               Visit visit)
    : trace_(trace), wanted_(wanted), visit_(std::move(visit)) {}

traces::Selection TraceEventRows::context_of(const traces::TraceReader& trace,
                                             traces::Selection wanted) {
  traces::add_instructions_of_accesses(trace, wanted);
  // A completion and an issue have their task from the start in between.
  for (const EventKind kind : {EventKind::Issue, EventKind::Completion}) {
    const std::vector<bool>& rows = wanted.of(kind);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (rows[row]) wanted.of(EventKind::Instruction)[row] = true;
    }
  }
  for (const EventKind kind : {EventKind::TaskDescription, EventKind::Buffer}) {
    wanted.of(kind).assign(wanted.of(kind).size(), true);
  }
  // Forgets an instruction once it is over.
  wanted.of(EventKind::Completion) = wanted.of(EventKind::Instruction);
  return wanted;
}

void TraceEventRows::run() { trace_.replay_events(*this, context_of(trace_, wanted_), position_); }

bool TraceEventRows::is_wanted(EventKind kind) const {
  return position_.is_unmatched ? wanted_.unmatched[position_.row]
                                : wanted_.of(kind)[position_.row];
}

TraceEventRow TraceEventRows::begin_row(EventKind kind, Cycle cycle, unsigned own_kind) const {
  TraceEventRow row;
  row.event = position_.event;
  row.cycle = cycle;
  row.kind = name_in("event_kind", static_cast<unsigned>(kind));
  row.what = name_in(traces::own_kind(kind).names, own_kind);
  return row;
}

void TraceEventRows::set_block(TraceEventRow& row, const BlockRef& block) const {
  if (block.task == kNoTask) return;
  row.task = block.task;
  row.name = tasks_.name(block.task);
  if (block.block >= 0) row.block = block.block;
}

std::string TraceEventRows::op_text(const InstructionEvent& event) const {
  const traces::TraceHeader& header = trace_.info().header;
  const std::string opcode = name_at(header.opcode_names, event.opcode);
  if (event.tile_op == 0) return opcode;
  return fmt::format("{} ({})", name_at(header.tile_op_names, event.tile_op), opcode);
}

void TraceEventRows::set_instruction(TraceEventRow& row, InstructionId instruction) const {
  const auto found = open_.find(instruction);
  if (found == open_.end()) return;
  set_block(row, found->second.block);
  row.op = op_text(found->second);
  row.source = analysis::source_text(trace_, found->second.site);
}

void TraceEventRows::set_span(TraceEventRow& row, MemSpace space, const Span& span) const {
  row.space = name(space);
  row.range = analysis::text_of(buffers_.range_of(space, span));
  row.address = span.address;
  row.bytes = span.total_bytes();
}

void TraceEventRows::on_issue(const IssueEvent& event) {
  if (!is_wanted(EventKind::Issue)) return;
  TraceEventRow row = begin_row(EventKind::Issue, event.cycle);
  row.agent = agent_name(event.agent);
  row.detail = fmt::format("instruction {:#x}", event.instruction);
  visit_(row);
}

void TraceEventRows::on_instruction(const InstructionEvent& event) {
  open_[event.instruction] = event;
  if (!is_wanted(EventKind::Instruction)) return;
  TraceEventRow row = begin_row(EventKind::Instruction, event.cycle);
  row.agent = agent_name(event.agent);
  set_instruction(row, event.instruction);
  row.detail = fmt::format("instruction {:#x}, {}", event.instruction, name(event.dtype));
  if (event.repeats != 1) row.detail += fmt::format(", {} repeats", event.repeats);
  visit_(row);
}

void TraceEventRows::on_access(const AccessEvent& event) {
  if (!is_wanted(EventKind::Access)) return;
  TraceEventRow row = begin_row(EventKind::Access, event.cycle, static_cast<unsigned>(event.kind));
  row.agent = agent_name(event.agent);
  set_instruction(row, event.instruction);
  set_span(row, event.space, event.span);
  const Span& span = event.span;
  if (event.path != AccessPath::Direct) {
    row.detail = name_in("access_path", static_cast<unsigned>(event.path));
  }
  if (span.runs != 1 || span.groups != 1) {
    row.detail += fmt::format("{}{} x {} bytes every {}", row.detail.empty() ? "" : ", ", span.runs,
                              span.run_bytes, span.run_stride);
  }
  if (span.groups != 1) {
    row.detail += fmt::format(", {} times every {}", span.groups, span.group_stride);
  }
  visit_(row);
}

void TraceEventRows::on_completion(const CompletionEvent& event) {
  if (is_wanted(EventKind::Completion)) {
    TraceEventRow row = begin_row(EventKind::Completion, event.cycle);
    row.agent = agent_name(event.agent);
    set_instruction(row, event.instruction);
    row.detail = fmt::format("instruction {:#x}", event.instruction);
    visit_(row);
  }
  open_.erase(event.instruction);
}

void TraceEventRows::on_sync(const SyncEvent& event) {
  TraceEventRow row = begin_row(EventKind::Sync, event.cycle, static_cast<unsigned>(event.kind));
  row.agent = agent_name(event.agent);
  set_block(row, event.block);
  row.source = analysis::source_text(trace_, event.site);
  if (event.kind == SyncKind::CacheClean && event.bytes != 0) {
    set_span(row, MemSpace::GM, contiguous(event.address, static_cast<std::uint32_t>(event.bytes)));
  }
  row.detail = sync_detail(event);
  if (event.library) row.detail += row.detail.empty() ? "by the library" : ", by the library";
  visit_(row);
}

void TraceEventRows::on_task_description(const TaskDescription& task) {
  tasks_.add(task);
  if (!is_wanted(EventKind::TaskDescription)) return;
  TraceEventRow row = begin_row(EventKind::TaskDescription, task.cycle);
  set_block(row, {task.task, -1});
  const unsigned vector_cores =
      place_count(task.places) - (has(task.places, ClusterPlace::AIC) ? 1 : 0);
  std::string cores = name_in("core_kind", static_cast<unsigned>(task.core));
  if (place_count(task.places) > 1) {
    cores = fmt::format("{}{} AIV", has(task.places, ClusterPlace::AIC) ? "AIC and " : "",
                        vector_cores);
  }
  row.detail = fmt::format("{} blocks on {}, {} tensors{}", task.blocks, cores,
                           task.arguments.size(), task.manual_scope ? ", manual scope" : "");
  visit_(row);
}

void TraceEventRows::on_dependency(const DependencyEvent& event) {
  TraceEventRow row =
      begin_row(EventKind::Dependency, event.cycle, static_cast<unsigned>(event.reason));
  set_block(row, {event.consumer, -1});
  row.detail = fmt::format("after task {} {}", event.producer, tasks_.name(event.producer));
  visit_(row);
}

void TraceEventRows::on_task(const TaskEvent& event) {
  TraceEventRow row = begin_row(EventKind::Task, event.cycle, static_cast<unsigned>(event.stage));
  row.agent = agent_name(event.agent);
  set_block(row, event.block);
  if (has_core(event.stage)) row.detail = fmt::format("on {}", core_name(event.core));
  visit_(row);
}

void TraceEventRows::on_buffer(const BufferEvent& event) {
  buffers_.on_buffer(event);
  if (!is_wanted(EventKind::Buffer)) return;
  TraceEventRow row = begin_row(EventKind::Buffer, event.cycle, static_cast<unsigned>(event.kind));
  set_block(row, {event.owner, -1});
  row.space = name(MemSpace::GM);
  row.range = event.name;
  row.address = event.address;
  row.bytes = event.bytes;
  row.detail = fmt::format("{} {}", name(event.dtype), fmt::join(event.shape, "x"));
  visit_(row);
}

void TraceEventRows::on_choice(const ChoiceEvent& event) {
  TraceEventRow row = begin_row(EventKind::Choice, event.cycle, event.kind);
  row.agent = agent_name(event.agent);
  row.detail = fmt::format("number {}: {} below {}", event.ordinal, event.value, event.bound);
  visit_(row);
}

void TraceEventRows::on_fault(const FaultEvent& event) {
  TraceEventRow row = begin_row(EventKind::Fault, event.cycle, static_cast<unsigned>(event.kind));
  row.agent = agent_name(event.agent);
  set_block(row, event.block);
  set_instruction(row, event.instruction);
  row.source = analysis::source_text(trace_, event.site);
  if (event.span.total_bytes() != 0) set_span(row, event.space, event.span);
  row.detail = event.text;
  visit_(row);
}

}  // namespace npusim::session
