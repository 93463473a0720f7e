// SPDX-License-Identifier: Apache-2.0
// What a move between local memories or a matrix product does to bytes: which memories it reads,
// and what it writes, given them.
#pragma once

#include <span>

#include "models/arch/mem_space.h"
#include "models/isa/execute.h"

namespace npusim {

class LocalOperation {
 public:
  /// `footprint` is the instruction's.
  explicit LocalOperation(std::span<const isa::Footprint> footprint);

  /// The memory it writes.
  MemSpace target() const { return target_; }

  /// `bytes_of(space)` gives a memory that the instruction reads.
  template <typename BytesOf>
  isa::WriteSet perform(const isa::Instruction& instruction, BytesOf bytes_of,
                        const isa::ExecuteOptions& options) const {
    isa::WriteSet out;
    if (isa::info(instruction.opcode).kind == isa::OpcodeKind::Cube) {
      isa::execute_product(instruction, bytes_of(MemSpace::L0A), bytes_of(MemSpace::L0B),
                           bytes_of(MemSpace::L0C), options, out);
    } else {
      isa::execute_move(instruction, bytes_of(source_), options, out);
    }
    return out;
  }

 private:
  MemSpace source_ = MemSpace::L1;
  MemSpace target_ = MemSpace::L1;
};

}  // namespace npusim
