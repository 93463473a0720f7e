// SPDX-License-Identifier: Apache-2.0
#include "models/core/faults.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "models/core/core_events.h"
#include "models/isa/execute_families.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

/// What the kernel wrote as a negative address comes here less the window's base, or cut to 32
/// bits.
std::optional<std::int64_t> negative(std::uint64_t address) {
  constexpr std::int64_t kMost = std::int64_t{1} << 31;
  const auto whole = static_cast<std::int64_t>(address + kUbWindowBase);
  if (whole < 0 && whole > -kMost) return whole;
  const auto cut = static_cast<std::int64_t>(address) - 2 * kMost;
  if (cut < 0 && cut >= -kMost) return cut;
  return std::nullopt;
}

std::string bytes_text(const Span& span) {
  const std::optional<std::int64_t> begin = negative(span.lowest());
  if (!begin) return fmt::format("[{}, {})", span.lowest(), span.end());
  return fmt::format("[{}, {})", *begin,
                     *begin + static_cast<std::int64_t>(span.end() - span.lowest()));
}

std::string_view opcode_name(const isa::Operands& operands) {
  return isa::info(std::visit([](const auto& family) { return family.opcode; }, operands)).name;
}

}  // namespace

void report_overrun(CoreEnvironment& environment, const FlagId& flag, const SyncOrigin& origin) {
  FaultEvent event =
      fault_event(FaultEvent::Kind::FlagOverrun, environment.agent(flag.source), origin);
  event.instruction = flag.packed();
  event.text = fmt::format("{} is set again before its last set was waited for", to_string(flag));
  environment.events.on_fault(event);
}

bool inside(const CoreEnvironment& environment, const isa::Footprint& access) {
  const Span& span = access.span;
  if (access.space == MemSpace::GM) {
    RowBlock rows{span.address, span.runs, span.run_bytes, span.run_stride};
    for (std::uint32_t group = 0; group < span.groups; ++group) {
      if (!environment.gm.contains(rows)) return false;
      rows.address += static_cast<std::uint64_t>(span.group_stride);
    }
    return true;
  }
  return environment.memory(access.space) != nullptr && span.lowest() < span.end() &&
         span.end() <= environment.memory(access.space)->size();
}

void report_out_of_bounds(CoreEnvironment& environment, AgentId agent,
                          const isa::Instruction& instruction, const isa::Footprint& access) {
  FaultEvent event = fault_event(FaultEvent::Kind::OutOfBounds, agent,
                                 {instruction.site, instruction.block, false});
  event.instruction = instruction.id;
  event.space = access.space;
  event.span = access.span;
  event.is_write = access.write;
  const char* const verb = access.write ? "writes" : "reads";
  const auto opcode = isa::info(instruction.opcode()).name;
  event.text =
      access.space == MemSpace::GM
          ? fmt::format("{} {} GM [{:#x}, {:#x}), which no tensor and no heap block covers", opcode,
                        verb, access.span.lowest(), access.span.end())
          : fmt::format("{} {} {} bytes {}, but {} has {} bytes on this core", opcode, verb,
                        name(access.space), bytes_text(access.span), name(access.space),
                        environment.memory(access.space) == nullptr
                            ? 0
                            : environment.memory(access.space)->size());
  environment.events.on_fault(event);
}

void report_misaligned(CoreEnvironment& environment, AgentId agent,
                       const isa::Instruction& instruction, const isa::OperandPlaces& operands) {
  FaultEvent event = fault_event(FaultEvent::Kind::Misaligned, agent,
                                 {instruction.site, instruction.block, false});
  event.instruction = instruction.id;
  event.text = std::string(isa::info(instruction.opcode()).name);
  const char* before = ": ";
  for (const isa::OperandPlace& operand : operands) {
    if (operand.aligned()) continue;
    if (event.span.run_bytes == 0) {
      event.space = operand.space;
      event.span = contiguous(operand.address, operand.alignment);
      event.is_write = operand.is_write;
    }
    event.text += before + isa::describe(operand);
    before = ", ";
  }
  event.text += "; on the card the core stops here";
  environment.events.on_fault(event);
}

void report_leftovers(CoreEnvironment& environment, EventFlags& flags, const isa::VectorMask& mask,
                      int atomic_mode, const DataCache::Line* dirty, const SyncOrigin& origin) {
  const auto report = [&](FaultEvent::Kind kind, std::string text, Site site = nullptr) {
    FaultEvent event = fault_event(kind, environment.agent(Pipe::S), origin);
    if (site != nullptr) event.site = site;
    event.text = std::move(text);
    environment.events.on_fault(event);
  };
  for (const FlagId& flag : flags.pending()) {
    FaultEvent event = fault_event(FaultEvent::Kind::FlagLeak, environment.agent(Pipe::S), origin);
    event.instruction = flag.packed();
    event.text = fmt::format(
        "{} is still set when the kernel ends: the next kernel on this core would find it",
        to_string(flag));
    environment.events.on_fault(event);
  }
  if (!mask.full()) {
    report(FaultEvent::Kind::ModeLeak,
           mask.count_mode ? "the vector mask is still in count mode when the kernel ends"
                           : "the vector mask is not full when the kernel ends");
  }
  if (atomic_mode != 0) {
    report(FaultEvent::Kind::ModeLeak, "the atomic mode is still on when the kernel ends");
  }
  if (dirty != nullptr) {
    report(FaultEvent::Kind::DirtyCache,
           "scalar stores to GM are still in the data cache when the kernel ends; dcci and dsb "
           "would publish them",
           dirty->stored_by);
  }
}

