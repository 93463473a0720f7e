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
    CHECK(retiming.cycles(cycles, [](std::size_t) { return false; }) == cycles);
  }
}

TEST_CASE("a second buffer gains what taking the wait for the first one away predicts",
          "[analysis][time]") {
  analysis::Retiming one, two;
  const Cycle before = run(one, true), after = run(two, false);
  const Cycle predicted = one.cycles(
      before, [&](std::size_t i) { return one.events()[i].agent == agent_of(kCore, Pipe::MTE2); });
  CHECK(after < before);
  CHECK(predicted == after);
}

TEST_CASE("a flag that was there in time is waited for when everything else comes sooner",
          "[analysis][time]") {
  // V asks for MTE2's load at 210, when it has long been there; without V's wait for MTE3 it would
  // ask at 10.
  analysis::Retiming retiming;
  retiming.add(spent(Pipe::MTE2, TimeKind::Busy, 0, kLoad));
  retiming.add(set(Pipe::MTE2, Pipe::V, 1, kLoad));
  retiming.add(spent(Pipe::MTE2, TimeKind::Barrier, kLoad, kLoad + 50));  // until it has landed
  retiming.add(spent(Pipe::V, TimeKind::Busy, 0, 10));
  retiming.add(spent(Pipe::MTE3, TimeKind::Busy, 0, 200));
  retiming.add(set(Pipe::MTE3, Pipe::V, 1, 200));
  retiming.add(wait(Pipe::V, Pipe::MTE3, 1, 10, 210));
  SyncEvent met = set(Pipe::V, Pipe::MTE2, 1, 210);
  met.kind = SyncKind::WaitFlag;
  retiming.add(met);
  retiming.add(spent(Pipe::V, TimeKind::Busy, 210, 210 + kCompute));
  const auto free = [&](std::size_t i) {
    return retiming.events()[i].peer == agent_of(kCore, Pipe::MTE3);
  };
  CHECK(retiming.cycles(210 + kCompute, free) == kLoad + 50 + 10 + kCompute);
  CHECK(retiming.cycles(210 + kCompute, [](std::size_t) { return false; }) == 210 + kCompute);
}

TEST_CASE("nothing is done before it was issued", "[analysis][time]") {
  analysis::Retiming retiming;
  retiming.add(IssueEvent{1, agent_of(kCore, Pipe::V), 80});
  retiming.add(spent(Pipe::S, TimeKind::Busy, 0, 90));
  retiming.add(set(Pipe::MTE2, Pipe::V, 1, 110));
  retiming.add(wait(Pipe::V, Pipe::MTE2, 1, 0, 115));
  TimeEvent busy = spent(Pipe::V, TimeKind::Busy, 115, 115 + kCompute);
  busy.instruction = 1;
  retiming.add(busy);
  const auto all = [](std::size_t) { return true; };
  CHECK(retiming.cycles(115 + kCompute, all) == 80 + kCompute);
}

TEST_CASE("a wait that is not on the way gains nothing", "[analysis][time]") {
  analysis::Retiming retiming;
  const Cycle cycles = run(retiming, false);
  TimeEvent aside = spent(Pipe::MTE3, TimeKind::Barrier, 0, cycles / 2);
  retiming.add(aside);
  CHECK(retiming.cycles(cycles, [&](std::size_t i) {
    return retiming.events()[i].kind == TimeKind::Barrier;
  }) == cycles);
}

}  // namespace npusim::test
