// SPDX-License-Identifier: Apache-2.0
// Bank conflicts of UB (intrinsics.md 6.3): 16 groups of 3 banks, rows of 32 bytes. In a cycle a
// group serves one row that is read and one that is written; a bank only one of the two.
#pragma once

#include <cstdint>
#include <span>

#include "models/isa/execute.h"
#include "models/timing/constants.h"

namespace npusim::timing {

/// What a conflict costs, in hundredths of a cycle (intrinsics.md 6.3: the table of 1000 vadd).
struct BankCosts {
  std::uint32_t row = kBankRow;
  std::uint32_t lone_block = kBankLoneBlock;
  /// Hidden where the reads take two cycles anyway.
  std::uint32_t read_write = kBankReadWrite;
};
inline constexpr BankCosts kBankCosts{};

/// Hundredths of a cycle for which the accesses of all `repeats` keep UB's ports busy, at least 100
/// a repeat. `footprint`: what a vector instruction touches, a group of each span a repeat.
std::uint64_t bank_cycles(std::span<const isa::Footprint> footprint, std::uint32_t repeats);

}  // namespace npusim::timing
