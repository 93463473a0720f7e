// SPDX-License-Identifier: Apache-2.0
// A load of nd2nz is there when its last row has flowed; few rows take its latency.
#include "cce/port/issue.h"
#include "models/timing/cost.h"
#include "models/timing/idle_core.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr std::uint32_t kRowBytes = 512;
std::uint32_t rows_of_load = 0;

isa::NdToNz boxes() {
  isa::NdToNz load;
  load.gm_address = kWindowBase;
  load.rows = rows_of_load;
  load.columns = kRowBytes / 2;
  load.src_row_stride = kRowBytes;  // elements: every other row of the array
  load.dst_box_stride = rows_of_load;
  return load;
}

/// From its start until it is complete.
Cycle waited(std::uint32_t rows, const char* l2_size = "192") {
  rows_of_load = rows;
  Knobs knobs;
  knobs.set("gm.l2_size", l2_size);
  OneCore core(CoreKind::AIC, knobs);
  core.run([](std::int64_t*) {
    const isa::NdToNz load = boxes();
    npusim_issue_nd_to_nz(&load, nullptr, 0);
    barrier(Pipe::ALL);
  });
  REQUIRE(core.log.completions.size() == 1);
  return core.log.completions[0].cycle - core.log.instructions[0].cycle;
}

}  // namespace

TEST_CASE("many rows of nd2nz take no latency beside their flow", "[models][core]") {
  CHECK(static_cast<double>(waited(64)) == Approx(43 + 64 * kRowBytes / 90.0).margin(3));
}

TEST_CASE("a core gets less from HBM", "[models][core]") {
  CHECK(static_cast<double>(waited(64, "0")) == Approx(43 + 64 * kRowBytes / 33.0).margin(3));
}

TEST_CASE("few rows of nd2nz take its latency", "[models][core]") {
  CHECK(static_cast<double>(waited(4)) == Approx(43 + 214).margin(3));
}

TEST_CASE("an idle core waits for loads of nd2nz as long, from L2", "[models][timing]") {
  const Knobs knobs;
  for (const std::uint32_t rows : {4u, 64u}) {
    rows_of_load = rows;
    timing::IdleCore core(knobs);
    core.issue(boxes());
    const double flow = std::max(214.0, rows * kRowBytes / 90.0);
    CHECK(static_cast<double>(core.cycles()) == Approx(43 + flow).margin(3));
  }
}
