// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/init_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/race/span_blocks.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {

InitCheck::Memory& InitCheck::memory(AgentId agent, MemSpace space) {
  if (space == MemSpace::GM) return gm_;
  return local_[core_of(agent) * kMemSpaceCount + static_cast<unsigned>(space)];
}

void InitCheck::settle() {
  for (const Write& write : pending_) mark(write);
  pending_.clear();
}

void InitCheck::mark(const Write& write) {
  Memory& target = memory(write.agent, write.space);
  for_each_piece(write.span, [&](std::uint64_t begin, std::uint64_t end) {
    for_whole_blocks(
        begin, end,
        [&](std::uint64_t number, std::uint64_t count) {
          while (count > 0) {
            const std::span<Block> blocks = target.some_from(number, count);
            std::fill(blocks.begin(), blocks.end(), Block{write.run, kWholeBlock, kWholeBlock});
            number += blocks.size();
            count -= blocks.size();
          }
        },
        [&](std::uint64_t number, ByteMask bytes) {
          Block& block = target.at(number);
          if (block.run != write.run) block = {write.run, 0, block.ever};
          block.written |= bytes;
          block.ever |= bytes;
        });
  });
}

void InitCheck::on_buffer(const BufferEvent& event) {
  settle();
  if (event.kind != BufferEvent::Kind::HeapAllocated) return;
  for_each_block(event.address, event.address + event.bytes,
                 [&](std::uint64_t number, ByteMask bytes) {
                   if (Block* const block = gm_.find(number)) block->ever &= ~bytes;
                 });
}

void InitCheck::on_access(const AccessEvent& event) {
  if (event.path == AccessPath::CacheFill || event.path == AccessPath::WriteBack) return;
  const CurrentInstruction& instruction = instructions_[event.agent];
  if (event.space == MemSpace::GM) {
    const BufferMap::Buffer* const buffer = buffers_.find(event.span.lowest());
    if (buffer == nullptr || !buffer->heap) return;
  }
  if (event.kind != AccessKind::Read) {
    pending_.push_back({event.agent, instruction.run, event.space, event.span});
    if (event.kind == AccessKind::Write) return;
  }
  const isa::OpcodeKind kind = isa::info(static_cast<isa::Opcode>(instruction.opcode)).kind;
  Exactness exactness = Exactness::Byte;
  if (kind == isa::OpcodeKind::Vector) exactness = Exactness::Block;
  // Moves between local memories take whole boxes along; what leaves L0C for GM is exact.
  const bool boxes = event.space != MemSpace::UB && event.space != MemSpace::GM;
  if (boxes && kind != isa::OpcodeKind::Transfer) exactness = Exactness::Any;
  const State state = state_of(event, exactness);
  if (state != State::Written) add(event, state);
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

InitCheck::State InitCheck::state_of(const AccessEvent& event, Exactness exactness) {
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
      (block.ever & wanted & ~good) != 0 ? any_left = true : any_never = true;
    });
  });
  if (!any_left && !any_never) return State::Written;
  if (exactness == Exactness::Any && any_good) return State::Written;
  return any_never ? State::NeverWritten : State::LeftBehind;
}

void InitCheck::add(const AccessEvent& event, State state) {
  const CurrentInstruction& instruction = instructions_[event.agent];
  list_.add("uninitialised", event.space, instruction.site, instruction.opcode, 0, [&] {
    Finding finding;
    finding.check = "init";
    finding.hazard = "uninitialised";
    finding.space = name(event.space);
    const std::string range = buffers_.range_text(event.space, event.span, instruction.block.task);
    finding.first = instructions_.site_of(event, range, tasks_, sources_);
    finding.message = fmt::format("{} reads {}, {}", finding.first.op, range,
                                  state == State::LeftBehind
                                      ? "parts of which only an earlier task on this core wrote"
                                      : "parts of which nobody has written");
    finding.fix = fmt::format("write all of {} before {}", range, anchor(finding.first));
    rest_on(finding, event.space == MemSpace::GM ? "runtime.heap_reuse" : "ub.keeps_content");
    return finding;
  });
}

}  // namespace npusim::analysis
