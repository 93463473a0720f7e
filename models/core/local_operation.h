// SPDX-License-Identifier: Apache-2.0
// What a move between local memories or a matrix product does to bytes: which memories it reads,
// and what it writes, given them.
#pragma once

#include <array>
#include <span>

#include "models/arch/mem_space.h"
#include "models/isa/execute_families.h"

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
    isa::LocalMemories memories;
    for (unsigned i = 0; i < kMemSpaceCount; ++i) {
      const auto space = static_cast<MemSpace>(i);
      if (reads_[i]) memories[space] = bytes_of(space);
    }
    isa::WriteSet out;
    isa::execute_local(instruction, memories, options, out);
    return out;
  }

 private:
  std::array<bool, kMemSpaceCount> reads_{};
  MemSpace target_ = MemSpace::L1;
};

}  // namespace npusim
