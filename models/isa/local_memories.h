// SPDX-License-Identifier: Apache-2.0
// The local memories of a core as an instruction sees them.
#pragma once

#include <array>

#include "models/arch/mem_space.h"
#include "models/isa/execute.h"

namespace npusim::isa {

/// By MemSpace. A memory that the core does not have, or that the instruction does not read, is
/// empty.
class LocalMemories {
 public:
  Bytes& operator[](MemSpace space) { return bytes_[static_cast<unsigned>(space)]; }
  const Bytes& operator[](MemSpace space) const { return bytes_[static_cast<unsigned>(space)]; }

 private:
  std::array<Bytes, kMemSpaceCount> bytes_{};
};

}  // namespace npusim::isa
