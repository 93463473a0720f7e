// SPDX-License-Identifier: Apache-2.0
// What instructions have to do at least: amounts, and cycles at the cost table's own rates.
#include "models/timing/work.h"

#include "models/isa/footprint.h"
#include "models/timing/cost.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

WorkEvent work_of(const isa::Instruction& instruction) {
  std::vector<isa::Footprint> footprint;
  isa::footprint(instruction, footprint);
  return timing::core_work(instruction, footprint, Knobs());
}

isa::GmCopy load(std::uint32_t bursts, std::uint32_t burst_bytes, std::int64_t stride) {
  isa::GmCopy copy;
  copy.bursts = bursts;
  copy.burst_bytes = burst_bytes;
  copy.gm_stride = stride;
  copy.local_stride = burst_bytes;
  return copy;
}

isa::LaneInstruction add(std::uint64_t dst, std::uint64_t src0, std::uint64_t src1) {
  isa::LaneInstruction add;
  add.repeats = 64;
  add.dst = {dst};
  add.src0 = {src0};
  add.src1 = {src1};
  return add;
}

}  // namespace

TEST_CASE("a load's work is its bytes at the port's rate, short rows beside", "[models][timing]") {
  const isa::Instruction whole{load(1, 16384, 0)};
  const WorkEvent work = work_of(whole);
  const timing::TransferCost cost = timing::transfer_cost(whole, Knobs());
  CHECK(work.path == WorkPath::Move);
  CHECK(work.from == MemSpace::GM);
  CHECK(work.to == MemSpace::UB);
  CHECK(work.amount == 16384);
  CHECK(work.cycles == Approx(16384 / cost.bytes_per_cycle));
  CHECK(work.shape_cycles == 0);

  const WorkEvent rows = work_of({load(64, 128, 256)});
  CHECK(rows.amount == 64 * 128);
  CHECK(rows.cycles == Approx(64 * 128 / cost.bytes_per_cycle));
  CHECK(rows.cycles + rows.shape_cycles == Approx(64 * cost.row));
}

TEST_CASE("a product's work is its operations, without the way to the first", "[models][timing]") {
  isa::ProductInstruction product;
  product.m = 64;
  product.k = 256;
  product.n = 64;
  const WorkEvent work = work_of({product});
  CHECK(work.path == WorkPath::Cube);
  CHECK(work.amount == 2ull * 64 * 256 * 64);
  CHECK(work.cycles == timing::fixed_cost({product}, Knobs(), timing::PipeBefore::Idle) - 6);
}

TEST_CASE("a vector instruction's work is its repeats, with conflicts of banks beside",
          "[models][timing]") {
  const WorkEvent apart = work_of({add(0x20000, 0, 0x10100)});
  CHECK(apart.path == WorkPath::Vector);
  CHECK(apart.amount == 64 * 64);
  CHECK(apart.cycles == 64);
  CHECK(apart.shape_cycles == 0);
  const WorkEvent together = work_of({add(0x10000, 0, 0x4000)});
  CHECK(together.cycles == 64);
  CHECK(together.shape_cycles == 64);
}

TEST_CASE("what all cores share has the knobs' rates", "[models][timing]") {
  Knobs knobs;
  knobs.set("gm.bandwidth", "20");
  const isa::Instruction any{load(1, 128, 0)};
  CHECK(timing::shared_work(any, WorkPath::Hbm, 400, knobs).cycles == Approx(20));
  CHECK(timing::shared_work(any, WorkPath::L2, 2810, knobs).cycles == Approx(1));
}

}  // namespace npusim::test
