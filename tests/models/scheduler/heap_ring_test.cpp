// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/heap_ring.h"

#include "tests/support/catch.h"

using npusim::HeapRing;

TEST_CASE("a block is never split and wraps only strictly below the tail", "[models][scheduler]") {
  HeapRing heap(1024, false);
  CHECK(heap.allocate(512) == 0u);
  CHECK(heap.allocate(512) == 512u);
  CHECK_FALSE(heap.allocate(64));
  heap.reclaim(512, false);
  CHECK_FALSE(heap.allocate(512));  // would meet the tail
  CHECK(heap.allocate(448) == 0u);
  CHECK_FALSE(heap.allocate(64));
  heap.reclaim(1024, false);
  CHECK(heap.allocate(512) == 448u);
}

TEST_CASE("nothing needs no room", "[models][scheduler]") {
  HeapRing heap(64, false);
  CHECK(heap.allocate(64) == 0u);
  CHECK(heap.allocate(0) == 64u);
}

TEST_CASE("an empty heap parked in the middle refuses a large block on the base runtime only",
          "[models][scheduler]") {
  for (const bool later : {false, true}) {
    HeapRing heap(1024, later);
    REQUIRE(heap.allocate(512));
    heap.reclaim(512, true);
    CHECK(heap.allocate(768).has_value() == later);
  }
}
