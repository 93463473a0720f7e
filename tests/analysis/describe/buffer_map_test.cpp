// SPDX-License-Identifier: Apache-2.0
// Names of stretches of GM: the expected texts are written by hand from the shapes.
#include "analysis/describe/buffer_map.h"

#include "analysis/describe/site_text.h"
#include "tests/support/catch.h"

using namespace npusim;
using analysis::BufferMap;

namespace {

constexpr std::uint64_t kGm = 1 << 20;

BufferEvent buffer(BufferEvent::Kind kind, const char* name, TaskIndex owner,
                   std::vector<std::uint32_t> shape) {
  BufferEvent event;
  event.kind = kind;
  event.name = name;
  event.owner = owner;
  event.address = kGm;
  event.dtype = DType::FLOAT32;
  event.bytes = 4;
  for (const std::uint32_t extent : shape) event.bytes *= extent;
  event.shape = std::move(shape);
  return event;
}

/// A map with one run argument of float32.
BufferMap map_of(std::vector<std::uint32_t> shape) {
  BufferMap map;
  map.on_buffer(buffer(BufferEvent::Kind::Argument, "x", kNoTask, std::move(shape)));
  return map;
}

std::string gm(const BufferMap& map, std::uint64_t begin, std::uint32_t bytes,
               TaskIndex user = kNoTask) {
  return text_of(map.range_of(MemSpace::GM, contiguous(kGm + begin, bytes), user));
}

}  // namespace

TEST_CASE("a stretch of a tensor is a box of its elements where it is one",
          "[analysis][describe]") {
  const BufferMap map = map_of({4, 16});
  CHECK(gm(map, 0, 4) == "x[0, 0]");
  CHECK(gm(map, 64, 64) == "x[1, 0:16]");
  CHECK(gm(map, 64 + 8, 8) == "x[1, 2:4]");
  CHECK(gm(map, 0, 256) == "x[0:4, 0:16]");
  CHECK(gm(map, 56, 16) == "x.flat[14:18]");  // the end of one row and the beginning of the next
}

TEST_CASE("a tensor without a shape is a row of elements", "[analysis][describe]") {
  BufferMap map;
  BufferEvent event = buffer(BufferEvent::Kind::Argument, "x", kNoTask, {});
  event.bytes = 64;
  map.on_buffer(event);
  CHECK(gm(map, 8, 4) == "x[2:3]");
}

TEST_CASE("what lies behind a tensor is named after it", "[analysis][describe]") {
  const BufferMap map = map_of({4, 16});
  CHECK(gm(map, 256 - 32, 64) == "x[3, 8:16] and 32 bytes beyond its end");
  CHECK(gm(map, 256, 64) == "x[4, 0:16], beyond its 4 rows");
  CHECK(gm(map, 8 << 20, 64) == "GM[0x900000, 0x900040)");
}

TEST_CASE("memory of the heap has the name that it had for the task", "[analysis][describe]") {
  BufferMap map;
  map.on_buffer(buffer(BufferEvent::Kind::HeapAllocated, "old", 1, {16}));
  map.on_buffer(buffer(BufferEvent::Kind::HeapAllocated, "new", 5, {16}));
  CHECK(gm(map, 0, 8) == "new[0:2]");
  CHECK(gm(map, 0, 8, 3) == "old[0:2]");
  CHECK(gm(map, 0, 8, 6) == "new[0:2]");
}
