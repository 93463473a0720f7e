// SPDX-License-Identifier: Apache-2.0
// The rows of /instructions, which three events fill: Issue, Instruction, Completion.
//
// A row is made when the instruction starts; its chunk is kept until every instruction in it has
// completed, so that end_cycle is in its place. A chunk that waits while kMostOpenChunks later ones
// have begun is stored as it is; completions that come later than that, and everything else that a
// row cannot hold exactly, go to /unmatched.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "models/arch/event.h"
#include "traces/format/chunk.h"
#include "traces/write/table_writer.h"

namespace npusim::traces {

/// An Issue or Completion that no instruction row holds.
struct Unmatched {
  EventKind kind = EventKind::Issue;
  std::uint64_t number = 0;  ///< among the events of its kind
  InstructionId instruction = 0;
  AgentId agent = 0;
  Cycle cycle = 0;
};

class InstructionRows {
 public:
  static constexpr std::size_t kMostOpenChunks = 64;

  InstructionRows(WriteQueue& queue, std::function<void(const Unmatched&)> keep_unmatched);

  void issue(const IssueEvent& event);
  /// `site` is a row of /sites.
  void start(const InstructionEvent& event, std::uint32_t site);
  void complete(const CompletionEvent& event);

  /// What accesses need of an instruction in flight.
  struct Open {
    std::int64_t row = -1;
    AgentId agent = 0;
    Cycle start_cycle = 0;
  };
  /// Null if the instruction has not started, or completed already. Valid until the next event.
  const Open* find_started(InstructionId instruction) const;

  /// Hands over the open chunks as they are, and keeps them.
  void checkpoint();
  /// Hands over everything; issues without a start become unmatched.
  void finish();

 private:
  struct Entry {
    Open open;                             ///< row is -1 before the start
    std::uint64_t issue_number = kNone64;  ///< kNone64 once it is in a row or in /unmatched
    AgentId issue_agent = 0;
    Cycle issue_cycle = 0;
  };
  struct OpenChunk {
    std::unique_ptr<Chunk> chunk;
    std::uint32_t incomplete = 0;
  };

  RowCursor add_row();
  /// The open chunk that holds `row`, or null.
  OpenChunk* chunk_of(std::int64_t row);
  std::uint64_t claim_issue(Entry& entry, InstructionId id, const InstructionEvent& event);
  void release_complete_chunks();
  void force_out_oldest();

  WriteQueue& queue_;
  std::function<void(const Unmatched&)> keep_unmatched_;
  std::deque<OpenChunk> chunks_;
  std::unordered_map<InstructionId, Entry> entries_;
  std::uint64_t rows_ = 0;
  std::uint64_t issues_ = 0;
  std::uint64_t completions_ = 0;
};

}  // namespace npusim::traces
