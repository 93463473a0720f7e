// SPDX-License-Identifier: Apache-2.0
// Where bytes came from: the instructions that wrote them last, what those read to write exactly
// them, and so on back to bytes that nobody wrote.
//
// The run is walked from its end to its beginning. A set of wanted bytes starts as the ones that
// are asked for; at an instruction that writes some of them, these are taken out, and what it read
// to write them is wanted instead. So every instruction is looked at once, and only what the answer
// needs is kept.
//
// What an instruction read for a byte of its result goes by its value flow (memory/value_flow.h):
// by position in UB and GM; all that it reads where operands are rearranged (cube, fix pipe,
// sorts), so that the answer may hold more than what the value depends on, never less. Of registers
// only those of the scalar unit are known, and coarsely: a scalar store comes from the scalar loads
// of its core since the store before.
#pragma once

#include <vector>

#include "analysis/blame/access_history.h"
#include "analysis/blame/wanted_bytes.h"

namespace npusim::analysis {

/// An instruction that wrote something of what the bytes came from; number 0 is whoever asked.
struct LineageNode {
  struct Edge {
    std::uint32_t from = 0;  ///< the node that wrote, or kNobody
    MemoryName memory;       ///< where it was read
    std::vector<ByteRange> bytes;
    bool in_register = false;  ///< a scalar load whose value a scalar store may have stored
  };
  static constexpr std::uint32_t kNobody = ~0u;

  std::uint32_t instruction = 0;  ///< index in AccessHistory::instructions(); 0 for node 0
  bool undefines = false;         ///< what it wrote has no value that the program may rely on
  std::vector<Edge> sources;      ///< the latest writer first, nobody last
};

/// `bytes`, ranges of GM, as they were after the first `until` accesses of the run. Node 0 reads
/// them; a node stands before those it comes from.
std::vector<LineageNode> lineage(const AccessHistory& history, const std::vector<ByteRange>& bytes,
                                 std::size_t until);

}  // namespace npusim::analysis
