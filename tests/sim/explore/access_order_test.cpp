// SPDX-License-Identifier: Apache-2.0
// Which of two accesses took effect first, tight to the cycle, and never a guess.
#include "sim/explore/access_order.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

const CoreId kCore = kAicCount;
const AgentId kS = agent_of(kCore, Pipe::S);
const AgentId kV = agent_of(kCore, Pipe::V);
const AgentId kMte3 = agent_of(kCore, Pipe::MTE3);
constexpr InstructionId kStore = 11, kVector = 12, kTransfer = 13;

/// A scalar store at 100, a vector instruction from 120 to 180, a store to GM from 300 to 400.
ChoiceProfile run_with(std::uint64_t store_late, std::uint64_t vector_late,
                       std::uint64_t landing_late = 0) {
  ChoiceProfile run;
  const auto start = [&run](AgentId agent, InstructionId id, Cycle cycle) {
    InstructionEvent event;
    event.agent = agent;
    event.instruction = id;
    event.cycle = event.issue_cycle = cycle;
    run.on_instruction(event);
  };
  start(kS, kStore, 100);
  start(kV, kVector, 120);
  start(kMte3, kTransfer, 300);
  run.on_completion({kVector, kV, 180 + vector_late});
  run.on_completion({kTransfer, kMte3, 400});
  run.choices = {{{ChoiceKind::ScalarStore, kS, 0}, store_late, 1, 100},
                 {{ChoiceKind::PipeStart, kV, 0}, vector_late, 1, 120},
                 {{ChoiceKind::StoreLanding, kMte3, 0}, landing_late, 1, 400}};
  return run;
}

Knobs knobs() {
  Knobs knobs;
  knobs.set("ub.scalar_store_latency", "26");
  knobs.set("gm.store_latency", "270");
  return knobs;
}

const UnorderedPair kStoreAndVector = {
    {kS, 100, true, false, kStore}, {kV, 120, true, false, kVector}, ""};

}  // namespace

TEST_CASE("the order of a posted store and a vector instruction is known when they are apart",
          "[sim][explore]") {
  // The store lands at 126 + its delay, the instruction works from 120 + its delay to 180 + its
  // delay.
  CHECK(order_of(run_with(0, 6), kStoreAndVector, knobs()) == AccessOrder::Unknown);
  CHECK(order_of(run_with(0, 7), kStoreAndVector, knobs()) == AccessOrder::FirstEarlier);
  CHECK(order_of(run_with(80, 0), kStoreAndVector, knobs()) == AccessOrder::Unknown);
  CHECK(order_of(run_with(81, 0), kStoreAndVector, knobs()) == AccessOrder::SecondEarlier);
}

TEST_CASE("a store does not land before the ones before it", "[sim][explore]") {
  ChoiceProfile run = run_with(0, 7);
  run.choices.insert(run.choices.begin(), {{ChoiceKind::ScalarStore, kS, 0}, 50, 1, 90});
  CHECK(latest_effect(run, kStoreAndVector.first, knobs()) == Cycle{90 + 26 + 50});
  CHECK(order_of(run, kStoreAndVector, knobs()) == AccessOrder::Unknown);
}

TEST_CASE("a store to GM has its effect when it lands, its read of UB when it is sent",
          "[sim][explore]") {
  const RacyAccess write{kMte3, 300, true, true, kTransfer};
  const RacyAccess read{kMte3, 300, false, false, kTransfer};
  const ChoiceProfile run = run_with(0, 0, 1000);
  CHECK(earliest_effect(run, write) == Cycle{1400});
  CHECK(latest_effect(run, write, knobs()) == Cycle{1670});
  CHECK(earliest_effect(run, read) == Cycle{300});
  CHECK(latest_effect(run, read, knobs()) == Cycle{400});
}

TEST_CASE("an access that the run does not have, and a cached one, have no known order",
          "[sim][explore]") {
  UnorderedPair other = kStoreAndVector;
  other.second.instruction = 99;
  CHECK(order_of(run_with(0, 500), other, knobs()) == AccessOrder::Unknown);
  UnorderedPair cached = kStoreAndVector;
  cached.first.in_gm = true;
  CHECK(order_of(run_with(0, 500), cached, knobs()) == AccessOrder::Unknown);
}
