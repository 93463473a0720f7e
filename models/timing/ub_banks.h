// SPDX-License-Identifier: Apache-2.0
// Bank conflicts of UB (intrinsics.md 6.3): 16 groups of 3 banks, rows of 32 bytes. In a cycle a
// group serves one row that is read and one that is written; a bank only one of the two.
#pragma once

#include <cstdint>
#include <span>

#include "models/isa/execute.h"

namespace npusim::timing {

/// What a conflict costs, in hundredths of a cycle (intrinsics.md 6.3: the table of 1000 vadd).
struct BankCosts {
  /// Of all blocks of a repeat with another operand's: each row of the fullest group takes a cycle.
  std::uint32_t row = 100;
  /// One block alone meets another (132.6 - 24.4 cycles, half of 64 repeats).
  std::uint32_t lone_block = 138;
  /// A repeat reads a bank in which the one before it is being written (138.8 - 24.4); hidden where
  /// the reads take two cycles anyway.
  std::uint32_t read_write = 79;
};
inline constexpr BankCosts kBankCosts{};

/// Hundredths of a cycle for which the accesses of all `repeats` keep UB's ports busy, at least 100
/// a repeat. `footprint`: what a vector instruction touches, a group of each span a repeat.
std::uint64_t bank_cycles(std::span<const isa::Footprint> footprint, std::uint32_t repeats);

}  // namespace npusim::timing
