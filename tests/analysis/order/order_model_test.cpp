// SPDX-License-Identifier: Apache-2.0
// What each edge makes known, one at a time. That all of them together are the transitive closure
// is what tests/analysis/race compares.
#include "analysis/order/order_model.h"

#include "models/arch/event_sink.h"
#include "tests/support/catch.h"
#include "tests/support/event_script.h"

using namespace npusim;
using analysis::Lane;
using analysis::OrderModel;

namespace {

constexpr CoreId kCore = kAicCount;

/// The model, fed by a script.
class Ordered : public EventSink {
 public:
  explicit Ordered(analysis::EdgeSet enabled = analysis::all_edges()) : model(Knobs{}, enabled) {}
  unsigned wanted() const override { return kAllEvents; }
  void on_issue(const IssueEvent& event) override { model.on_issue(event); }
  void on_instruction(const InstructionEvent& event) override { model.on_instruction(event); }
  void on_sync(const SyncEvent& event) override { model.on_sync(event); }

  /// How many instructions of `done` are complete for what `agent` does now.
  analysis::Ordinal known(Pipe agent, Pipe done) const {
    return model.frontier(agent_of(kCore, agent)).clock[analysis::lane(done)];
  }

  OrderModel model;
};

struct Script {
  explicit Script(Ordered& ordered) : script(ordered), core(script.core(kCore)) { core.start(0); }
  test::EventScript script;
  test::EventScript::Core core;
};

}  // namespace

TEST_CASE("a flag makes what came before its set known behind its wait", "[analysis][order]") {
  Ordered ordered;
  Script script(ordered);
  script.core.op(Pipe::MTE2);
  script.core.op(Pipe::MTE2);
  script.core.set(Pipe::MTE2, Pipe::V, 0);
  script.core.op(Pipe::MTE2);
  CHECK(ordered.known(Pipe::V, Pipe::MTE2) == 0);
  script.core.wait(Pipe::MTE2, Pipe::V, 0);
  CHECK(ordered.known(Pipe::V, Pipe::MTE2) == 2);
  CHECK(ordered.known(Pipe::MTE3, Pipe::MTE2) == 0);
}

TEST_CASE("knowledge goes on through a second flag", "[analysis][order]") {
  Ordered ordered;
  Script script(ordered);
  script.core.op(Pipe::MTE2);
  script.core.set_wait(Pipe::MTE2, Pipe::V);
  script.core.op(Pipe::V);
  script.core.set_wait(Pipe::V, Pipe::MTE3);
  CHECK(ordered.known(Pipe::MTE3, Pipe::MTE2) == 1);
  CHECK(ordered.known(Pipe::MTE3, Pipe::V) == 1);
}

TEST_CASE("a barrier over all pipes makes everything known to the front end", "[analysis][order]") {
  Ordered ordered;
  Script script(ordered);
  script.core.op(Pipe::MTE2);
  script.core.op(Pipe::V);
  script.core.bar_all();
  CHECK(ordered.known(Pipe::S, Pipe::MTE2) == 1);
  CHECK(ordered.known(Pipe::S, Pipe::V) == 1);
}

TEST_CASE("an edge that is turned off says nothing", "[analysis][order]") {
  analysis::EdgeSet without_barriers = analysis::all_edges();
  for (unsigned edge = 0; edge < analysis::kEdgeCount; ++edge) {
    const std::string name(analysis::info(static_cast<analysis::Edge>(edge)).name);
    if (name.find("arrier") != std::string::npos) without_barriers.reset(edge);
  }
  REQUIRE(without_barriers.count() < analysis::kEdgeCount);
  Ordered ordered(without_barriers);
  Script script(ordered);
  script.core.op(Pipe::MTE2);
  script.core.bar_all();
  CHECK(ordered.known(Pipe::S, Pipe::MTE2) == 0);
}
