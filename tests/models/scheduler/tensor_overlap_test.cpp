// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/tensor_overlap.h"

#include <bitset>
#include <random>

#include "pto/tensor.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

Overlap compare(const Tensor& tensor, const Tensor& written) {
  return overlap_with_writer(reinterpret_cast<const port::TensorImage&>(tensor),
                             reinterpret_cast<const port::TensorImage&>(written));
}

Tensor base(DataType dtype = DataType::FLOAT32) {
  static std::uint8_t memory[65536];
  const std::uint32_t shape[] = {8, 8};
  return make_tensor_external(memory, shape, 2, dtype);
}

Tensor box(std::uint32_t row, std::uint32_t col, std::uint32_t rows, std::uint32_t cols) {
  const std::uint32_t shape[] = {rows, cols}, offset[] = {row, col};
  return base().view(shape, offset);
}

/// The elements a view touches, one by one.
std::bitset<64> elements(const Tensor& view) {
  std::bitset<64> set;
  for (std::uint32_t r = 0; r < view.shapes[0]; ++r) {
    for (std::uint32_t c = 0; c < view.shapes[1]; ++c) {
      set.set(view.start_offset + r * view.strides[0] + c * view.strides[1]);
    }
  }
  return set;
}

}  // namespace

TEST_CASE("boxes of one array are compared element by element", "[models][scheduler]") {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t n) { return random() % n; };
  for (int round = 0; round < 2000; ++round) {
    const std::uint32_t r = below(8), c = below(8), s = below(8), d = below(8);
    const Tensor a = box(r, c, 1 + below(8 - r), 1 + below(8 - c));
    const Tensor b = box(s, d, 1 + below(8 - s), 1 + below(8 - d));
    const auto mine = elements(a), theirs = elements(b);
    const Overlap expected = (mine & theirs).none()    ? Overlap::None
                             : (theirs & ~mine).none() ? Overlap::Covered
                                                       : Overlap::Partial;
    REQUIRE(compare(a, b) == expected);
  }
}

TEST_CASE("views of different shape are taken to overlap where their intervals do",
          "[models][scheduler]") {
  const std::uint32_t flat[] = {64};
  CHECK(compare(base().reshape(flat, 1), base()) == Overlap::Partial);
  CHECK(compare(base().reshape(flat, 1).slice(0, 0, 8), box(1, 0, 1, 8)) == Overlap::None);
  CHECK(compare(base().reshape(flat, 1).slice(0, 0, 20), box(1, 6, 3, 2)) == Overlap::Partial);
}

TEST_CASE("offsets of views with different element sizes are compared in elements",
          "[models][scheduler]") {
  // Bytes 64..127 as 16-bit elements 32..63, and bytes 64..127 as 32-bit elements 16..31.
  const std::uint32_t half[] = {4, 8}, at_half[] = {4, 0};
  const std::uint32_t word[] = {2, 8}, at_word[] = {2, 0};
  CHECK(compare(base().view(word, at_word), base(DataType::FLOAT16).view(half, at_half)) ==
        Overlap::None);
}

TEST_CASE("a newer version overlaps without covering", "[models][scheduler]") {
  Tensor newer = base();
  newer.version = 1;
  CHECK(compare(newer, base()) == Overlap::Partial);
}
