// SPDX-License-Identifier: Apache-2.0
// tests/models/core/idle_core_test.cpp compares this with the simulated core.
#include "models/timing/idle_core.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "models/isa/execute_families.h"
#include "models/timing/cost.h"

namespace npusim::timing {

Cycle IdleCore::cycles() const {
  Cycle end = front_end_;
  for (const PipeTimes& pipe : pipes_) end = std::max({end, pipe.complete});
  return end - first_issue_.value_or(0);
}

void IdleCore::issue(const isa::Operands& operands) {
  spend_issue();
  isa::Instruction instruction{operands};
  isa::capture(instruction.operands, registers_);
  const isa::OpcodeInfo& opcode = isa::info(instruction.opcode());
  if (!first_issue_) first_issue_ = front_end_;
  PipeTimes& pipe = times_of(opcode.pipe);
  const bool idle = pipe.free <= front_end_;
  const Cycle start = std::max(front_end_, pipe.free);
  switch (opcode.kind) {
    case isa::OpcodeKind::Lanes:
    case isa::OpcodeKind::Vector:
      return stream(instruction, start, pipe);
    case isa::OpcodeKind::Transfer:
      return transfer(instruction, start, pipe);
    default:
      pipe.free = start + std::max<Cycle>(fixed_cost(instruction, knobs_, idle), 1);
      pipe.complete = std::max(pipe.complete, pipe.free);
  }
}

void IdleCore::set_flag(Pipe source, Pipe target, unsigned event_id) {
  spend_issue();
  Cycle reached = front_end_;
  if (source != Pipe::S) {
    PipeTimes& pipe = times_of(source);
    reached = std::max(front_end_, pipe.free);
    pipe.free = reached + 1;
    reached = std::max(reached, pipe.complete);
  } else {
    reached = std::max(front_end_, scalar_stores_landed_);
  }
  flags_[{source, target, event_id}] = reached + static_cast<Cycle>(knobs_.timing_flag_latency);
}

void IdleCore::wait_flag(Pipe source, Pipe target, unsigned event_id) {
  spend_issue();
  const Cycle set = flags_[{source, target, event_id}];
  Cycle& waiting = target == Pipe::S ? front_end_ : times_of(target).free;
  waiting = std::max({waiting, front_end_, set});
}

void IdleCore::pipe_barrier(Pipe pipe) {
  spend_issue();
  PipeTimes& times = times_of(pipe);
  times.free = std::max(times.complete, std::max(times.free, front_end_) + 1);
}

std::uint64_t IdleCore::load_ub(std::uint64_t, unsigned) {
  front_end_ += scalar_cost().load_ub;
  return 0;
}

void IdleCore::store_ub(std::uint64_t, std::uint64_t, unsigned) {
  const auto latency = static_cast<Cycle>(knobs_.ub_scalar_store_latency);
  scalar_stores_landed_ = std::max(scalar_stores_landed_, front_end_ + std::max<Cycle>(latency, 1));
  front_end_ += scalar_cost().store_ub;
}

void IdleCore::stream(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe) {
  const VectorCost cost = vector_cost(instruction, knobs_);
  const Cycle first_read = std::max(start, front_end_ + cost.head) + cost.extra;
  const Cycle last_read = first_read + Cycle{isa::repeats_of(instruction)} * cost.slope;
  pipe.free = std::max(last_read, start + 1);
  pipe.complete = std::max(pipe.complete, last_read + cost.tail);
}

void IdleCore::transfer(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe) {
  const TransferCost cost = transfer_cost(instruction, knobs_);
  std::uint64_t bytes = 0;
  for (const Span& rows : isa::gm_rows(instruction)) bytes += rows.total_bytes();
  const auto flow = static_cast<Cycle>(static_cast<double>(bytes) / cost.bytes_per_cycle);
  pipe.free = start + std::max<Cycle>(cost.startup, 1) + std::max<Cycle>(flow, 1);
  const bool load = isa::info(instruction.opcode()).pipe == Pipe::MTE2;
  pipe.complete = std::max(pipe.complete, pipe.free + (load ? 1 : 0));
}

std::int64_t IdleCore::reading(port::LibraryReading which) const {
  switch (which) {
    case port::LibraryReading::TciPipe:
      return knobs_.isa_tci_pipe;
  }
  return 0;
}

void IdleCore::not_modelled(std::string_view what) {
  throw std::invalid_argument(std::string(what));
}

void IdleCore::spend_issue() { front_end_ += scalar_cost().issue; }

}  // namespace npusim::timing
