// SPDX-License-Identifier: Apache-2.0
// What a core does with the calls of a kernel: results where flags are right, old bytes where one
// is missing, faults instead of crashes.
#include <numeric>

#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;
using library::TileOp;

namespace {

constexpr std::int32_t kCols = 64;

void add_tiles(std::int64_t*) {
  load(vec(0, 4, kCols), rows_at(0, 4, kCols));
  load(vec(4096, 4, kCols), rows_at(4096, 4, kCols));
  flag(Pipe::MTE2, Pipe::V);
  op(TileOp::TADD, {vec(8192, 4, kCols), vec(0, 4, kCols), vec(4096, 4, kCols)});
  flag(Pipe::V, Pipe::MTE3);
  store(rows_at(8192, 4, kCols), vec(8192, 4, kCols));
  barrier(Pipe::ALL);
}

void add_without_waiting_for_loads(std::int64_t*) {
  load(vec(0, 4, kCols), rows_at(0, 4, kCols));
  op(TileOp::TADD, {vec(8192, 4, kCols), vec(0, 4, kCols), vec(0, 4, kCols)});
  flag(Pipe::V, Pipe::MTE3);
  store(rows_at(8192, 4, kCols), vec(8192, 4, kCols));
  barrier(Pipe::ALL);
}

void iota(std::int32_t count) {
  op_scalar(TileOp::TCI, {vec(0, 1, count, DType::INT32)}, 1, DType::INT32);
}

void double_iota_and_store() {
  op_scalar(TileOp::TMULS, {vec(4096, 1, kCols, DType::INT32), vec(0, 1, kCols, DType::INT32)}, 2,
            DType::INT32);
  flag(Pipe::V, Pipe::MTE3);
  store(rows_at(0, 1, kCols, DType::INT32), vec(4096, 1, kCols, DType::INT32));
  barrier(Pipe::ALL);
}

void iota_without_flag(std::int64_t*) {
  iota(kCols);
  barrier(Pipe::V);
  double_iota_and_store();
}

void iota_with_flag(std::int64_t*) {
  iota(kCols);
  flag(Pipe::S, Pipe::V);
  double_iota_and_store();
}

int stale_elements(OneCore& core) {
  int stale = 0;
  for (std::int32_t i = 0; i < kCols; ++i) stale += core.gm<std::int32_t>()[i] != 2 * (i + 1);
  return stale;
}

void two_dependent_adds(bool with_barrier) {
  load(vec(0, 1, kCols), rows_at(0, 1, kCols));
  flag(Pipe::MTE2, Pipe::V);
  op(TileOp::TADD, {vec(4096, 1, kCols), vec(0, 1, kCols), vec(0, 1, kCols)});
  if (with_barrier) barrier(Pipe::V);
  op(TileOp::TADD, {vec(8192, 1, kCols), vec(4096, 1, kCols), vec(4096, 1, kCols)});
  flag(Pipe::V, Pipe::MTE3);
  store(rows_at(4096, 1, kCols), vec(8192, 1, kCols));
  barrier(Pipe::ALL);
}

float sum_of_dependent_adds(bool with_barrier, const char* interlock) {
  Knobs knobs;
  knobs.set("v.interlock", interlock);
  OneCore core(CoreKind::AIV, knobs);
  std::fill_n(core.gm<float>(), kCols, 1.0f);
  core.run(with_barrier ? [](std::int64_t*) { two_dependent_adds(true); }
                        : [](std::int64_t*) { two_dependent_adds(false); });
  REQUIRE(core.finished());
  return core.gm<float>(4096)[0];
}

void store_twice(bool with_barrier) {
  load(vec(0, 1, kCols), rows_at(0, 1, kCols));
  load(vec(4096, 1, kCols), rows_at(4096, 1, kCols));
  flag(Pipe::MTE2, Pipe::MTE3);
  store(rows_at(8192, 1, kCols), vec(0, 1, kCols));
  if (with_barrier) barrier(Pipe::MTE3);
  store(rows_at(8192, 1, kCols), vec(4096, 1, kCols));
  barrier(Pipe::ALL);
}

void store_twice_without_barrier(std::int64_t*) { store_twice(false); }
void store_twice_with_barrier(std::int64_t*) { store_twice(true); }

/// What is in GM when a kernel has moved 1 and then 2 to the same place, and the first landing of
/// this kind is late.
float left_when_the_first_lands_late(ChoiceKind landing, KernelEntry kernel) {
  OneCore core;
  std::fill_n(core.gm<float>(0), kCols, 1.0f);
  std::fill_n(core.gm<float>(4096), kCols, 2.0f);
  core.choices.late[{landing, 0}] = 5000;
  core.run(kernel);
  CHECK(core.finished());
  return core.gm<float>(8192)[0];
}

void load_twice(bool with_barrier) {
  load(vec(0, 1, kCols), rows_at(0, 1, kCols));
  if (with_barrier) barrier(Pipe::MTE2);
  load(vec(0, 1, kCols), rows_at(4096, 1, kCols));
  flag(Pipe::MTE2, Pipe::MTE3);
  store(rows_at(8192, 1, kCols), vec(0, 1, kCols));
  barrier(Pipe::ALL);
}

void load_twice_without_barrier(std::int64_t*) { load_twice(false); }
void load_twice_with_barrier(std::int64_t*) { load_twice(true); }

}  // namespace

TEST_CASE("loads of one pipe overtake each other, but not the flag behind them", "[models][core]") {
  CHECK(left_when_the_first_lands_late(ChoiceKind::LocalLanding, load_twice_without_barrier) ==
        1.0f);
}

