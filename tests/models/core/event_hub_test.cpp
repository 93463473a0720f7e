// SPDX-License-Identifier: Apache-2.0
#include "models/core/event_hub.h"

#include <systemc>
#include <vector>

#include "models/memory/sim_time.h"
#include "tests/support/catch.h"

using namespace npusim;

namespace {

class Recorder : public EventSink {
 public:
  void on_completion(const CompletionEvent& event) override { ids.push_back(event.instruction); }
  void on_end(Cycle cycle) override { end = cycle; }
  std::vector<InstructionId> ids;
  Cycle end = 0;
};

void advance_to(Cycle cycle) { sc_core::sc_start(to_sc(cycle - now())); }

}  // namespace

TEST_CASE("events come out by cycle, then agent, then in the order they came",
          "[models][event_hub]") {
  Recorder recorder;
  EventHub hub({&recorder});
  hub.on_completion({1, 5, 30});  // in the future
  hub.on_completion({2, 7, 0});
  hub.on_completion({3, 4, 0});
  hub.on_completion({4, 7, 0});
  CHECK(recorder.ids.empty());
  advance_to(30);
  hub.on_completion({5, 2, 30});
  CHECK(recorder.ids == std::vector<InstructionId>{3, 2, 4});
  advance_to(31);
  hub.on_completion({6, 0, 31});
  CHECK(recorder.ids == std::vector<InstructionId>{3, 2, 4, 5, 1});
  hub.on_end(31);
  CHECK(recorder.ids.back() == 6);
  CHECK(recorder.end == 31);
}

TEST_CASE("nothing is lost when the run ends with completions still to come",
          "[models][event_hub]") {
  Recorder recorder;
  EventHub hub({&recorder});
  hub.on_completion({1, 1, 500});
  hub.on_completion({2, 1, 400});
  hub.on_end(10);
  CHECK(recorder.ids == std::vector<InstructionId>{2, 1});
  CHECK(hub.count() == 2);
}

TEST_CASE("what a sink throws is kept for after the run, and ends the delivery",
          "[models][event_hub]") {
  class Full : public Recorder {
    void on_completion(const CompletionEvent&) override { throw std::runtime_error("disk full"); }
  } full;
  Recorder after;
  EventHub hub({&full, &after});
  hub.on_completion({1, 1, 0});
  advance_to(5);
  CHECK_FALSE(hub.failure());
  CHECK_NOTHROW(hub.on_completion({2, 1, 5}));
  REQUIRE(hub.failure());
  CHECK_THROWS_WITH(std::rethrow_exception(hub.failure()), "disk full");
  hub.on_end(5);
  CHECK(after.ids.empty());
}
