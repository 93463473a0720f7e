// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/aicpu_accesses.h"

#include <utility>

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

/// The AICPU's instructions are numbered as those of one more core.
constexpr CoreId kAicpu = kCoreCount;

}  // namespace

void AicpuAccesses::read(isa::Opcode opcode, std::uint64_t address, void* out, std::uint64_t bytes,
                         Site site) {
  announce(opcode, AccessKind::Read, address, bytes, site);
  memory_.read(kOrchestratorAgent, address, out, bytes);
}

void AicpuAccesses::write(isa::Opcode opcode, std::uint64_t address, const void* data,
                          std::uint64_t bytes, Site site) {
  announce(opcode, AccessKind::Write, address, bytes, site);
  memory_.write(kOrchestratorAgent, address, data, bytes);
}

void AicpuAccesses::report_outside(const Outside& access, std::string sentence) {
  FaultEvent event;
  event.kind = FaultEvent::Kind::OutOfBounds;
  event.agent = kOrchestratorAgent;
  event.site = access.site;
  event.span = contiguous(access.address, static_cast<std::uint32_t>(access.bytes));
  event.is_write = access.is_write;
  event.text = std::move(sentence);
  event.cycle = now();
  events_.on_fault(event);
}

void AicpuAccesses::announce(isa::Opcode opcode, AccessKind kind, std::uint64_t address,
                             std::uint64_t bytes, Site site) {
  InstructionEvent instruction;
  instruction.instruction = make_instruction_id(kAicpu, ++count_);
  instruction.agent = kOrchestratorAgent;
  instruction.site = site;
  instruction.opcode = static_cast<std::uint16_t>(opcode);
  instruction.dtype = DType::UINT8;
  instruction.issue_cycle = instruction.cycle = now();
  events_.on_instruction(instruction);
  AccessEvent access;
  access.instruction = instruction.instruction;
  access.agent = kOrchestratorAgent;
  access.kind = kind;
  access.path = AccessPath::Coherent;
  access.dtype = DType::UINT8;
  access.span = contiguous(address, static_cast<std::uint32_t>(bytes));
  access.cycle = now();
  events_.on_access(access);
}

}  // namespace npusim
