// SPDX-License-Identifier: Apache-2.0
// Unit flags: one for each 512 bytes of L0C, by which M and FIX hand results over without an event
// flag (intrinsics.md 2.5). 0: M may write; 1: FIX may read.
#pragma once

#include <cstdint>
#include <vector>

#include "models/isa/instruction.h"

namespace npusim::isa {

inline constexpr std::uint32_t kUnitBytes = 512;
inline constexpr unsigned kUnitCount =
    static_cast<unsigned>(capacity_bytes(MemSpace::L0C) / kUnitBytes);

/// What an instruction asks of unit flags: it starts when all of `units` are at `wanted`, and
/// leaves them there, or turns them. No units: it does not look at them.
struct UnitFlagUse {
  bool wanted = false;
  bool turns = false;
  std::vector<std::uint16_t> units;  ///< of whole boxes, ascending
};

/// Of products and the fix pipe; all others use none. Units beyond L0C are left out.
UnitFlagUse unit_flag_use(const Instruction& instruction);

}  // namespace npusim::isa
