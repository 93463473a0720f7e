// SPDX-License-Identifier: Apache-2.0
// tests/models/core/idle_core_test.cpp compares this with the simulated core.
#include "models/timing/idle_core.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/isa/execute_families.h"
#include "models/isa/footprint.h"
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
  if (opcode.pipe == Pipe::V) instruction.after_mask_write = mask_writes_.take();
  if (!first_issue_) first_issue_ = front_end_;
  PipeTimes& pipe = times_of(opcode.pipe);
  const bool idle = pipe.free <= front_end_;
  std::vector<isa::Footprint> footprint;
  isa::footprint(instruction, footprint);
  const std::uint64_t known = std::max(pipe.vector_count, times_of(Pipe::S).vector_count);
  const Cycle start = vector_results_.ready(footprint, known, std::max(front_end_, pipe.free));
  switch (opcode.kind) {
    case isa::OpcodeKind::Lanes:
    case isa::OpcodeKind::Vector:
      return stream(instruction, footprint, start, idle);
    case isa::OpcodeKind::Transfer:
      return transfer(instruction, start, pipe);
    default:
      move(instruction, start, idle, pipe);
  }
}

void IdleCore::move(const isa::Instruction& instruction, Cycle start, bool idle, PipeTimes& pipe) {
  const bool alike = pipe.last_opcode == instruction.opcode() && pipe.last_end == start;
  const PipeBefore before = idle ? PipeBefore::Idle : alike ? PipeBefore::Alike : PipeBefore::Other;
  pipe.free = start + std::max<Cycle>(fixed_cost(instruction, knobs_, before), 1);
  pipe.complete = std::max(pipe.complete, pipe.free);
  pipe.last_opcode = instruction.opcode();
  pipe.last_end = pipe.free;
}

void IdleCore::set_flag(Pipe source, Pipe target, unsigned event_id) {
  spend_issue();
  PipeTimes& pipe = times_of(source);
  Cycle reached = std::max(front_end_, scalar_stores_landed_);
  if (source == Pipe::V && target == Pipe::S && front_end_ < pipe.free) {
    reached = std::max(front_end_, pipe.has_read);
  } else if (source != Pipe::S) {
    const Cycle at = std::max(front_end_, pipe.free);
    reached = source == Pipe::V && target == Pipe::S ? at : std::max(at, pipe.complete);
    pipe.free = std::max(at + 1, reached);
  }
  flags_[{source, target, event_id}] = {
      reached + static_cast<Cycle>(knobs_.timing_flag_latency),
      source == Pipe::V ? vector_results_.started() : pipe.vector_count};
}

void IdleCore::wait_flag(Pipe source, Pipe target, unsigned event_id) {
  spend_issue();
  const Set set = flags_[{source, target, event_id}];
  PipeTimes& pipe = times_of(target);
  Cycle& waiting = target == Pipe::S ? front_end_ : pipe.free;
  waiting = std::max({waiting, front_end_, set.visible});
  pipe.vector_count = std::max(pipe.vector_count, set.vector_count);
}

void IdleCore::pipe_barrier(Pipe pipe) {
  spend_issue();
  if (pipe == Pipe::V) mask_writes_.pass_barrier();
  PipeTimes& times = times_of(pipe);
  times.free = std::max(times.complete, std::max(times.free, front_end_) + 1);
}

/// What pipe V is still to write where the code has waited for V already.
void IdleCore::access_ub(std::uint64_t address, unsigned bytes, bool write) {
  const isa::Footprint touched{MemSpace::UB, write, contiguous(address, bytes)};
  front_end_ = vector_results_.ready({&touched, 1}, times_of(Pipe::S).vector_count, front_end_);
}

std::uint64_t IdleCore::load_ub(std::uint64_t address, unsigned bytes) {
  access_ub(address, bytes, false);
  front_end_ += scalar_cost().load_ub;
  return 0;
}

void IdleCore::store_ub(std::uint64_t address, std::uint64_t, unsigned bytes) {
  access_ub(address, bytes, true);
  const auto latency = static_cast<Cycle>(knobs_.ub_scalar_store_latency);
  scalar_stores_landed_ = std::max(scalar_stores_landed_, front_end_ + std::max<Cycle>(latency, 1));
  front_end_ += scalar_cost().store_ub;
}

void IdleCore::stream(const isa::Instruction& instruction,
                      std::span<const isa::Footprint> footprint, Cycle start, bool idle) {
  PipeTimes& pipe = times_of(Pipe::V);
  const VectorCost cost = vector_cost(instruction, knobs_);
  Cycle first_read = std::max(start, front_end_ + cost.head);
  if (instruction.after_mask_write && mask_write_drains(knobs_)) {
    first_read = std::max(start, pipe.complete) + cost.head + (idle ? kMaskOnIdlePipe : 0);
  }
  const Cycle reading = timing::vector_reads(instruction, cost, footprint);
  vector_reads_ += reading;
  const Cycle last_read = first_read + reading;
  pipe.free = std::max(last_read, start + 1);
  const bool reads = std::any_of(footprint.begin(), footprint.end(),
                                 [](const isa::Footprint& access) { return !access.write; });
  pipe.has_read = reads ? pipe.free : start;
  vector_results_.start(footprint, last_read + cost.tail);
  pipe.complete = std::max(pipe.complete, last_read + cost.tail);
}

/// What it costs the core's own port; alone on the chip nothing else is in the way.
void IdleCore::transfer(const isa::Instruction& instruction, Cycle start, PipeTimes& pipe) {
  const TransferCost cost = transfer_cost(instruction, knobs_);
  double flow = cost.head;
  for (const Span& rows : isa::gm_rows(instruction)) {
    flow += rows.groups * cost.flow(rows.runs, rows.run_bytes, rows.run_stride);
  }
  const Cycle flowed = start + std::max<Cycle>(static_cast<Cycle>(flow), 1);
  pipe.free = std::max(flowed, start + cost.instruction);
  const bool load = isa::info(instruction.opcode()).pipe == Pipe::MTE2;
  const Cycle there = load ? cost.arrival(start, flowed, cost.latency) + 1
                           : flowed + static_cast<Cycle>(knobs_.gm_store_latency);
  pipe.complete = std::max(pipe.complete, there);
  if (serial_transfers(knobs_)) pipe.free = pipe.complete;
}

std::int64_t IdleCore::reading(port::LibraryReading which) const {
  switch (which) {
    case port::LibraryReading::TciPipe:
      return knobs_.isa_tci_pipe;
    case port::LibraryReading::QueueRings:
      return knobs_.isa_queue_rings;
  }
  return 0;
}

void IdleCore::not_modelled(std::string_view what) {
  throw std::invalid_argument(std::string(what));
}

void IdleCore::spend_issue() { front_end_ += scalar_cost().issue; }

}  // namespace npusim::timing
