// SPDX-License-Identifier: Apache-2.0
// Random pipe V instructions and random UB contents, from a counter-based generator.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "models/isa/execute.h"
#include "models/isa/footprint.h"
#include "models/isa/instruction.h"

namespace npusim::test {

/// UB of the tests: small, so that a byte-by-byte search is affordable.
inline constexpr std::uint64_t kTestUbBytes = 16 * 1024;

class Random {
 public:
  explicit Random(std::uint64_t seed) : seed_(seed) {}
  std::uint64_t bits() { return hash64(seed_, count_++); }
  /// In [0, bound).
  std::uint64_t below(std::uint64_t bound) { return bits() % bound; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  template <typename T, std::size_t N>
  T pick(const T (&values)[N]) {
    return values[below(N)];
  }

 private:
  std::uint64_t seed_;
  std::uint64_t count_ = 0;
};

/// Mostly bytes that make moderate floats, with arbitrary ones between.
inline std::vector<std::uint8_t> random_memory(Random& random, std::uint64_t bytes) {
  std::vector<std::uint8_t> memory(bytes);
  for (auto& byte : memory) byte = static_cast<std::uint8_t>(random.bits());
  for (std::uint64_t at = 0; at + 4 <= bytes; at += 4) {
    if (random.one_in(4)) continue;
    const float value = static_cast<float>(static_cast<int>(random.below(20001)) - 10000) / 128.0f;
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned i = 0; i < 4; ++i) memory[at + i] = static_cast<std::uint8_t>(bits >> (8 * i));
  }
  return memory;
}

inline isa::VectorMask random_mask(Random& random, unsigned lanes, std::uint32_t repeats) {
  isa::VectorMask mask;
  if (random.one_in(3)) {
    mask.count_mode = true;
    mask.high = 0;
    mask.low = (repeats - 1) * lanes + 1 + random.below(lanes);
  } else if (random.one_in(2)) {
    mask.low = random.bits();
    mask.high = random.bits();
    if (random.one_in(3)) {  // a prefix
      const unsigned active = 1 + static_cast<unsigned>(random.below(lanes));
      mask.low = active >= 64 ? ~0ull : (1ull << active) - 1;
      mask.high = active <= 64 ? 0 : active == 128 ? ~0ull : (1ull << (active - 64)) - 1;
    }
  }
  return mask;
}

inline isa::VectorOperand random_operand(Random& random, bool in_place_safe) {
  isa::VectorOperand operand;
  operand.address = random.below(96) * 32;
  if (random.one_in(2)) {
    operand.block_stride = static_cast<std::uint16_t>(in_place_safe + random.below(3));
    operand.repeat_stride = static_cast<std::uint16_t>(random.below(12));
  }
  return operand;
}

/// An instruction whose every access stays inside kTestUbBytes, except VGATHER's and VSEL's bits.
isa::Instruction random_instruction(Random& random);

}  // namespace npusim::test
