// SPDX-License-Identifier: Apache-2.0
// A flag from V to S is set when V has read: what comes after it finds V's results all the same.
// Any other flag stops its pipe until it is set.
#include <algorithm>

#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;
using library::TileOp;

namespace {

constexpr std::int32_t kCols = 64;
float loaded = 0;

/// 1 + 1 at 4096 of UB; the scalar unit has waited for V.
void add_and_wait() {
  load(vec(0, 1, kCols), rows_at(0, 1, kCols));
  flag(Pipe::MTE2, Pipe::V);
  op(TileOp::TADD, {vec(4096, 1, kCols), vec(0, 1, kCols), vec(0, 1, kCols)});
  flag(Pipe::V, Pipe::S);
}

void load_result(std::int64_t*) {
  add_and_wait();
  const std::uint64_t bits = npusim_load_local(4096, sizeof(float), nullptr, 0);
  std::copy_n(reinterpret_cast<const char*>(&bits), sizeof(float),
              reinterpret_cast<char*>(&loaded));
  barrier(Pipe::ALL);
}

void store_result(std::int64_t*) {
  add_and_wait();
  store(rows_at(8192, 1, kCols), vec(4096, 1, kCols));  // issued behind the wait
  barrier(Pipe::ALL);
}

void store_behind_second_flag(std::int64_t*) {
  add_and_wait();
  flag(Pipe::S, Pipe::MTE2);
  flag(Pipe::MTE2, Pipe::MTE3);
  store(rows_at(8192, 1, kCols), vec(4096, 1, kCols));
  barrier(Pipe::ALL);
}

void add_result(std::int64_t*) {
  add_and_wait();
  flag(Pipe::S, Pipe::V);
  op(TileOp::TADD, {vec(8192, 1, kCols), vec(4096, 1, kCols), vec(4096, 1, kCols)});
  flag(Pipe::V, Pipe::MTE3);
  store(rows_at(8192, 1, kCols), vec(8192, 1, kCols));
  barrier(Pipe::ALL);
}

float stored_by(KernelEntry kernel) {
  OneCore core;
  std::fill_n(core.gm<float>(), kCols, 1.0f);
  core.run(kernel);
  REQUIRE(core.finished());
  return core.gm<float>(8192)[kCols - 1];
}

void two_loads(bool flag_between) {
  load(vec(0, 1, kCols), rows_at(0, 1, kCols));
  if (flag_between) flag(Pipe::MTE2, Pipe::V);
  load(vec(4096, 1, kCols), rows_at(4096, 1, kCols));
  barrier(Pipe::ALL);
}

/// Between the completions of two loads.
Cycle apart(KernelEntry kernel) {
  OneCore core;
  core.run(kernel);
  REQUIRE(core.log.completions.size() == 2);
  return core.log.completions[1].cycle - core.log.completions[0].cycle;
}

}  // namespace

TEST_CASE("a scalar load behind a flag from V finds the result", "[models][core]") {
  OneCore core;
  std::fill_n(core.gm<float>(), kCols, 1.0f);
  core.run(load_result);
  REQUIRE(core.finished());
  CHECK(loaded == 2.0f);
}

TEST_CASE("what S issues behind a flag from V finds the result", "[models][core]") {
  CHECK(stored_by(store_result) == 2.0f);
}

TEST_CASE("a result travels over further flags", "[models][core]") {
  CHECK(stored_by(store_behind_second_flag) == 2.0f);
}

TEST_CASE("V itself finds its result behind flags to S and back", "[models][core]") {
  CHECK(stored_by(add_result) == 4.0f);
}

TEST_CASE("loads with a flag between them do not overlap", "[models][core]") {
  CHECK(apart([](std::int64_t*) { two_loads(true); }) > 264);
}

TEST_CASE("loads without a flag between them overlap", "[models][core]") {
  CHECK(apart([](std::int64_t*) { two_loads(false); }) < 100);
}
