// SPDX-License-Identifier: Apache-2.0
// The inner loops of the matrix product.
#include "models/isa/cube/product_kernels.h"

#include <bit>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "models/arch/hash.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr unsigned kMostRows = 37, kK = 61;

/// Values of all sizes, so that every rounding of a chain shows; row by row, as both layouts are.
template <typename Value>
std::vector<Value> values(std::uint64_t seed, std::size_t count) {
  std::vector<Value> result(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto number = static_cast<std::int32_t>(hash64(seed, i));
    result[i] = static_cast<Value>(number);
    if constexpr (std::is_floating_point_v<Value>) result[i] /= static_cast<Value>(1 + i % 1000);
  }
  return result;
}

template <typename Value, typename Sum>
void compare(const isa::PanelProduct<Value, Sum>& fast,
             const isa::PanelProduct<Value, Sum>& plain) {
  const auto a = values<Value>(1, kMostRows * kK);
  const auto b = values<Value>(2, kK * isa::kPanelColumns);
  const auto start = values<Sum>(3, kMostRows * isa::kPanelColumns);
  for (const Sum* const from : {static_cast<const Sum*>(nullptr), start.data()}) {
    for (std::uint32_t m = 1; m <= kMostRows; ++m) {
      std::vector<Sum> got(m * isa::kPanelColumns), expected(got);
      fast(a.data(), b.data(), from, got.data(), m, kK);
      plain(a.data(), b.data(), from, expected.data(), m, kK);
      CAPTURE(m, from != nullptr);
      REQUIRE(got == expected);
    }
  }
}

/// All 2^16, and every length of a rest: bits, since a NaN equals nothing; what a product takes of
/// a signalling NaN is the quiet one, with either.
void compare_widening(isa::WidenHalfs fast) {
  std::vector<std::uint16_t> halfs(1 << 16);
  std::iota(halfs.begin(), halfs.end(), std::uint16_t{0});
  std::vector<float> got(halfs.size()), expected(halfs.size());
  for (const std::uint32_t count : {65536u, 31u, 17u, 16u, 9u, 1u, 0u}) {
    fast(halfs.data(), count, got.data());
    isa::kPlainKernels.widen_halfs(halfs.data(), count, expected.data());
    constexpr std::uint32_t kQuiet = 0x00400000;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto bits = std::bit_cast<std::uint32_t>(got[i]);
      const auto plain = std::bit_cast<std::uint32_t>(expected[i]);
      if (bits != (std::isnan(expected[i]) ? plain | kQuiet : plain) && bits != plain) {
        FAIL(i << " of " << count << ": " << bits << " for " << plain);
      }
    }
  }
}

}  // namespace

TEST_CASE("products of every instruction set have the bits of the plain ones",
          "[models][isa][cube]") {
  for (const isa::ProductKernels& kernels : isa::product_kernels()) {
    CAPTURE(std::string(kernels.instruction_set));
    compare(kernels.floats, isa::kPlainKernels.floats);
    compare(kernels.integers, isa::kPlainKernels.integers);
    compare_widening(kernels.widen_halfs);
  }
}

}  // namespace npusim::test
