// SPDX-License-Identifier: Apache-2.0
// Contents of tensors: known values, and a plain reference for the generator.
#include "sim/program/contents.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include "models/arch/small_float.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

template <typename T, typename Write>
std::vector<T> written(std::uint64_t elements, Write write) {
  std::vector<std::byte> memory(elements * sizeof(T));
  write(memory.data());
  std::vector<T> values(elements);
  std::memcpy(values.data(), memory.data(), memory.size());
  return values;
}

/// The generator once more, from its description: SplitMix64's finaliser over a counter.
std::uint64_t reference_hash(std::uint64_t seed, std::uint64_t i) {
  const auto finalise = [](std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  };
  const std::uint64_t gamma = 0x9E3779B97F4A7C15ull;
  return finalise(finalise(seed + gamma) + (i + 1) * gamma);
}

template <typename T>
std::vector<T> random_values(const RandomContents& contents, DType type, std::uint64_t elements) {
  return written<T>(elements, [&](std::byte* p) { write_random(contents, type, elements, p); });
}

}  // namespace

TEST_CASE("random float32 follows the documented formula", "[sim][contents]") {
  const RandomContents contents{-3, 5, 0, 0, 11};
  const auto values = random_values<float>(contents, DType::FLOAT32, 10000);
  for (std::uint64_t i = 0; i < values.size(); ++i) {
    const double fraction = std::ldexp(static_cast<double>(reference_hash(11, i) >> 11), -53);
    REQUIRE(values[i] == static_cast<float>(-3 + fraction * 8));
  }
}

TEST_CASE("random elements have known values", "[sim][contents]") {
  const auto values = random_values<float>({0, 1, 0, 0, 11}, DType::FLOAT32, 3);
  CHECK(values[0] == 0x1.23ff52p-1f);
  CHECK(values[1] == 0x1.111372p-2f);
  CHECK(values[2] == 0x1.8f7ecap-3f);
}

TEST_CASE("random element i does not depend on how many there are", "[sim][contents]") {
  const auto few = random_values<float>({0, 1, 0, 0, 5}, DType::FLOAT32, 10);
  const auto many = random_values<float>({0, 1, 0, 0, 5}, DType::FLOAT32, 1000);
  CHECK(std::equal(few.begin(), few.end(), many.begin()));
}

TEST_CASE("random values never reach hi, whatever the rounding", "[sim][contents]") {
  const auto bfloat16 = random_values<std::uint16_t>({0, 1, 0, 0, 3}, DType::BFLOAT16, 100000);
  float largest = 0;
  for (std::uint16_t bits : bfloat16) largest = std::max(largest, bfloat16_to_float(bits));
  CHECK(largest == 0.99609375f);  // the bfloat16 below 1
  const auto negative = random_values<std::uint16_t>({-1, 0, 0, 0, 3}, DType::FLOAT16, 100000);
  for (std::uint16_t bits : negative) REQUIRE(float16_to_float(bits) < 0);
}

TEST_CASE("random integers cover their range and nothing else", "[sim][contents]") {
  const RandomContents contents{0, 0, std::uint64_t{0} - 3, 7, 9};
  const auto values = random_values<std::int8_t>(contents, DType::INT8, 10000);
  std::vector<int> seen(7);
  for (std::int8_t value : values) {
    REQUIRE((value >= -3 && value < 4));
    ++seen[static_cast<std::size_t>(value + 3)];
  }
  for (int count : seen) CHECK(count > 1200);
}

TEST_CASE("a pattern repeats over the tensor and leaves zeros alone", "[sim][contents]") {
  const PatternContents contents{{{0, 2}, {7, 3}}};
  const auto values =
      written<std::int32_t>(8, [&](std::byte* p) { write_pattern(contents, DType::INT32, 8, p); });
  CHECK(values == std::vector<std::int32_t>{0, 0, 7, 7, 7, 0, 0, 7});
}

TEST_CASE("iota counts in integers and in bfloat16", "[sim][contents]") {
  const IotaContents down{0, 0, 10, std::uint64_t{0} - 4};
  const auto integers =
      written<std::int16_t>(4, [&](std::byte* p) { write_iota(down, DType::INT16, 4, p); });
  CHECK(integers == std::vector<std::int16_t>{10, 6, 2, -2});
  const auto halves = written<std::uint16_t>(3, [&](std::byte* p) {
    write_iota({1, 0.5, 0, 0}, DType::BFLOAT16, 3, p);
  });
  CHECK(halves == std::vector<std::uint16_t>{0x3F80, 0x3FC0, 0x4000});
}

TEST_CASE("values repeat in turn", "[sim][contents]") {
  const auto values = written<std::uint8_t>(5, [](std::byte* p) {
    write_values({{1, 2, 3}}, DType::UINT8, 5, p);
  });
  CHECK(values == std::vector<std::uint8_t>{1, 2, 3, 1, 2});
}

TEST_CASE("an element takes only values that its type can hold", "[sim][contents]") {
  CHECK(element_bits(std::uint64_t{255}, DType::UINT8) == 255);
  CHECK_FALSE(element_bits(std::uint64_t{256}, DType::UINT8));
  CHECK(element_bits(std::int64_t{-128}, DType::INT8) == 0x80);
  CHECK_FALSE(element_bits(std::int64_t{-129}, DType::INT8));
  CHECK_FALSE(element_bits(std::int64_t{-1}, DType::UINT64));
  CHECK(element_bits(~std::uint64_t{0}, DType::UINT64) == ~std::uint64_t{0});
  CHECK(element_bits(2.0, DType::INT32) == 2);
  CHECK_FALSE(element_bits(2.5, DType::INT32));
  CHECK_FALSE(element_bits(1e39, DType::FLOAT32));
  CHECK_FALSE(element_bits(65520.0, DType::FLOAT16));
  CHECK(element_bits(std::numeric_limits<double>::infinity(), DType::BFLOAT16) == 0x7F80);
  CHECK(element_bits(-3.4028234663852886e38, DType::FLOAT32) == 0xFF7FFFFF);
}

TEST_CASE("16-bit floats convert to nearest even and back", "[sim][contents]") {
  CHECK(float_to_bfloat16_rne(1.00390625f) == 0x3F80);  // a tie, to even
  CHECK(float_to_bfloat16_rne(1.01171875f) == 0x3F82);  // a tie, to even
  CHECK(float_to_float16_rne(65519.996f) == 0x7BFF);
  CHECK(float_to_float16_rne(65520.0f) == 0x7C00);
  CHECK(float_to_float16_rne(0x1p-25f) == 0);    // a tie between 0 and 2^-24
  CHECK(float_to_float16_rne(0x1.8p-24f) == 2);  // a tie between 1 and 2 units
  CHECK(float_to_float16_rne(0x1.000002p-25f) == 1);
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    const float value = float16_to_float(half);
    if (!std::isnan(value)) REQUIRE(float_to_float16_rne(value) == half);
    if (!std::isnan(bfloat16_to_float(half))) {
      REQUIRE(float_to_bfloat16_rne(bfloat16_to_float(half)) == half);
    }
  }
}