TEST_CASE("a barrier keeps loads of one pipe in order", "[models][core]") {
  CHECK(left_when_the_first_lands_late(ChoiceKind::LocalLanding, load_twice_with_barrier) == 2.0f);
}

TEST_CASE("stores of one pipe overtake each other", "[models][core]") {
  CHECK(left_when_the_first_lands_late(ChoiceKind::StoreLanding, store_twice_without_barrier) ==
        1.0f);
}

TEST_CASE("a barrier keeps stores of one pipe in order", "[models][core]") {
  CHECK(left_when_the_first_lands_late(ChoiceKind::StoreLanding, store_twice_with_barrier) == 2.0f);
}

TEST_CASE("a load, an add and a store with their flags give the sum", "[models][core]") {
  OneCore core;
  for (int i = 0; i < 4 * kCols; ++i) {
    core.gm<float>()[i] = static_cast<float>(i);
    core.gm<float>(4096)[i] = 1000;
  }
  core.run(add_tiles);
  REQUIRE(core.finished());
  for (int i = 0; i < 4 * kCols; ++i) {
    REQUIRE(core.gm<float>(8192)[i] == static_cast<float>(i + 1000));
  }
  CHECK(core.log.faults.empty());
  CHECK(core.log.instructions.size() == 4);
  CHECK(core.log.completions.size() == 4);
}

TEST_CASE("an add that does not wait for its load reads what was in UB before", "[models][core]") {
  OneCore core;
  std::fill_n(core.gm<float>(), 4 * kCols, 5.0f);
  core.run(add_without_waiting_for_loads);
  REQUIRE(core.finished());
  CHECK(core.gm<float>(8192)[0] == 0.0f);
}

TEST_CASE("the last scalar stores of TCI are not seen by a vector instruction right behind it",
          "[models][core]") {
  OneCore core;
  core.run(iota_without_flag);
  REQUIRE(core.finished());
  // Field reports have the last 6 of 64 columns stale (PTOAS#771).
  CHECK(stale_elements(core) == 6);
  CHECK(core.gm<std::int32_t>()[kCols - 7] == 2 * (kCols - 6));
}

TEST_CASE("a flag from S to V makes the scalar stores visible", "[models][core]") {
  OneCore core;
  core.run(iota_with_flag);
  REQUIRE(core.finished());
  CHECK(stale_elements(core) == 0);
}

TEST_CASE("scalar stores that land at once need no flag in this run", "[models][core]") {
  Knobs knobs;
  knobs.set("ub.scalar_store_latency", "0");
  OneCore core(CoreKind::AIV, knobs);
  core.run(iota_without_flag);
  REQUIRE(core.finished());
  CHECK(stale_elements(core) == 0);
}

TEST_CASE("dependent vector instructions without a barrier read old bytes", "[models][core]") {
  CHECK(sum_of_dependent_adds(false, "none") == 0.0f);
}

TEST_CASE("dependent vector instructions with a barrier read the result", "[models][core]") {
  CHECK(sum_of_dependent_adds(true, "none") == 4.0f);
}

TEST_CASE("with an interlock dependent vector instructions need no barrier", "[models][core]") {
  CHECK(sum_of_dependent_adds(false, "repeat") == 4.0f);
}

TEST_CASE("an access beyond UB is a fault and the core never finishes", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) {
    load(vec(192 * 1024 - 64, 1, kCols), rows_at(0, 1, kCols));
    barrier(Pipe::ALL);
  });
  CHECK_FALSE(core.finished());
  REQUIRE(core.log.faults.size() == 1);
  CHECK(core.log.faults[0].kind == FaultEvent::Kind::OutOfBounds);
  CHECK(core.log.faults[0].text.find("UB has 196608 bytes") != std::string::npos);
  CHECK(core.waiting_for().find("stopped by a fault") != std::string::npos);
}

TEST_CASE("a wait without a set leaves the core waiting, by name", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) {
    npusim_wait_flag(static_cast<int>(Pipe::V), static_cast<int>(Pipe::S), 5, nullptr, 0);
  });
  CHECK_FALSE(core.finished());
  CHECK(core.waiting_for().find("S waits for V->S EVENT_ID5") != std::string::npos);
}

TEST_CASE("a flag left set is reported when the kernel ends", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) {
    npusim_set_flag(static_cast<int>(Pipe::V), static_cast<int>(Pipe::MTE3), 2, nullptr, 0);
    barrier(Pipe::ALL);
  });
  REQUIRE(core.finished());
  REQUIRE(core.log.faults.size() == 1);
  CHECK(core.log.faults[0].kind == FaultEvent::Kind::FlagLeak);
  CHECK(core.log.faults[0].instruction == FlagId{Pipe::V, Pipe::MTE3, 2}.packed());
}

TEST_CASE("a barrier on a pipe the core does not have never returns", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) { barrier(Pipe::FIX); });
  CHECK_FALSE(core.finished());
  REQUIRE(core.log.faults.size() == 1);
  CHECK(core.log.faults[0].kind == FaultEvent::Kind::MissingPipe);
}

TEST_CASE("what is not modelled stops the run and says so", "[models][core]") {
  OneCore core;
  core.run([](std::int64_t*) { npusim_not_modelled("TSORT32", nullptr); });
  CHECK(core.stopped);
  REQUIRE(core.log.faults.size() == 1);
  CHECK(core.log.faults[0].text == "TSORT32 is not modelled");
}
