// SPDX-License-Identifier: Apache-2.0
// One access that a finding is about, as data. What people read of it is made where it is shown
// (analysis/describe/site_text.h).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/arch/event.h"

namespace npusim::analysis {

/// A place in somebody's source.
struct SourcePlace {
  std::string file;        ///< empty: not known
  std::uint32_t line = 0;  ///< 0: only the file is known
  bool known() const { return !file.empty(); }
  auto operator<=>(const SourcePlace&) const = default;
};

/// What was done there: an instruction, or a call that is none.
struct Operation {
  enum class Kind : std::uint8_t {
    Unknown,
    Instruction,
    SetFlag,
    WaitFlag,
    SetMessage,
    WaitMessage
  };
  Kind kind = Kind::Unknown;
  std::uint16_t opcode = 0, tile_op = 0;  ///< of an instruction
  std::string library_call;    ///< function of the user's own library that issued it; or empty
  bool in_library = false;     ///< a call that a library instruction makes
  bool is_write_back = false;  ///< what is written is the whole cache line
  bool known() const { return kind != Kind::Unknown; }
  auto operator<=>(const Operation&) const = default;
};

inline Operation instruction(std::uint16_t opcode, std::uint16_t tile_op) {
  Operation operation;
  operation.kind = Operation::Kind::Instruction;
  operation.opcode = opcode;
  operation.tile_op = tile_op;
  return operation;
}

/// A stretch of memory, and the part of a tensor that it was at the time.
struct NamedRange {
  /// [begin, end) of each dimension, or of all elements in their order.
  using Index = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  MemSpace space = MemSpace::GM;
  std::uint64_t begin = 0, end = 0;  ///< bytes; both 0: there is no range
  std::string tensor;                ///< empty: none is known there
  Index box;                         ///< one entry a dimension; empty: `elements` alone say it
  std::pair<std::uint64_t, std::uint64_t>
      elements;                    ///< first to last touched, in the tensor's order
  bool has_shape = false;          ///< the tensor's dimensions are known
  std::uint64_t bytes_beyond = 0;  ///< how far it reaches over the tensor's end
  std::uint64_t beyond_rows = 0;   ///< it begins behind these rows, all of the tensor's
  bool known() const { return end > begin; }
  auto operator<=>(const NamedRange&) const = default;
};

/// One of the two accesses of a race, or the one access of another finding.
struct AccessSite {
  std::string task;  ///< its name; empty for the AICPU
  TaskIndex task_index = kNoTask;
  std::int64_t block = -1;
  AgentId agent = kAgentCount;  ///< kAgentCount: unknown
  InstructionId instruction = 0;
  Operation op;
  SourcePlace source;
  SourcePlace library;  ///< the place in a library of the user's that the line came to
  NamedRange range;
  bool is_write = false;
  Cycle cycle = 0;
  bool operator==(const AccessSite&) const = default;
};

}  // namespace npusim::analysis
