// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/init_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/describe/row_coverage.h"
#include "analysis/memory/box_rows.h"
#include "analysis/memory/value_flow.h"
#include "analysis/race/span_blocks.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {

InitCheck::Memory& InitCheck::memory(AgentId agent, MemSpace space) {
  if (space == MemSpace::GM) return gm_;
  return local_[core_of(agent) * kMemSpaceCount + static_cast<unsigned>(space)];
}

void InitCheck::settle() {
  for (const Write& write : pending_) {
    if (!write.to_output) mark(write);
    if (through_scalar_ != UndefinedValues::kNone) {
      const std::uint64_t bytes = write.event.span.total_bytes();
      carry({write.event.span, 0, through_scalar_, {{0, bytes}}}, write);
    }
  }
  through_scalar_ = UndefinedValues::kNone;
  if (!gathered_.empty()) settle_gather();
  if (!carried_.empty() && !cancels_itself()) carry();
  pending_.clear();
  reads_.clear();
  carried_.clear();
  gathered_.clear();
}

/// An integer minus itself is 0, whatever it is. Of floating-point numbers that holds of most.
bool InitCheck::cancels_itself() const {
  const CurrentInstruction& instruction =
      instructions_[pending_.empty() ? 0 : pending_[0].event.agent];
  const auto half = static_cast<std::ptrdiff_t>(reads_.size() / 2);
  return !pending_.empty() && instruction.opcode == static_cast<std::uint16_t>(isa::Opcode::VSUB) &&
         !is_floating(instruction.dtype) && reads_.size() % 2 == 0 &&
         std::equal(reads_.begin(), reads_.begin() + half, reads_.begin() + half);
}

/// Where lanes are split (the last repeat in count mode, the parts of vcopy's rows), every operand
/// is split alike: its first span goes into the first span of the result, and so on.
bool InitCheck::reads_correspond_to_writes() const {
  const std::size_t parts = pending_.size();
  if (parts < 2 || reads_.size() % parts != 0) return false;
  for (std::size_t i = 0; i < reads_.size(); ++i) {
    const Write& write = pending_[i % parts];
    if (write.to_output || write.event.kind == AccessKind::Undefine) return false;
    if (reads_[i].span.total_bytes() * pending_[0].event.span.total_bytes() !=
        reads_[i - i % parts].span.total_bytes() * write.event.span.total_bytes()) {
      return false;
    }
  }
  return true;
}

std::vector<Span> InitCheck::reads_of(MemSpace space) const {
  std::vector<Span> spans;
  for (const Operand& read : reads_) {
    if (read.space == space) spans.push_back(read.span);
  }
  return spans;
}

void InitCheck::carry() {
  if (pending_.empty()) {  // into a register, say: no further
    for (const Carried& source : carried_) {
      if (source.race) racy_reads_.reach(*source.race);
    }
  }
  const bool by_part = reads_correspond_to_writes();
  for (std::size_t part = 0; part < pending_.size(); ++part) {
    for (const Carried& source : carried_) {
      if (by_part && source.read % pending_.size() != part) continue;
      source.race ? carry_early(source, pending_[part]) : carry(source, pending_[part]);
    }
  }
}

void InitCheck::mark(const Write& write) {
  if (!early_.none()) {
    const Memory* const written = &memory(write.event.agent, write.event.space);
    for_each_piece(write.event.span, [&](std::uint64_t begin, std::uint64_t end) {
      for_each_block(begin, end, [&](std::uint64_t number, ByteMask bytes) {
        early_.remove({written, number}, bytes);
      });
    });
  }
  // What an instruction leaves unspecified counts as not written.
  const bool defines = write.event.kind != AccessKind::Undefine;
  const std::uint32_t whole = defines ? kWholeBlock : 0;
  Memory& target = memory(write.event.agent, write.event.space);
  if (write.event.space == MemSpace::GM && write.run != kNoRun) {
    if (write.run >= blocks_of_runs_.size()) blocks_of_runs_.resize(write.run + 1);
    blocks_of_runs_[write.run] = instructions_[write.event.agent].block;
  }
  for_each_piece(write.event.span, [&](std::uint64_t begin, std::uint64_t end) {
    for_whole_blocks(
        begin, end,
        [&](std::uint64_t number, std::uint64_t count) {
          while (count > 0) {
            const std::span<Block> blocks = target.some_from(number, count);
            std::fill(blocks.begin(), blocks.end(), Block{write.run, whole, whole});
            number += blocks.size();
            count -= blocks.size();
          }
        },
        [&](std::uint64_t number, ByteMask bytes) {
          Block& block = target.at(number);
          if (block.run != write.run) block = {write.run, 0, block.ever, block.origin};
          block.written = defines ? block.written | bytes : block.written & ~bytes;
          block.ever = defines ? block.ever | bytes : block.ever & ~bytes;
        });
  });
}

