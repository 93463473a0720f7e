// SPDX-License-Identifier: Apache-2.0
#include "tests/support/event_script.h"

#include <tuple>

namespace npusim::test {
namespace {

constexpr std::uint64_t line_of(std::uint64_t address) {
  return address & ~std::uint64_t{kCacheLineBytes - 1};
}

std::string_view usual_opcode(Pipe pipe) {
  switch (pipe) {
    case Pipe::S:
      return "store_ub";
    case Pipe::V:
      return "vadd";
    case Pipe::MTE1:
      return "load_cbuf_to_cb";
    case Pipe::MTE2:
      return "copy_gm_to_ubuf_align";
    case Pipe::MTE3:
      return "copy_ubuf_to_gm_align";
    case Pipe::M:
      return "mad";
    case Pipe::FIX:
      return "copy_matrix_cc_to_gm";
    case Pipe::ALL:
      break;
  }
  return "vadd";
}

Site site_of(unsigned line) { return reinterpret_cast<Site>(std::uintptr_t{line}); }

}  // namespace

SyncEvent EventScript::Core::event(SyncKind kind, AgentId agent) const {
  SyncEvent event;
  event.kind = kind;
  event.agent = event.peer = agent;
  event.block = script_.cores_[core_].block;
  event.site = site_of(++script_.line_);
  event.cycle = ++script_.cycle_;
  return event;
}

void EventScript::Core::start(TaskIndex task, std::int32_t block) {
  // The executor cleans the entire data cache before each task.
  dcci();
  script_.cores_[core_].block = {task, block};
  sync(SyncKind::TaskStart, agent_of(core_, Pipe::S));
}

void EventScript::Core::end() { sync(SyncKind::TaskEnd, agent_of(core_, Pipe::S)); }

EventScript::Op EventScript::Core::op(Pipe pipe, std::string_view opcode, std::string_view tile_op,
                                      const Timing& timing) {
  CoreState& state = script_.cores_[core_];
  InstructionEvent event;
  event.instruction = make_instruction_id(core_, ++state.instructions);
  event.agent = agent_of(core_, pipe);
  event.block = state.block;
  event.site = site_of(++script_.line_);
  event.opcode = analysis::opcode_number(opcode.empty() ? usual_opcode(pipe) : opcode);
  event.tile_op = analysis::tile_op_number(tile_op);
  event.dtype = timing.dtype;
  event.repeats = timing.repeats;
  event.repeat_cycles = timing.repeat_cycles;
  event.tail_cycles = timing.tail_cycles;
  event.cycle = ++script_.cycle_;
  if (pipe != Pipe::S) script_.sink_.on_issue({event.instruction, event.agent, event.cycle});
  script_.sink_.on_instruction(event);
  return {script_, event.instruction, event.agent};
}

void EventScript::Core::set(Pipe from, Pipe to, unsigned id, bool library) {
  SyncEvent set = event(SyncKind::SetFlag, agent_of(core_, from));
  set.peer = agent_of(core_, to);
  set.id = static_cast<std::uint8_t>(id);
  set.library = library;
  set.instance = ++script_.instances_[{set.agent, set.peer, id}][0];
  script_.sink_.on_sync(set);
}

void EventScript::Core::wait(Pipe from, Pipe to, unsigned id, bool library) {
  SyncEvent wait = event(SyncKind::WaitFlag, agent_of(core_, to));
  wait.peer = agent_of(core_, from);
  wait.id = static_cast<std::uint8_t>(id);
  wait.library = library;
  // Unit flags: of the last turn, as often as they are looked at.
  auto& instances = script_.instances_[{wait.peer, wait.agent, id}];
  wait.instance = id == kUnitFlagId ? instances[0] : ++instances[1];
  script_.sink_.on_sync(wait);
}

void EventScript::Core::dsb(bool gm, bool ub) {
  SyncEvent fence = event(SyncKind::StoreFence, agent_of(core_, Pipe::S));
  fence.id = static_cast<std::uint8_t>((gm ? 1 : 0) | (ub ? 2 : 0));
  script_.sink_.on_sync(fence);
}

void EventScript::Core::dcci(std::uint64_t address, std::uint64_t bytes) {
  SyncEvent clean = event(SyncKind::CacheClean, agent_of(core_, Pipe::S));
  clean.address = address;
  clean.bytes = bytes;
  script_.sink_.on_sync(clean);
  auto& lines = script_.cores_[core_].lines;
  for (auto at = lines.begin(); at != lines.end();) {
    const bool covered =
        bytes == 0 || (at->first + kCacheLineBytes > address && at->first < address + bytes);
    if (!covered) {
      ++at;
      continue;
    }
    if (at->second) {
      op(Pipe::S, "store_gm")
          .access(MemSpace::GM, AccessKind::Write, contiguous(at->first, kCacheLineBytes),
                  AccessPath::WriteBack);
    }
    at = lines.erase(at);
  }
}

void EventScript::Core::fetch(Op& access, std::uint64_t address) {
  if (!script_.cores_[core_].lines.try_emplace(line_of(address), false).second) return;
  access.access(MemSpace::GM, AccessKind::Read, contiguous(line_of(address), kCacheLineBytes),
                AccessPath::CacheFill);
}

void EventScript::Core::load_gm(std::uint64_t address, std::uint32_t bytes) {
  Op load = op(Pipe::S, "load_gm");
  load.access(MemSpace::GM, AccessKind::Read, contiguous(address, bytes), AccessPath::Cached);
  fetch(load, address);
}

void EventScript::Core::store_gm(std::uint64_t address, std::uint32_t bytes) {
  Op store = op(Pipe::S, "store_gm");
  store.access(MemSpace::GM, AccessKind::Write, contiguous(address, bytes), AccessPath::Cached);
  fetch(store, address);
  script_.cores_[core_].lines[line_of(address)] = true;
}

void EventScript::Core::load_ub(std::uint64_t address, std::uint32_t bytes,
                                std::string_view tile_op) {
  op(Pipe::S, "load_ub", tile_op).reads(MemSpace::UB, address, bytes);
}

void EventScript::Core::store_ub(std::uint64_t address, std::uint32_t bytes,
                                 std::string_view tile_op) {
  op(Pipe::S, "store_ub", tile_op).writes(MemSpace::UB, address, bytes);
}

void EventScript::Core::cross_set(Pipe pipe, unsigned id) {
  SyncEvent set = event(SyncKind::CrossCoreSet, agent_of(core_, pipe));
  set.id = static_cast<std::uint8_t>(id);
  set.instance = 1;
  script_.sink_.on_sync(set);
}

void EventScript::Core::cross_wait(CoreId from, Pipe pipe, unsigned id) {
  SyncEvent wait = event(SyncKind::CrossCoreWait, agent_of(core_, Pipe::S));
  wait.peer = agent_of(from, pipe);
  wait.id = static_cast<std::uint8_t>(id);
  wait.instance = 1;
  script_.sink_.on_sync(wait);
}

void EventScript::Core::barrier_mark(SyncKind kind, std::uint64_t published,
                                     std::uint64_t learned) {
  SyncEvent mark = event(kind, agent_of(core_, Pipe::S));
  mark.address = published;
  mark.bytes = learned;
  script_.sink_.on_sync(mark);
}

void EventScript::Core::word_mark(SyncKind kind, Pipe pipe, std::uint64_t address,
                                  std::uint64_t bytes) {
  SyncEvent mark = event(kind, agent_of(core_, pipe));
  mark.address = address;
  mark.bytes = bytes;
  script_.sink_.on_sync(mark);
}

void EventScript::task(TaskIndex task, const std::string& name, std::vector<TaskArgument> arguments,
                       std::uint8_t ring) {
  TaskDescription description;
  description.task = task;
  description.ring = ring;
  description.name = name;
  description.arguments = std::move(arguments);
  sink_.on_task_description(description);
  sink_.on_task({TaskStage::Submitted, {task, -1}, kOrchestratorAgent, 0, ++cycle_});
}

void EventScript::edge(TaskIndex producer, TaskIndex consumer, DependencyReason reason) {
  sink_.on_dependency({producer, consumer, reason, ++cycle_});
}

void EventScript::argument(const std::string& name, std::uint64_t address, std::uint64_t bytes,
                           DType dtype, std::vector<std::uint32_t> shape) {
  sink_.on_buffer({BufferEvent::Kind::Argument, name, kNoTask, address, bytes, dtype,
                   std::move(shape), ++cycle_});
}

void EventScript::heap(const std::string& name, TaskIndex owner, std::uint64_t address,
                       std::uint64_t bytes) {
  sink_.on_buffer({BufferEvent::Kind::HeapAllocated,
                   name,
                   owner,
                   address,
                   bytes,
                   DType::FLOAT32,
                   {},
                   ++cycle_});
}

void EventScript::release(TaskIndex owner, std::uint64_t address, std::uint64_t bytes) {
  sink_.on_buffer(
      {BufferEvent::Kind::HeapReleased, "", owner, address, bytes, DType::FLOAT32, {}, ++cycle_});
}

void EventScript::orchestrator(AccessKind kind, std::uint64_t address, std::uint32_t bytes) {
  sink_.on_access({0, kOrchestratorAgent, MemSpace::GM, kind, AccessPath::Coherent, DType::INT32,
                   contiguous(address, bytes), ++cycle_});
}

void EventScript::fault(FaultEvent::Kind kind, CoreId core, const std::string& text) {
  FaultEvent event;
  event.kind = kind;
  event.agent = agent_of(core, Pipe::S);
  event.block = cores_[core].block;
  event.text = text;
  event.cycle = ++cycle_;
  sink_.on_fault(event);
}

}  // namespace npusim::test
