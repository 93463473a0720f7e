// SPDX-License-Identifier: Apache-2.0
#include "traces/write/instruction_rows.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace npusim::traces {

InstructionRows::InstructionRows(WriteQueue& queue,
                                 std::function<void(const Unmatched&)> keep_unmatched)
    : queue_(queue), keep_unmatched_(std::move(keep_unmatched)) {}

void InstructionRows::issue(const IssueEvent& event) {
  const std::uint64_t number = issues_++;
  const auto [entry, is_new] = entries_.try_emplace(event.instruction);
  if (!is_new) {  // an identity used twice
    keep_unmatched_({EventKind::Issue, number, event.instruction, event.agent, event.cycle});
    return;
  }
  entry->second.issue_number = number;
  entry->second.issue_agent = event.agent;
  entry->second.issue_cycle = event.cycle;
}

/// The number of the instruction's Issue, if the row about to be written says all that Issue did.
std::uint64_t InstructionRows::claim_issue(Entry& entry, InstructionId id,
                                           const InstructionEvent& event) {
  const std::uint64_t number = std::exchange(entry.issue_number, kNone64);
  if (number == kNone64) return kNone64;
  if (entry.issue_agent == event.agent && entry.issue_cycle == event.issue_cycle) return number;
  keep_unmatched_({EventKind::Issue, number, id, entry.issue_agent, entry.issue_cycle});
  return kNone64;
}

void InstructionRows::start(const InstructionEvent& event, std::uint32_t site) {
  Entry& entry = entries_[event.instruction];
  const std::uint64_t issue_number = claim_issue(entry, event.instruction, event);
  if (OpenChunk* before = chunk_of(entry.open.row)) --before->incomplete;  // identity used twice
  entry.open = {static_cast<std::int64_t>(rows_), event.agent, event.cycle};
  namespace c = instructions;
  add_row()
      .set(c::id, event.instruction)
      .set(c::agent, event.agent)
      .set(c::task, event.block.task)
      .set(c::block, event.block.block)
      .set(c::site, site)
      .set(c::opcode, event.opcode)
      .set(c::tile_op, event.tile_op)
      .set(c::dtype, event.dtype)
      .set(c::repeats, event.repeats)
      .set(c::issue_cycle, event.issue_cycle)
      .set(c::start_cycle, event.cycle)
      .set(c::repeat_cycles, event.repeat_cycles)
      .set(c::tail_cycles, event.tail_cycles)
      .set(c::issue_number, issue_number);
}

RowCursor InstructionRows::add_row() {
  if (chunks_.empty() || chunks_.back().chunk->full()) {
    if (chunks_.size() == kMostOpenChunks) force_out_oldest();
    chunks_.push_back({std::make_unique<Chunk>(Table::instructions, rows_)});
    release_complete_chunks();
  }
  ++rows_;
  ++chunks_.back().incomplete;
  return {*chunks_.back().chunk, chunks_.back().chunk->add_row()};
}

void InstructionRows::complete(const CompletionEvent& event) {
  const std::uint64_t number = completions_++;
  const auto entry = entries_.find(event.instruction);
  OpenChunk* const holder = entry == entries_.end() ? nullptr : chunk_of(entry->second.open.row);
  if (holder == nullptr || entry->second.open.agent != event.agent) {
    keep_unmatched_({EventKind::Completion, number, event.instruction, event.agent, event.cycle});
    return;
  }
  const auto row = static_cast<std::uint64_t>(entry->second.open.row);
  const auto row_in_chunk = static_cast<std::uint32_t>(row - holder->chunk->first_row());
  holder->chunk->set(row_in_chunk, instructions::end_cycle, event.cycle);
  holder->chunk->set(row_in_chunk, instructions::completion_number, number);
  --holder->incomplete;
  entries_.erase(entry);
  release_complete_chunks();
}

const InstructionRows::Open* InstructionRows::find_started(InstructionId instruction) const {
  const auto entry = entries_.find(instruction);
  return entry == entries_.end() || entry->second.open.row < 0 ? nullptr : &entry->second.open;
}

InstructionRows::OpenChunk* InstructionRows::chunk_of(std::int64_t row) {
  if (row < 0 || chunks_.empty()) return nullptr;
  const std::uint64_t first = chunks_.front().chunk->first_row();
  if (static_cast<std::uint64_t>(row) < first) return nullptr;
  return &chunks_[(static_cast<std::uint64_t>(row) - first) / spec(Table::instructions).chunk_rows];
}

/// Full and completed chunks leave from the front; a chunk that waits holds back those behind it.
void InstructionRows::release_complete_chunks() {
  while (chunks_.size() > 1 && chunks_.front().incomplete == 0) {
    queue_.write(std::move(chunks_.front().chunk));
    chunks_.pop_front();
  }
}

void InstructionRows::force_out_oldest() {
  const OpenChunk oldest = std::move(chunks_.front());
  chunks_.pop_front();
  const std::span<const unsigned char> ids = oldest.chunk->bytes(instructions::id);
  for (std::uint32_t i = 0; i < oldest.chunk->rows(); ++i) {
    InstructionId id = 0;
    std::memcpy(&id, ids.data() + std::size_t{i} * sizeof(id), sizeof(id));
    const auto entry = entries_.find(id);
    const auto row = static_cast<std::int64_t>(oldest.chunk->first_row() + i);
    if (entry != entries_.end() && entry->second.open.row == row) entries_.erase(entry);
  }
  queue_.write(std::make_unique<Chunk>(*oldest.chunk));
}

void InstructionRows::checkpoint() {
  for (const OpenChunk& open : chunks_) {
    queue_.write(std::make_unique<Chunk>(*open.chunk));
  }
}

void InstructionRows::finish() {
  for (OpenChunk& open : chunks_) queue_.write(std::move(open.chunk));
  chunks_.clear();
  std::vector<Unmatched> never_started;
  for (const auto& [id, entry] : entries_) {
    if (entry.issue_number == kNone64) continue;
    never_started.push_back(
        {EventKind::Issue, entry.issue_number, id, entry.issue_agent, entry.issue_cycle});
  }
  std::ranges::sort(never_started, {}, &Unmatched::number);  // the map has no order
  for (const Unmatched& issue : never_started) keep_unmatched_(issue);
  entries_.clear();
}

}  // namespace npusim::traces