/// What the write takes from an undefined operand of its instruction.
void InitCheck::carry(const Carried& source, const Write& write) {
  if (write.event.kind == AccessKind::Undefine) return;
  if (write.to_output) {
    values_.reaches_output(source.origin, [&] {
      return instructions_.site_of(write.event, buffers_, tasks_, sources_);
    });
    return;
  }
  const ValueFlow flow = value_flow(instructions_[write.event.agent].opcode);
  const std::uint64_t bytes = write.event.span.total_bytes(), from = source.span.total_bytes();
  const bool whole = source.positions.size() == 1 && source.positions[0].begin == 0 &&
                     source.positions[0].end == from;
  const bool by_position = write.event.space == MemSpace::UB || write.event.space == MemSpace::GM;
  if (whole || (flow == ValueFlow::Anywhere && by_position)) {
    leave_undefined(write, {0, bytes}, source.origin);
  } else if (flow == ValueFlow::BoxesToRows && by_position &&
             reads_[source.read].space != write.event.space) {
    carry_boxes(source, write);
  } else if (by_position) {
    for (const Positions& positions : source.positions) {
      leave_undefined(write, scaled(positions, from, bytes, flow == ValueFlow::LanesToBits),
                      source.origin);
    }
  }
}

/// An accumulator, or a parameter of its conversion, into rows.
void InitCheck::carry_boxes(const Carried& source, const Write& write) {
  if (reads_[source.read].space != MemSpace::L0C) {
    return leave_undefined(write, {0, write.event.span.total_bytes()}, source.origin);
  }
  const BoxRows rows(reads_of(MemSpace::L0C), write.event.span);
  for (const Positions& part : rows.from(source.span, source.positions)) {
    leave_undefined(write, part, source.origin);
  }
}

void InitCheck::leave_undefined(const Write& write, const Positions& positions, Origin origin) {
  Memory& target = memory(write.event.agent, write.event.space);
  for_positions(write.event.span, positions, [&](std::uint64_t begin, std::uint64_t end) {
    for_each_block(begin, end, [&](std::uint64_t number, ByteMask bytes) {
      Block& block = target.at(number);
      block.written &= ~bytes;
      block.ever &= ~bytes;
      block.origin = origin;
    });
  });
}

void InitCheck::on_buffer(const BufferEvent& event) {
  settle();
  if (event.kind != BufferEvent::Kind::HeapAllocated) return;
  for_each_block(event.address, event.address + event.bytes,
                 [&](std::uint64_t number, ByteMask bytes) {
                   if (Block* const block = gm_.find(number)) {
                     block->ever &= ~bytes;
                     block->origin = UndefinedValues::kNone;
                   }
                 });
}

void InitCheck::on_access(const AccessEvent& event) {
  if (event.path == AccessPath::CacheFill || event.path == AccessPath::WriteBack) return;
  bool to_output = false;
  if (event.space == MemSpace::GM) {
    const BufferMap::Buffer* const buffer = buffers_.find(event.span.lowest());
    to_output = buffer != nullptr && !buffer->heap;
    if (buffer == nullptr || (to_output && !writes(event.kind))) return;
  }
  if (writes(event.kind)) {
    pending_.push_back({event, instructions_[event.agent].run, to_output});
    if (!reads(event.kind) || to_output) return;
  }
  read(event);
}

InitCheck::Exactness InitCheck::exactness_of(const AccessEvent& event) const {
  const std::uint16_t opcode = instructions_[event.agent].opcode;
  // Moves between local memories take whole boxes along; what leaves L0C for GM is exact.
  const bool boxes = event.space != MemSpace::UB && event.space != MemSpace::GM;
  if (boxes && !is_gm_transfer(opcode)) return Exactness::Any;
  return reads_whole_blocks(opcode) ? Exactness::Block : Exactness::Byte;
}

void InitCheck::read(const AccessEvent& event) {
  reads_.push_back({event.space, event.span});
  for (const RacyReads::Read& racy : racy_reads_.take()) read_early(event, racy);
  if (!early_.none()) read_early(event);
  const Exactness exactness = exactness_of(event);
  Origin origin = UndefinedValues::kNone;
  const State state = state_of(event, exactness, origin);
  if (state == State::Written) return;
  const ValueFlow flow = value_flow(instructions_[event.agent].opcode);
  if (flow == ValueFlow::ToAddress && event.kind != AccessKind::ReadBeyond) {
    const std::vector<Positions> undefined = undefined_positions(event, exactness);
    const bool all = undefined.size() == 1 && undefined[0].begin == 0 &&
                     undefined[0].end == event.span.total_bytes();
    gathered_.push_back({event, reads_.size() - 1, state, origin, all});
    return;
  }
  if (origin == UndefinedValues::kNone) origin = origin_of(event, state);
  // Goes into bytes that count as not written: who reads those has a finding of its own.
  if (event.kind == AccessKind::ReadBeyond) return;
  if (flow == ValueFlow::ToScalar) return scalar_load(event, origin);
  carried_.push_back(
      {event.span, reads_.size() - 1, origin, undefined_positions(event, exactness)});
}

