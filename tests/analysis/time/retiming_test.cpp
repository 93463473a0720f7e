// SPDX-License-Identifier: Apache-2.0
// Two pipes that hand a buffer to each other, timed anew without one of their waits.
#include "analysis/time/retiming.h"

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr CoreId kCore = 24;
constexpr Cycle kLoad = 100, kCompute = 60, kFlag = 5;
constexpr unsigned kTiles = 8;

TimeEvent spent(Pipe pipe, TimeKind kind, Cycle begin, Cycle end) {
  TimeEvent event;
  event.agent = agent_of(kCore, pipe);
  event.kind = kind;
  event.begin = begin;
  event.cycle = end;
  return event;
}

SyncEvent set(Pipe from, Pipe to, std::uint32_t instance, Cycle cycle) {
  SyncEvent event;
  event.kind = SyncKind::SetFlag;
  event.agent = agent_of(kCore, from);
  event.peer = agent_of(kCore, to);
  event.instance = instance;
  event.cycle = cycle;
  return event;
}

TimeEvent wait(Pipe who, Pipe whom, std::uint32_t instance, Cycle begin, Cycle end) {
  TimeEvent event = spent(who, TimeKind::Flag, begin, end);
  event.peer = agent_of(kCore, whom);
  event.instance = instance;
  return event;
}

/// MTE2 loads a tile, V computes on it; with one buffer MTE2 waits for V before it loads the next.
/// Returns the length of the run.
Cycle run(analysis::Retiming& retiming, bool one_buffer) {
  Cycle loader = 0, computer = 0, computed = 0;
  for (unsigned tile = 1; tile <= kTiles; ++tile) {
    if (one_buffer && tile > 1 && computed + kFlag > loader) {
      retiming.add(wait(Pipe::MTE2, Pipe::V, tile - 1, loader, computed + kFlag));
      loader = computed + kFlag;
    }
    retiming.add(spent(Pipe::MTE2, TimeKind::Busy, loader, loader + kLoad));
    loader += kLoad;
    retiming.add(set(Pipe::MTE2, Pipe::V, tile, loader));
    if (loader + kFlag > computer) {
      retiming.add(wait(Pipe::V, Pipe::MTE2, tile, computer, loader + kFlag));
      computer = loader + kFlag;
    }
    retiming.add(spent(Pipe::V, TimeKind::Busy, computer, computer + kCompute));
    computed = computer += kCompute;
    retiming.add(set(Pipe::V, Pipe::MTE2, tile, computed));
  }
  return computer;
}

}  // namespace

TEST_CASE("without a free wait a run takes as long as it took", "[analysis][time]") {
  for (const bool one_buffer : {false, true}) {
    analysis::Retiming retiming;
    const Cycle cycles = run(retiming, one_buffer);
    CHECK(retiming.cycles(cycles, [](const TimeEvent&) { return false; }) == cycles);
  }
}

TEST_CASE("a second buffer gains what taking the wait for the first one away predicts",
          "[analysis][time]") {
  analysis::Retiming one, two;
  const Cycle before = run(one, true), after = run(two, false);
  const Cycle predicted = one.cycles(
      before, [](const TimeEvent& event) { return event.agent == agent_of(kCore, Pipe::MTE2); });
  CHECK(after < before);
  CHECK(predicted == after);
}

TEST_CASE("a wait that is not on the way gains nothing", "[analysis][time]") {
  analysis::Retiming retiming;
  const Cycle cycles = run(retiming, false);
  TimeEvent aside = spent(Pipe::MTE3, TimeKind::Barrier, 0, cycles / 2);
  retiming.add(aside);
  CHECK(retiming.cycles(cycles, [](const TimeEvent& event) {
    return event.kind == TimeKind::Barrier;
  }) == cycles);
}

}  // namespace npusim::test