void report_remark(CoreEnvironment& environment, port::LibraryRemark remark, const char* text,
                   const SyncOrigin& origin) {
  const bool shapes = remark == port::LibraryRemark::ShapesDiffer;
  FaultEvent event =
      fault_event(shapes ? FaultEvent::Kind::ShapesDiffer : FaultEvent::Kind::ValidBeyondTile,
                  environment.agent(Pipe::S), origin);
  event.text = text;
  environment.events.on_fault(event);
}

void report_mode_at_call(CoreEnvironment& environment, const isa::VectorMask& mask,
                         const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::ModeAtCall, environment.agent(Pipe::S), origin,
                  fmt::format("the vector mask is {} when a library instruction begins, which "
                              "takes norm mode and a full mask for granted",
                              mask.count_mode ? "in count mode" : "not full")));
}

void report_barrier_on_scalar(CoreEnvironment& environment, const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::BarrierOnS, environment.agent(Pipe::S), origin,
                  "pipe_barrier(PIPE_S) is not allowed: pipe S has no queue of instructions"));
}

void report_empty_mask(CoreEnvironment& environment, const isa::Operands& operands,
                       const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::EmptyMask, environment.agent(Pipe::S), origin,
                  fmt::format("{} has no lane: the mask is all zeros, which is not allowed",
                              opcode_name(operands))));
}

void report_over_later_repeat(CoreEnvironment& environment, const isa::Operands& operands,
                              const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::OverLaterRepeat, environment.agent(Pipe::V), origin,
                  fmt::format("a repeat of {} writes bytes of UB that a later repeat of it reads",
                              opcode_name(operands))));
}

void report_native_fault(CoreEnvironment& environment, const NativeFault& native_fault,
                         const SyncOrigin& origin) {
  const bool wild = native_fault.kind == NativeFault::Kind::WildAddress;
  FaultEvent event = fault_event(wild ? FaultEvent::Kind::OutOfBounds : FaultEvent::Kind::Trap,
                                 environment.agent(Pipe::S), origin);
  event.span = contiguous(reinterpret_cast<std::uint64_t>(native_fault.address), 1);
  event.text = "scalar code " + describe(native_fault);
  environment.events.on_fault(event);
}

void report_unpassed_argument(CoreEnvironment& environment, std::uint64_t index, unsigned passed,
                              const SyncOrigin& origin) {
  FaultEvent event = fault_event(FaultEvent::Kind::OutOfBounds, environment.agent(Pipe::S), origin);
  event.span = contiguous(kArgsWindowBase + index * sizeof(std::int64_t), sizeof(std::int64_t));
  event.text = fmt::format(
      "the kernel reads args[{}], and the task was given {}: what is there "
      "was left by an earlier task",
      index, passed);
  environment.events.on_fault(event);
}

void report_trap(CoreEnvironment& environment, const SyncOrigin& origin) {
  environment.events.on_fault(fault_event(FaultEvent::Kind::Trap, environment.agent(Pipe::S),
                                          origin, "the kernel called trap()"));
}

void report_bad_event_id(CoreEnvironment& environment, const FlagId& flag,
                         const SyncOrigin& origin) {
  environment.events.on_fault(
      fault_event(FaultEvent::Kind::BadEventId, environment.agent(Pipe::S), origin,
                  fmt::format("{}: event ids are 0 to {}", to_string(flag), kEventIdCount - 1)));
}

bool report_data_fault(CoreEnvironment& environment, const SyncOrigin& origin) {
  constexpr std::uint64_t kNoFault = isa::VectorState::kNoFault;
  const std::uint64_t address = std::exchange(environment.vector_state.fault_address, kNoFault);
  if (address == kNoFault) return false;
  FaultEvent event = fault_event(FaultEvent::Kind::OutOfBounds, environment.agent(Pipe::V), origin);
  event.space = MemSpace::UB;
  event.span = contiguous(address, 1);
  event.text = fmt::format(
      "a vector instruction follows an offset or mask address to UB byte {}, "
      "but UB has {} bytes",
      address, capacity_bytes(MemSpace::UB));
  environment.events.on_fault(event);
  return true;
}

void report_missing_pipe(CoreEnvironment& environment, Pipe pipe, std::string_view what,
                         const SyncOrigin& origin) {
  environment.events.on_fault(fault_event(
      FaultEvent::Kind::MissingPipe, environment.agent(Pipe::S), origin,
      fmt::format("{} names pipe {}, which an {} does not have: it never completes", what,
                  name(pipe), kind_of(environment.core) == CoreKind::AIC ? "AIC" : "AIV")));
}

void report_not_modelled(CoreEnvironment& environment, AgentId agent, const SyncOrigin& origin,
                         std::string_view what) {
  FaultEvent event = fault_event(FaultEvent::Kind::NotModelled, agent, origin);
  // A remedy, if whoever stops the run knows one, stands behind a semicolon.
  const std::size_t name = std::min(what.find(';'), what.size());
  event.text = fmt::format("{} is not modelled{}", what.substr(0, name), what.substr(name));
  environment.events.on_fault(event);
  environment.stop_run();
}

void report_internal_error(CoreEnvironment& environment, const std::exception& error) {
  FaultEvent event =
      fault_event(FaultEvent::Kind::InternalError, environment.agent(Pipe::S), SyncOrigin{});
  event.text = error.what();
  environment.events.on_fault(event);
  environment.stop_run();
}

}  // namespace npusim