std::uint32_t InitCheck::good_bytes(const Block& block, const AccessEvent& event) const {
  if (event.space == MemSpace::GM) return block.ever;
  return block.run == instructions_[event.agent].run ? block.written : 0;
}

/// Whether something in the first block is good, which is nearly always so.
bool InitCheck::begins_well(const AccessEvent& event) {
  const Block* const block =
      memory(event.agent, event.space).find(event.span.address / kBlockBytes);
  return block != nullptr && good_bytes(*block, event) != 0;
}

/// `origin`: of the first undefined bytes that an earlier instruction left, if there are any.
InitCheck::State InitCheck::state_of(const AccessEvent& event, Exactness exactness,
                                     Origin& origin) {
  if (exactness == Exactness::Any && begins_well(event)) return State::Written;
  Memory& source = memory(event.agent, event.space);
  bool any_good = false, any_left = false, any_never = false;
  for_each_piece(event.span, [&](std::uint64_t begin, std::uint64_t end) {
    for_each_block(begin, end, [&](std::uint64_t number, ByteMask bytes) {
      const Block* const found = source.find(number);
      const Block block = found == nullptr ? Block{} : *found;
      const std::uint32_t good = good_bytes(block, event);
      const std::uint32_t wanted =
          exactness == Exactness::Byte ? bytes : (good != 0 ? good : kWholeBlock);
      any_good = any_good || good != 0;
      if ((good & wanted) == wanted) return;
      const bool carried =
          event.space == MemSpace::GM || block.run == instructions_[event.agent].run;
      if (origin == UndefinedValues::kNone && carried) origin = block.origin;
      (block.ever & wanted & ~good) != 0 ? any_left = true : any_never = true;
    });
  });
  if (!any_left && !any_never) return State::Written;
  if (exactness == Exactness::Any && any_good) return State::Written;
  return any_never ? State::NeverWritten : State::LeftBehind;
}

/// Where in the span bytes are not good. Requires: some are.
std::vector<Positions> InitCheck::undefined_positions(const AccessEvent& event,
                                                      Exactness exactness) {
  if (exactness == Exactness::Any) return {{0, event.span.total_bytes()}};
  Memory& source = memory(event.agent, event.space);
  std::vector<Positions> undefined;
  for_each_run_by_position(
      event.span, [&](std::uint64_t address, std::uint32_t bytes, std::uint64_t position) {
        for (std::uint64_t i = 0; i < bytes; ++i) {
          const std::uint64_t at = address + i;
          const Block* const block = source.find(at / kBlockBytes);
          const std::uint32_t good = block == nullptr ? 0 : good_bytes(*block, event);
          const bool is_good =
              exactness == Exactness::Block ? good != 0 : (good >> (at % kBlockBytes) & 1) != 0;
          if (!is_good) append(undefined, {position + i, position + i + 1});
        }
      });
  return undefined;
}

/// Which rows of the tensor that is read nobody has written.
std::string InitCheck::missing_rows(const AccessEvent& event) {
  const BufferMap::Buffer* const buffer =
      buffers_.find(event.span.lowest(), instructions_[event.agent].block.task);
  if (event.space != MemSpace::GM || buffer == nullptr) return "";
  RowCoverage coverage(*buffer);
  for (std::uint64_t row = 0; row < coverage.rows(); ++row) {
    const std::uint64_t begin = buffer->address + row * coverage.row_bytes();
    for_each_block(begin, begin + coverage.row_bytes(), [&](std::uint64_t number, ByteMask bytes) {
      const Block* const block = gm_.find(number);
      if (block == nullptr || (block->ever & bytes) == 0) return;
      coverage.written(
          row, block->run < blocks_of_runs_.size() ? blocks_of_runs_[block->run] : BlockRef{});
    });
  }
  return coverage.text(tasks_);
}

UndefinedValues::Origin InitCheck::origin_of(const AccessEvent& event, State state) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  const bool copy = value_flow(instruction.opcode) == ValueFlow::Copy;
  return values_.read(event.space, instruction.site, instruction.opcode, copy, [&] {
    Finding finding;
    finding.check = "init";
    finding.hazard = "uninitialised";
    finding.space = name(event.space);
    finding.first = instructions_.site_of(event, buffers_, tasks_, sources_);
    const std::string range = text_of(finding.first.range);
    finding.message = fmt::format("{} reads {}, {}", text_of(finding.first.op), range,
                                  state == State::LeftBehind
                                      ? "parts of which only an earlier task on this core wrote"
                                      : "parts of which nobody has written");
    if (const std::string missing = missing_rows(event); !missing.empty()) {
      finding.message += " (" + missing + ")";
    }
    finding.fix = fmt::format("write all of {} before {}", range, anchor(finding.first));
    rest_on(finding, event.space == MemSpace::GM ? "runtime.heap_reuse" : "ub.keeps_content");
    return finding;
  });
}

}  // namespace npusim::analysis
