// SPDX-License-Identifier: Apache-2.0
#include "models/timing/work.h"

#include <algorithm>
#include <variant>

#include "models/isa/execute_families.h"
#include "models/timing/cost.h"

namespace npusim::timing {
namespace {

using isa::Footprint;

/// Of what is read, or written, the access of most bytes; null: none.
const Footprint* largest(std::span<const Footprint> footprint, bool write) {
  const Footprint* found = nullptr;
  for (const Footprint& access : footprint) {
    if (access.write != write) continue;
    if (found == nullptr || access.span.total_bytes() > found->span.total_bytes()) found = &access;
  }
  return found;
}

std::uint64_t bytes_of(const Footprint* access) {
  return access == nullptr ? 0 : access->span.total_bytes();
}

/// Elements of its largest operand.
void add_vector_work(const isa::Instruction& instruction, std::span<const Footprint> footprint,
                     const Knobs& knobs, WorkEvent& work) {
  work.path = WorkPath::Vector;
  work.amount = std::max(bytes_of(largest(footprint, false)), bytes_of(largest(footprint, true))) /
                size_bytes(isa::dtype_of(instruction));
  const VectorCost cost = vector_cost(instruction, knobs);
  const Cycle reads = vector_reads(instruction, cost, footprint);
  const bool copies = std::holds_alternative<isa::BlockCopy>(instruction.operands);
  const Cycle plain =
      copies ? reads : std::min(reads, Cycle{isa::repeats_of(instruction)} * cost.slope);
  work.cycles = static_cast<double>(plain);
  work.shape_cycles = static_cast<double>(reads - plain);
}

void add_product_work(const isa::ProductInstruction& product, WorkEvent& work) {
  work.path = WorkPath::Cube;
  work.amount = std::uint64_t{2} * product.m * product.k * product.n;
}

void add_transfer_work(const isa::Instruction& instruction, const Knobs& knobs, WorkEvent& work) {
  const TransferCost cost = transfer_cost(instruction, knobs);
  double flow = 0;
  for (const Span& rows : isa::gm_rows(instruction)) {
    work.amount += rows.total_bytes();
    flow += rows.groups * cost.flow(rows.runs, rows.run_bytes, rows.run_stride);
  }
  const bool load = isa::info(instruction.opcode()).pipe == Pipe::MTE2;
  work.from = load ? MemSpace::GM : isa::local_space(instruction);
  work.to = load ? isa::local_space(instruction) : MemSpace::GM;
  work.cycles = static_cast<double>(work.amount) / cost.bytes_per_cycle;
  work.shape_cycles = std::max(0.0, flow - work.cycles);
}

void add_move_work(std::span<const Footprint> footprint, WorkEvent& work) {
  const Footprint* const read = largest(footprint, false);
  const Footprint* const write = largest(footprint, true);
  if (write == nullptr) return;
  work.amount = bytes_of(write);
  work.to = write->space;
  work.from = read == nullptr ? write->space : read->space;
}

WorkEvent work_at(const isa::Instruction& instruction) {
  WorkEvent work;
  work.block = instruction.block;
  work.site = instruction.site;
  return work;
}

}  // namespace

WorkEvent core_work(const isa::Instruction& instruction, std::span<const Footprint> footprint,
                    const Knobs& knobs) {
  WorkEvent work = work_at(instruction);
  if (footprint.empty()) return work;
  work.path = WorkPath::Move;
  switch (isa::info(instruction.opcode()).kind) {
    case isa::OpcodeKind::Lanes:
    case isa::OpcodeKind::Vector:
      add_vector_work(instruction, footprint, knobs, work);
      break;
    case isa::OpcodeKind::Transfer:
      add_transfer_work(instruction, knobs, work);
      break;
    case isa::OpcodeKind::Local:
      add_move_work(footprint, work);
      work.cycles = flow_cost(instruction);
      break;
    case isa::OpcodeKind::Cube:
      if (const auto* product = std::get_if<isa::ProductInstruction>(&instruction.operands)) {
        add_product_work(*product, work);
      } else {
        add_move_work(footprint, work);
      }
      work.cycles = flow_cost(instruction);
      break;
    case isa::OpcodeKind::Scalar:
    case isa::OpcodeKind::Aicpu:
      break;
  }
  return work;
}

WorkEvent shared_work(const isa::Instruction& instruction, WorkPath path, std::uint64_t bytes,
                      const Knobs& knobs) {
  WorkEvent work = work_at(instruction);
  work.path = path;
  work.amount = bytes;
  const std::int64_t rate = path == WorkPath::L2 ? knobs.gm_l2_bandwidth : knobs.gm_bandwidth;
  work.cycles = static_cast<double>(bytes) / static_cast<double>(rate);
  return work;
}

}  // namespace npusim::timing
