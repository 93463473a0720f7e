// SPDX-License-Identifier: Apache-2.0
#include "tests/traces/random_events.h"

#include <fmt/format.h>

#include "models/arch/choice_source.h"

namespace npusim::test {

SourceLocation NumberedSites::locate(Site site) const {
  auto number = reinterpret_cast<std::uintptr_t>(site);
  if (number == 0) return {};
  number -= offset_;
  if (number % 7 == 0) --number;
  const std::string folder(number % 50 == 3 ? 700 : 0, 'd');  // longer than the column
  return {fmt::format("kernels/{}k{}.cpp", folder, number / 20), static_cast<std::uint32_t>(number),
          fmt::format("function_{}", number / 5), "libk.so"};
}

void RandomEvents::send(EventSink& sink, std::size_t count) {
  while (count-- > 0) send_one(sink);
}

void RandomEvents::send_one(EventSink& sink) {
  cycle_ += below(3);
  switch (below(16)) {
    case 0:
    case 1:
    case 2:
      return issue(sink);
    case 3:
    case 4:
    case 5:
      return start(sink);
    case 6:
    case 7:
    case 8:
      return complete(sink);
    case 9:
      return sync(sink);
    case 10:
      return sink.on_task({pick(TaskStage::Consumed), block(), agent(),
                           static_cast<CoreId>(below(kCoreCount)), cycle_});
    case 11:
      return sink.on_choice({static_cast<std::uint8_t>(below(kChoiceKindCount)), agent(), any(),
                             any(), any(), cycle_});
    case 12:
      switch (below(8)) {
        case 0:
          return describe_task(sink);
        case 1:
          return buffer(sink);
        case 2:
          return fault(sink);
        case 3:
          return sink.on_dependency({static_cast<TaskIndex>(any()), static_cast<TaskIndex>(any()),
                                     pick(DependencyReason::ScalarAccess), cycle_});
        default:
          break;
      }
      [[fallthrough]];
    default:
      return access(sink);
  }
}

void RandomEvents::issue(EventSink& sink) {
  const auto core = static_cast<CoreId>(below(kCoreCount));
  const AgentId pipe = agent_of(core, static_cast<Pipe>(below(kPipeCount)));
  issued_.push_back({make_instruction_id(core, ++ordinals_[core]), pipe, cycle_});
  sink.on_issue(issued_.back());
}

void RandomEvents::start(EventSink& sink) {
  InstructionEvent event;
  if (issued_.empty() || below(20) == 0) {  // one that was never issued, as of pipe S
    const auto core = static_cast<CoreId>(below(kCoreCount));
    event.instruction = make_instruction_id(core, ++ordinals_[core]);
    event.agent = agent();
    event.issue_cycle = any();
  } else {
    const std::size_t which = below(issued_.size());
    event.instruction = issued_[which].instruction;
    event.agent = issued_[which].agent;
    event.issue_cycle = issued_[which].cycle;
    if (below(50) == 0) event.issue_cycle += 1;  // says something else than its issue
    if (below(50) != 0) issued_.erase(issued_.begin() + static_cast<std::ptrdiff_t>(which));
  }
  event.block = block();
  event.site = site();
  event.opcode = static_cast<std::uint16_t>(any());
  event.tile_op = static_cast<std::uint16_t>(any());
  event.dtype = static_cast<DType>(below(kDTypeCount));
  event.repeats = static_cast<std::uint32_t>(any());
  event.cycle = cycle_;
  event.repeat_cycles = static_cast<std::uint32_t>(any());
  event.tail_cycles = static_cast<std::uint32_t>(any());
  started_.push_back(event);
  last_ = event;
  sink.on_instruction(event);
}

void RandomEvents::access(EventSink& sink) {
  AccessEvent event;
  event.instruction = below(20) == 0 ? any() >> 1 : last_.instruction;
  event.agent = below(10) == 0 ? agent() : last_.agent;
  event.cycle = below(10) == 0 ? cycle_ : last_.cycle;
  event.space = static_cast<MemSpace>(below(kMemSpaceCount));
  event.kind = pick(AccessKind::AtomicAdd);
  event.path = pick(AccessPath::Coherent);
  event.dtype = static_cast<DType>(below(kDTypeCount));
  event.span = span();
  sink.on_access(event);
}

void RandomEvents::complete(EventSink& sink) {
  if (started_.empty() || below(100) == 0) {
    return sink.on_completion({any(), agent(), cycle_});
  }
  const std::size_t which = below(started_.size());
  const InstructionEvent& done = started_[which];
  sink.on_completion({done.instruction, below(50) == 0 ? agent() : done.agent, cycle_});
  if (below(50) != 0) started_.erase(started_.begin() + static_cast<std::ptrdiff_t>(which));
}

void RandomEvents::sync(EventSink& sink) {
  SyncEvent event;
  event.kind = pick(SyncKind::TaskEnd);
  event.agent = agent();
  event.peer = agent();
  event.id = static_cast<std::uint8_t>(any());
  event.instance = static_cast<std::uint32_t>(any());
  event.block = block();
  event.site = site();
  event.address = any();
  event.bytes = any();
  event.library = below(2) == 0;
  event.cycle = cycle_;
  sink.on_sync(event);
}

void RandomEvents::describe_task(EventSink& sink) {
  TaskDescription task;
  task.task = static_cast<TaskIndex>(any());
  task.name = text();
  task.core = pick(CoreKind::AIV);
  task.blocks = static_cast<std::int32_t>(any());
  task.manual_scope = below(2) == 0;
  task.ring = static_cast<std::uint8_t>(below(4));
  task.cycle = cycle_;
  for (auto left = below(5); left > 0; --left) {
    TaskArgument& argument = task.arguments.emplace_back();
    argument.direction = pick(ArgDirection::NoDep);
    argument.buffer_address = any();
    argument.buffer_bytes = any();
    argument.start_offset = any();
    argument.dtype = static_cast<DType>(below(kDTypeCount));
    argument.ndims = static_cast<std::uint32_t>(below(6));
    for (auto& extent : argument.shapes) extent = static_cast<std::uint32_t>(any());
    for (auto& stride : argument.strides) stride = static_cast<std::uint32_t>(any());
    argument.manual_dep = below(2) == 0;
  }
  sink.on_task_description(task);
}

void RandomEvents::buffer(EventSink& sink) {
  BufferEvent event;
  event.kind = pick(BufferEvent::Kind::HeapReleased);
  event.name = text();
  event.owner = below(2) == 0 ? kNoTask : static_cast<TaskIndex>(any());
  event.address = any();
  event.bytes = any();
  event.dtype = static_cast<DType>(below(kDTypeCount));
  for (auto left = below(10); left > 0; --left) {
    event.shape.push_back(static_cast<std::uint32_t>(any()));
  }
  event.cycle = cycle_;
  sink.on_buffer(event);
}

void RandomEvents::fault(EventSink& sink) {
  FaultEvent event;
  event.kind = pick(FaultEvent::Kind::OverLaterRepeat);
  event.agent = agent();
  event.block = block();
  event.site = site();
  event.instruction = any();
  event.space = static_cast<MemSpace>(below(kMemSpaceCount));
  event.span = span();
  event.is_write = below(2) == 0;
  event.text = text();
  event.cycle = cycle_;
  sink.on_fault(event);
}

BlockRef RandomEvents::block() {
  if (below(5) == 0) return {};
  return {static_cast<TaskIndex>(any()), static_cast<std::int32_t>(any())};
}

Site RandomEvents::site() {
  if (below(10) == 0) return nullptr;
  return reinterpret_cast<Site>(site_offset_ + 1 + below(300));
}

Span RandomEvents::span() {
  return {any(),
          static_cast<std::uint32_t>(any()),
          static_cast<std::uint32_t>(any()),
          static_cast<std::uint32_t>(any()),
          static_cast<std::int64_t>(any()),
          -static_cast<std::int64_t>(below(5000))};
}

std::string RandomEvents::text() {
  return std::string(below(5) == 0 ? below(2000) : below(40), static_cast<char>('a' + below(26)));
}

}  // namespace npusim::test
