// SPDX-License-Identifier: Apache-2.0
// Loads and stores of the scalar unit, and of the orchestration (AICPU).
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"

namespace npusim::isa {

struct ScalarAccess {
  Opcode opcode = Opcode::SCALAR_LOAD_UB;
  std::uint64_t address = 0;
  std::uint32_t bytes = 4;
};

}  // namespace npusim::isa
