// SPDX-License-Identifier: Apache-2.0
#include "analysis/golden/bounding_box.h"

#include <algorithm>
#include <random>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

using Box = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

/// The box by its definition: every byte's element, every element's index.
Box box_of_all_bytes(const std::vector<ByteRange>& ranges, const std::vector<std::uint64_t>& shape,
                     std::uint64_t element_bytes) {
  Box box;
  for (const ByteRange& range : ranges) {
    for (std::uint64_t byte = range.begin; byte < range.end; ++byte) {
      std::uint64_t rest = byte / element_bytes;
      if (box.empty()) box.assign(shape.size(), {~std::uint64_t{0}, 0});
      for (std::size_t i = shape.size(); i-- > 0; rest /= shape[i]) {
        box[i].first = std::min(box[i].first, rest % shape[i]);
        box[i].second = std::max(box[i].second, rest % shape[i] + 1);
      }
    }
  }
  return box;
}

}  // namespace

TEST_CASE("no ranges have no box", "[analysis][bounding_box]") {
  CHECK(analysis::bounding_box({}, {4, 4}, 4).empty());
}

TEST_CASE("a range inside a row is as wide as itself", "[analysis][bounding_box]") {
  // Elements 5 to 6 of rows of 4, two bytes each; the last one by its first byte only.
  CHECK(analysis::bounding_box({{10, 13}}, {3, 4}, 2) == Box{{1, 2}, {1, 3}});
}

TEST_CASE("a range that wraps into the next row is as wide as a row", "[analysis][bounding_box]") {
  CHECK(analysis::bounding_box({{3, 5}}, {3, 4}, 1) == Box{{0, 2}, {0, 4}});
}

TEST_CASE("every range of small tensors has the smallest box", "[analysis][bounding_box]") {
  for (const std::vector<std::uint64_t>& shape :
       {std::vector<std::uint64_t>{7}, {3, 4}, {2, 3, 2}, {1, 5, 1}, {2, 1, 3, 2}}) {
    std::uint64_t elements = 1;
    for (const std::uint64_t extent : shape) elements *= extent;
    const std::uint64_t bytes = elements * 2;
    for (std::uint64_t begin = 0; begin < bytes; ++begin) {
      for (std::uint64_t end = begin + 1; end <= bytes; ++end) {
        const std::vector<ByteRange> ranges = {{begin, end}};
        INFO("bytes " << begin << " to " << end << " of a tensor of " << shape.size());
        REQUIRE(analysis::bounding_box(ranges, shape, 2) == box_of_all_bytes(ranges, shape, 2));
      }
    }
  }
}

TEST_CASE("the box of several ranges is the smallest one around all of them",
          "[analysis][bounding_box]") {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    const std::vector<std::uint64_t> shape = {1 + random() % 4, 1 + random() % 4, 1 + random() % 4};
    const std::uint64_t bytes = shape[0] * shape[1] * shape[2] * 4;
    std::vector<ByteRange> ranges;
    for (std::uint64_t at = random() % bytes; at < bytes; at += 1 + random() % 16) {
      const std::uint64_t end = std::min<std::uint64_t>(bytes, at + 1 + random() % 24);
      ranges.push_back({at, end});
      at = end;
    }
    INFO("round " << round);
    REQUIRE(analysis::bounding_box(ranges, shape, 4) == box_of_all_bytes(ranges, shape, 4));
  }
}
