// SPDX-License-Identifier: Apache-2.0
#include "tests/traces/event_text.h"

#include <fmt/format.h>

namespace npusim::test {
namespace {

template <class... Values>
std::string line(const char* kind, const Values&... values) {
  std::string text = kind;
  ((text += fmt::format(" {}", values)), ...);
  return text;
}

template <class Values>
std::string list(const Values& values) {
  return fmt::format("{}", fmt::join(values, ","));
}

template <class Enum>
int number(Enum value) {
  return static_cast<int>(value);
}

std::string span_text(const Span& s) {
  return line("span", s.address, s.run_bytes, s.runs, s.groups, s.run_stride, s.group_stride);
}
std::string block_text(const BlockRef& b) { return line("block", b.task, b.block); }

}  // namespace

std::string EventText::place(Site site) const {
  const SourceLocation at = sources_.locate(site);
  return line("at", at.file, at.line, at.function, at.module);
}

void EventText::on_issue(const IssueEvent& e) {
  lines.push_back(line("issue", e.instruction, e.agent, e.cycle));
}
void EventText::on_instruction(const InstructionEvent& e) {
  lines.push_back(line("instruction", e.instruction, e.agent, block_text(e.block), place(e.site),
                       e.opcode, e.tile_op, number(e.dtype), e.repeats, e.issue_cycle, e.cycle,
                       e.repeat_cycles, e.tail_cycles));
}
void EventText::on_access(const AccessEvent& e) {
  lines.push_back(line("access", e.instruction, e.agent, number(e.space), number(e.kind),
                       number(e.path), number(e.dtype), span_text(e.span), e.cycle));
}
void EventText::on_completion(const CompletionEvent& e) {
  lines.push_back(line("completion", e.instruction, e.agent, e.cycle));
}
void EventText::on_sync(const SyncEvent& e) {
  lines.push_back(line("sync", number(e.kind), e.agent, e.peer, e.id, e.instance,
                       block_text(e.block), place(e.site), e.address, e.bytes, e.library, e.cycle));
}
void EventText::on_task_description(const TaskDescription& e) {
  std::string text = line("description", e.task, e.name, number(e.core), e.blocks, e.manual_scope,
                          number(e.ring), e.cycle);
  for (const TaskArgument& a : e.arguments) {
    text += line(" argument", number(a.direction), a.buffer_address, a.buffer_bytes, a.start_offset,
                 number(a.dtype), a.ndims, list(a.shapes), list(a.strides), a.manual_dep);
  }
  lines.push_back(text);
}
void EventText::on_dependency(const DependencyEvent& e) {
  lines.push_back(line("dependency", e.producer, e.consumer, number(e.reason), e.cycle));
}
void EventText::on_task(const TaskEvent& e) {
  lines.push_back(line("task", number(e.stage), block_text(e.block), e.agent, e.core, e.cycle));
}
void EventText::on_buffer(const BufferEvent& e) {
  lines.push_back(line("buffer", number(e.kind), e.name, e.owner, e.address, e.bytes,
                       number(e.dtype), list(e.shape), e.cycle));
}
void EventText::on_choice(const ChoiceEvent& e) {
  lines.push_back(line("choice", e.kind, e.agent, e.ordinal, e.value, e.bound, e.cycle));
}
void EventText::on_fault(const FaultEvent& e) {
  lines.push_back(line("fault", number(e.kind), e.agent, block_text(e.block), place(e.site),
                       e.instruction, number(e.space), span_text(e.span), e.is_write, e.text,
                       e.cycle));
}
void EventText::on_end(Cycle cycle) { lines.push_back(line("end", cycle)); }

}  // namespace npusim::test
