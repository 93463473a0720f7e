// SPDX-License-Identifier: Apache-2.0
#include "models/core/core_events.h"

#include <utility>

#include "models/core/faults.h"
#include "models/isa/execute_families.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

SyncEvent flag_event(SyncKind kind, AgentId agent, AgentId peer, const FlagId& flag,
                     const SyncOrigin& origin, std::uint32_t instance) {
  SyncEvent event = sync_event(kind, agent, peer, origin);
  event.id = static_cast<std::uint8_t>(flag.id);
  event.instance = instance;
  return event;
}

AccessKind kind_of(isa::AtomicOperation operation) {
  switch (operation) {
    case isa::AtomicOperation::Add:
      return AccessKind::AtomicAdd;
    case isa::AtomicOperation::Max:
      return AccessKind::AtomicMax;
    case isa::AtomicOperation::Min:
      return AccessKind::AtomicMin;
    case isa::AtomicOperation::None:
      break;
  }
  return AccessKind::Write;
}

}  // namespace

SyncEvent sync_event(SyncKind kind, AgentId agent, AgentId peer, const SyncOrigin& origin) {
  SyncEvent event;
  event.kind = kind;
  event.agent = agent;
  event.peer = peer;
  event.block = origin.block;
  event.site = origin.site;
  event.library = origin.library;
  event.cycle = now();
  return event;
}

FaultEvent fault_event(FaultEvent::Kind kind, AgentId agent, const SyncOrigin& origin,
                       std::string text) {
  FaultEvent event;
  event.kind = kind;
  event.agent = agent;
  event.block = origin.block;
  event.site = origin.site;
  event.text = std::move(text);
  event.cycle = now();
  return event;
}

InstructionEvent describe(const isa::Instruction& instruction, AgentId agent) {
  InstructionEvent event;
  event.instruction = instruction.id;
  event.agent = agent;
  event.block = instruction.block;
  event.site = instruction.site;
  event.opcode = static_cast<std::uint16_t>(instruction.opcode());
  event.tile_op = instruction.library_call;
  event.dtype = isa::dtype_of(instruction);
  event.repeats = isa::repeats_of(instruction);
  event.issue_cycle = instruction.issue_cycle;
  event.cycle = now();
  return event;
}

AccessEvent describe(const isa::Instruction& instruction, AgentId agent,
                     const isa::Footprint& access) {
  AccessEvent event;
  event.instruction = instruction.id;
  event.agent = agent;
  event.space = access.space;
  event.kind = access.unspecified ? AccessKind::Undefine
               : access.write     ? AccessKind::Write
               : access.beyond    ? AccessKind::ReadBeyond
                                  : AccessKind::Read;
  event.dtype = isa::dtype_of(instruction);
  if (access.space == MemSpace::GM &&
      isa::info(instruction.opcode()).kind == isa::OpcodeKind::Transfer) {
    const isa::AtomicMode mode = isa::gm_mode(instruction);
    event.dtype = mode.dtype;
    if (access.write) event.kind = kind_of(mode.operation);
  }
  event.span = access.span;
  event.cycle = now();
  return event;
}

bool set_waits(const CoreEnvironment& environment) {
  return environment.knobs.flag_second_set == static_cast<std::int64_t>(SecondSet::Waits);
}

void report_mark(CoreEnvironment& environment, SyncKind kind, std::uint64_t address,
                 std::uint64_t bytes, const SyncOrigin& origin, Pipe pipe) {
  const AgentId agent = environment.agent(pipe);
  SyncEvent event = sync_event(kind, agent, agent, {origin.site, origin.block, false});
  event.address = address;
  event.bytes = bytes;
  environment.events.on_sync(event);
}

void report_word_change(CoreEnvironment& environment, Pipe pipe, std::uint64_t address,
                        std::uint64_t bytes, Cycle landing, const SyncOrigin& origin) {
  pass_until(landing - 1);
  report_mark(environment, SyncKind::AtomicUpdate, address, bytes, origin, pipe);
  pass(1);
}

void report_set(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                std::uint32_t instance, bool second) {
  const AgentId source = environment.agent(flag.source);
  ++environment.instruction_count;
  environment.events.on_sync(flag_event(SyncKind::SetFlag, source, environment.agent(flag.target),
                                        flag, origin, instance));
  if (second) report_overrun(environment, flag, origin);
}

void report_wait(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                 std::uint32_t instance) {
  ++environment.instruction_count;
  environment.events.on_sync(flag_event(SyncKind::WaitFlag, environment.agent(flag.target),
                                        environment.agent(flag.source), flag, origin, instance));
}

void report_blocked_wait(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                         Cycle since) {
  ++environment.instruction_count;
  SyncEvent event = flag_event(SyncKind::WaitFlag, environment.agent(flag.target),
                               environment.agent(flag.source), flag, origin, kNoSet);
  event.address = since;
  environment.events.on_sync(event);
}

TimeEvent time_of(const isa::Instruction& instruction) {
  TimeEvent event;
  event.block = instruction.block;
  event.site = instruction.site;
  event.instruction = instruction.id;
  return event;
}

TimeEvent time_of(const SyncOrigin& origin) {
  TimeEvent event;
  event.block = origin.block;
  event.site = origin.site;
  return event;
}

TimeEvent time_of(const CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin,
                  std::uint32_t instance) {
  TimeEvent event = time_of(origin);
  event.peer = environment.agent(flag.source);
  event.id = static_cast<std::uint8_t>(flag.id);
  event.instance = instance;
  return event;
}

}  // namespace npusim
