// SPDX-License-Identifier: Apache-2.0
// Comparison with a golden: the rules for NaN, infinity and zero, and a naive reference.
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "analysis/golden/compare_output.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInf = std::numeric_limits<float>::infinity();

GoldenComparison compare_floats(const std::vector<float>& actual, const std::vector<float>& golden,
                                const CompareMode& mode) {
  return compare({"t",
                  DType::FLOAT32,
                  {actual.size()},
                  reinterpret_cast<const std::byte*>(actual.data()),
                  reinterpret_cast<const std::byte*>(golden.data())},
                 mode);
}

CompareMode allclose(double rtol, double atol, double ratio = 0) {
  return {false, rtol, atol, ratio};
}

}  // namespace

TEST_CASE("bits tell zeros and NaNs apart", "[analysis][golden]") {
  const auto zero = compare_floats({1, -0.0f}, {1, 0.0f}, {});
  CHECK(zero.mismatched == 1);
  CHECK(zero.first_index == std::vector<std::uint64_t>{1});
  CHECK(zero.max_abs == 0);
  CHECK_FALSE(zero.equal);
  CHECK(compare_floats({kNan}, {kNan}, {}).equal);
  CHECK_FALSE(compare_floats({kNan}, {-kNan}, {}).equal);
  CHECK(zero.mode == "bits");
}

TEST_CASE("allclose takes NaNs as equal and infinities by sign", "[analysis][golden]") {
  const CompareMode mode = allclose(0.5, 1);
  CHECK(compare_floats({kNan}, {-kNan}, mode).equal);
  CHECK_FALSE(compare_floats({kNan}, {1}, mode).equal);
  CHECK_FALSE(compare_floats({1}, {kNan}, mode).equal);
  CHECK_FALSE(compare_floats({1}, {kInf}, mode).equal);
  CHECK_FALSE(compare_floats({-kInf}, {kInf}, mode).equal);
  CHECK(compare_floats({kInf}, {kInf}, mode).equal);
  CHECK(compare_floats({kNan}, {1}, mode).max_abs == kInf);
}

TEST_CASE("allclose is tight at its bound", "[analysis][golden]") {
  CHECK(compare_floats({3}, {2}, allclose(0.5, 0)).equal);
  CHECK_FALSE(compare_floats({std::nextafter(3.0f, 4.0f)}, {2}, allclose(0.5, 0)).equal);
  CHECK(compare_floats({0, 9, 0, 0}, {0, 0, 0, 0}, allclose(0, 1, 0.25)).equal);
  CHECK_FALSE(compare_floats({0, 9, 9, 0}, {0, 0, 0, 0}, allclose(0, 1, 0.25)).equal);
}

TEST_CASE("64-bit integers differ exactly", "[analysis][golden]") {
  const std::int64_t actual = (std::int64_t{1} << 62) + 1;
  const std::int64_t golden = std::int64_t{1} << 62;
  const auto result = compare({"t",
                               DType::INT64,
                               {1},
                               reinterpret_cast<const std::byte*>(&actual),
                               reinterpret_cast<const std::byte*>(&golden)},
                              {});
  CHECK(result.max_abs == 1);
}

TEST_CASE("the fast comparison equals the naive one", "[analysis][golden]") {
  std::mt19937 random(20260522);
  for (int round = 0; round < 200; ++round) {
    const std::vector<std::uint64_t> shape{1 + random() % 7, 1 + random() % 40, 1 + random() % 90};
    const std::size_t size = shape[0] * shape[1] * shape[2];
    std::vector<float> golden(size);
    for (float& value : golden) {
      const auto kind = random() % 10;
      value = kind == 0 ? kNan : kind == 1 ? kInf : static_cast<float>(random() % 1000) / 8;
    }
    std::vector<float> actual = golden;
    std::vector<ByteRange> candidates;
    for (unsigned change = random() % 20; change > 0; --change) {
      const std::uint64_t index = random() % size;
      actual[index] = random() % 4 == 0 ? kNan : actual[index] + static_cast<float>(random() % 3);
      candidates.push_back({index * 4 + random() % 4, index * 4 + 4 + random() % 5000});
    }
    const CompareMode mode = round % 2 == 0 ? CompareMode{} : allclose(0.01, 0.5, 0.001);

    std::uint64_t mismatched = 0, first = size;
    double max_abs = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const double a = actual[i], g = golden[i];
      const bool same_bits = std::memcmp(&actual[i], &golden[i], 4) == 0;
      const bool close =
          (std::isnan(a) && std::isnan(g)) || a == g ||
          (std::isfinite(a) && std::isfinite(g) && std::abs(a - g) <= 0.5 + 0.01 * std::abs(g));
      if (!(mode.bits ? same_bits : close)) {
        ++mismatched;
        first = std::min<std::uint64_t>(first, i);
      }
      if (same_bits || (std::isnan(a) && std::isnan(g))) continue;
      max_abs = std::max(max_abs, std::isfinite(a) && std::isfinite(g) ? std::abs(a - g)
                                  : a == g                             ? 0.0
                                                                       : double{kInf});
    }
    const ComparedTensor tensor{"t", DType::FLOAT32, shape,
                                reinterpret_cast<const std::byte*>(actual.data()),
                                reinterpret_cast<const std::byte*>(golden.data())};
    for (const auto& result :
         {compare(tensor, mode), compare(tensor, mode, merged_ranges(candidates))}) {
      REQUIRE(result.elements == size);
      REQUIRE(result.mismatched == mismatched);
      REQUIRE(result.max_abs == max_abs);
      REQUIRE(result.equal == (static_cast<double>(mismatched) <=
                               mode.max_error_ratio * static_cast<double>(size)));
      if (mismatched > 0) {
        REQUIRE(result.first_index == std::vector<std::uint64_t>{first / (shape[1] * shape[2]),
                                                                 first / shape[2] % shape[1],
                                                                 first % shape[2]});
      }
    }
  }
}

TEST_CASE("differences of floats are told in units of the last place", "[golden]") {
  const CompareMode bits;
  const float one = 1.0f, next = std::nextafter(1.0f, 2.0f);
  CHECK(compare_floats({one}, {next}, bits).max_ulp == 1u);
  CHECK(compare_floats({-0.0f}, {0.0f}, bits).max_ulp == 0u);
  const float tiny = std::numeric_limits<float>::denorm_min();
  CHECK(compare_floats({-tiny}, {tiny}, bits).max_ulp == 2u);
  CHECK(compare_floats({1}, {2}, bits).max_ulp == 1u << 23);
  CHECK_FALSE(compare_floats({one, kNan}, {next, 1}, bits).max_ulp.has_value());
}
