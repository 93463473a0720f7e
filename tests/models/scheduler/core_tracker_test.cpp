// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/core_tracker.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

struct IdleCore : Worker {
  CoreId id = 0;
  CoreId core() const override { return id; }
  void dispatch(std::uint32_t, const DispatchPayload&) override {}
  Condition condition() const override { return {}; }
};

std::vector<Worker*> all_cores() {
  static IdleCore cores[kCoreCount];
  std::vector<Worker*> workers;
  for (unsigned i = 0; i < kCoreCount; ++i) {
    cores[i].id = static_cast<CoreId>(i);
    workers.push_back(&cores[i]);
  }
  return workers;
}

constexpr bool kAck = false, kFin = true;

}  // namespace

TEST_CASE("COND decides over the two slots as the transition table says", "[models][scheduler]") {
  TaskSlot first, second;
  CoreSlots slots;
  slots.running = {&first, 0, 7};

  SECTION("FIN of the running block frees the core") {
    const auto result = decide_transition(slots, {7, kFin});
    CHECK((result.matched && result.running_done && !result.pending_done));
  }
  SECTION("ACK of the running block frees the pending slot") {
    const auto result = decide_transition(slots, {7, kAck});
    CHECK((result.matched && !result.running_done && result.payload_read));
  }
  SECTION("FIN of the running block is ignored while a block is pending") {
    slots.pending = {&second, 1, 8};
    CHECK_FALSE(decide_transition(slots, {7, kFin}).matched);
  }
  SECTION("ACK of the pending block ends the running one") {
    slots.pending = {&second, 1, 8};
    const auto result = decide_transition(slots, {8, kAck});
    CHECK((result.matched && result.running_done && !result.pending_done && result.payload_read));
  }
  SECTION("FIN of the pending block ends both") {
    slots.pending = {&second, 1, 8};
    const auto result = decide_transition(slots, {8, kFin});
    CHECK((result.running_done && result.pending_done));
  }
  SECTION("an older sequence number says nothing") {
    CHECK_FALSE(decide_transition(slots, {6, kFin}).matched);
  }
}

TEST_CASE("a thread owns every third cluster, AIC before its AIVs", "[models][scheduler]") {
  const CoreTracker tracker(1, 3, kClusterCount, all_cores());
  REQUIRE(tracker.cores().size() == 24);
  CHECK(tracker.cores()[0].worker->core() == 1);
  CHECK(tracker.cores()[1].worker->core() == 26);
  CHECK(tracker.cores()[2].worker->core() == 27);
  CHECK(tracker.cores()[3].worker->core() == 4);
  CHECK(tracker.dispatchable(TaskShape::AIC, CoreTracker::Phase::Idle).size() == 8);
  CHECK(tracker.dispatchable(TaskShape::AIV, CoreTracker::Phase::Idle).size() == 16);
}

TEST_CASE("a core takes a pending block only after its running block was acknowledged",
          "[models][scheduler]") {
  CoreTracker tracker(0, 3, kClusterCount, all_cores());
  TaskSlot task;
  CoreSlots& core = tracker.at(1);
  core.running = {&task, 0, 1};
  core.payload_unread = true;
  using Phase = CoreTracker::Phase;
  CHECK(tracker.dispatchable(TaskShape::AIV, Phase::Pending).empty());
  tracker.apply(1, decide_transition(core, {1, kAck}));
  CHECK(tracker.dispatchable(TaskShape::AIV, Phase::Pending) == std::vector<CoreTracker::Place>{1});
  core.pending = {&task, 1, 2};
  core.payload_unread = true;
  CHECK(tracker.dispatchable(TaskShape::AIV, Phase::Pending).empty());
  tracker.apply(1, decide_transition(core, {2, kAck}));
  CHECK(core.running.block == 1);
  CHECK_FALSE(core.pending);
  tracker.apply(1, decide_transition(core, {2, kFin}));
  CHECK(core.is_idle());
}
