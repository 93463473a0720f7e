// SPDX-License-Identifier: Apache-2.0
// A lineage for people: a tree of bounded size in names, with counts of what is left out, and all
// of the inputs.
#pragma once

#include <string>
#include <vector>

#include "analysis/blame/lineage.h"
#include "analysis/result/finding.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

struct LineageBounds {
  unsigned depth = 12;      ///< instructions from the element to the last one shown
  unsigned width = 6;       ///< sources shown of one instruction
  std::size_t items = 200;  ///< instructions and inputs shown
};

/// What is read: a range of a memory, or not all of its bytes.
struct LineageRange {
  NamedRange range;
  CoreId core = 0;          ///< whose memory, of a local one
  std::uint64_t bytes = 0;  ///< of the range that are meant
};

/// What an instruction reads, and who wrote it.
struct LineageItem {
  enum class Kind : std::uint8_t { Instruction, Input, Unwritten };
  Kind kind = Kind::Instruction;
  std::uint32_t number = 0;   ///< of the instruction, from 1 in the order shown
  LineageRange read;          ///< what of this instruction's result, or of an input, was read
  AccessSite site;            ///< of an instruction
  bool in_register = false;   ///< the reader has it from a scalar load, as far as is known
  bool undefines = false;     ///< the bytes have no value that the program may rely on
  bool shown_before = false;  ///< its sources stand at the first item of this number
  std::vector<LineageItem> sources;
  std::size_t sources_left_out = 0;
};

struct LineageTree {
  std::vector<LineageItem> writers;  ///< of the element
  std::size_t writers_left_out = 0;
  std::size_t instructions = 0;         ///< of the whole lineage
  std::vector<LineageRange> inputs;     ///< all initial contents that the element came from
  std::vector<LineageRange> unwritten;  ///< all of local memories and of the heap that nobody wrote
};

LineageTree lineage_tree(const AccessHistory& history, const std::vector<LineageNode>& nodes,
                         const SourceLookup& sources, const LineageBounds& bounds);

}  // namespace npusim::analysis
