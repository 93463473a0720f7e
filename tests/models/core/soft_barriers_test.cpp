// SPDX-License-Identifier: Apache-2.0
// Marks of barriers through GM: what the model tells of them.
#include "cce/port/port.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

/// Arrivals and departures of a kernel, in order.
std::vector<SyncEvent> marks(void (*kernel)(std::int64_t*)) {
  OneCore core;
  core.run(kernel);
  REQUIRE(core.finished());
  std::vector<SyncEvent> found;
  for (const SyncEvent& event : core.log.syncs) {
    const bool is_mark =
        event.kind == SyncKind::BarrierArrive || event.kind == SyncKind::BarrierLeave;
    if (is_mark) found.push_back(event);
  }
  return found;
}

void mark(port::SoftBarrierRole role, std::uint64_t which) {
  npusim_soft_barrier(static_cast<int>(role), which, nullptr);
}

}  // namespace

TEST_CASE("a barrier of everyone is left by the number it was come to, the next by another",
          "[models][core]") {
  const auto found = marks([](std::int64_t*) {
    for (int i = 0; i < 6; ++i) mark(port::SoftBarrierRole::Everyone, 0);
  });
  REQUIRE(found.size() == 6);
  for (std::size_t i = 0; i < 6; i += 2) {
    CHECK(found[i].kind == SyncKind::BarrierArrive);
    CHECK(found[i + 1].kind == SyncKind::BarrierLeave);
    CHECK(found[i].address != 0);
    CHECK(found[i + 1].bytes == found[i].address);
  }
  CHECK(found[2].address != found[0].address);
  CHECK(found[4].address == found[0].address);  // a bounded number of them is kept
}

TEST_CASE("a waiter is after the setter of its flag, and the next set after the waiter",
          "[models][core]") {
  const auto found = marks([](std::int64_t*) {
    for (const auto role : {port::SoftBarrierRole::Setter, port::SoftBarrierRole::Waiter}) {
      mark(role, 5);
      mark(role, 5);
    }
  });
  REQUIRE(found.size() == 4);
  const SyncEvent &set = found[0], &set_left = found[1], &wait = found[2], &wait_left = found[3];
  CHECK(wait_left.bytes == set.address);
  CHECK(set_left.bytes == wait_left.address);
  CHECK(wait.address == 0);
  CHECK(set.address != wait_left.address);
}
