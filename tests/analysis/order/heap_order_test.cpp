// SPDX-License-Identifier: Apache-2.0
#include "analysis/order/heap_order.h"

#include "tests/support/catch.h"

using namespace npusim;
using analysis::HeapOrder;
using analysis::TaskOrder;

namespace {

constexpr std::uint64_t kHeap = 1 << 20;

BufferEvent block(TaskIndex owner, std::uint64_t address, std::uint64_t bytes) {
  BufferEvent event;
  event.kind = BufferEvent::Kind::HeapAllocated;
  event.owner = owner;
  event.address = address;
  event.bytes = bytes;
  return event;
}

/// Tasks 0 to 3 of one ring, 1 reads what 0 made.
struct Heap {
  Heap() {
    for (TaskIndex task = 0; task < 4; ++task) {
      tasks.submit(task, 0);
      order.submit(task, 0);
    }
    DependencyEvent event;
    event.producer = 0;
    event.consumer = 1;
    tasks.add(event);
  }
  TaskOrder tasks{analysis::all_edges()};
  HeapOrder order{tasks};
};

}  // namespace

TEST_CASE("without reuse the heap orders nothing", "[analysis][order]") {
  Heap heap;
  heap.order.allocate(block(0, kHeap, 64));
  heap.order.allocate(block(3, kHeap + 64, 64));
  CHECK(!heap.order.any_reuse());
  CHECK(!heap.order.before(0, 3, kHeap));
}

TEST_CASE("a block that is given again is done with by its owner and that one's consumers",
          "[analysis][order]") {
  Heap heap;
  heap.order.allocate(block(0, kHeap, 64));
  heap.order.allocate(block(3, kHeap, 64));
  CHECK(heap.order.any_reuse());
  CHECK(heap.order.before(0, 3, kHeap + 8));
  CHECK(heap.order.before(1, 3, kHeap + 8));
  CHECK(heap.order.changed_hands(1, 3, kHeap + 8));
  SECTION("a task that the runtime does not know as its consumer may still use it") {
    CHECK(!heap.order.before(2, 3, kHeap + 8));
  }
  SECTION("for the block's bytes alone") {
    CHECK(!heap.order.before(0, 3, kHeap + 64));
    CHECK(!heap.order.changed_hands(0, 3, kHeap + 64));
  }
}

TEST_CASE("answers are the same up to where some block begins or ends", "[analysis][order]") {
  Heap heap;
  heap.order.allocate(block(0, kHeap, 256));
  heap.order.allocate(block(3, kHeap + 64, 64));
  CHECK(heap.order.uniform_until(kHeap, kHeap + 1024) == kHeap + 64);
  CHECK(heap.order.uniform_until(kHeap + 64, kHeap + 100) == kHeap + 100);
  CHECK(heap.order.uniform_until(kHeap + 64, kHeap + 1024) == kHeap + 128);
}
