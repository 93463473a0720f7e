// SPDX-License-Identifier: Apache-2.0
// The cost table's rules: start-up, count mode, long rows. Published figures: published_test.cpp.
#include "models/timing/cost.h"

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

Cycle product(DType type, std::uint16_t m, std::uint16_t k, std::uint16_t n,
              timing::PipeBefore before = timing::PipeBefore::Idle) {
  isa::ProductInstruction product;
  product.a_type = product.b_type = type;
  product.m = m;
  product.k = k;
  product.n = n;
  return timing::fixed_cost({product}, Knobs(), before);
}

timing::TransferCost transfer(Opcode opcode, const Knobs& knobs = Knobs()) {
  isa::GmCopy copy;
  copy.opcode = opcode;
  return timing::transfer_cost({copy}, knobs);
}

timing::VectorCost lanes(Opcode opcode, DType type) {
  isa::LaneInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = instruction.src_dtype = type;
  return timing::vector_cost({instruction}, Knobs());
}

}  // namespace

TEST_CASE("the cube's start-up is charged to an idle pipe, the switch to a busy one",
          "[models][timing]") {
  CHECK(product(DType::BFLOAT16, 64, 256, 64) == 256 + 6);
  CHECK(product(DType::BFLOAT16, 64, 256, 64, timing::PipeBefore::Other) == 256 + 14);
}

TEST_CASE("short rows take the time of a row, long ones that of their bytes", "[models][timing]") {
  const timing::TransferCost load = transfer(Opcode::COPY_GM_TO_UB);
  CHECK(load.flow(64, 128, 256) == Approx(64 * 5.3));
  CHECK(load.flow(4, 16384, 32768) == Approx(4 * 16384 / 110.0));
  CHECK(load.flow(64, 128, 128) == Approx(64 * 128 / 110.0));
  CHECK(load.latency == 264);
}

TEST_CASE("rows of nd2nz from HBM take what HBM gives a core, and no less than a line",
          "[models][timing]") {
  const timing::TransferCost load = timing::transfer_cost({isa::NdToNz{}}, Knobs());
  const auto all_missed = [&](std::uint64_t rows, std::uint64_t bytes, std::int64_t stride) {
    return load.flow(rows, bytes, stride) + load.flow_of_missed(rows, bytes, stride, 1);
  };
  CHECK(load.flow(64, 128, 24576) == Approx(64 * 3.37));
  CHECK(load.flow(64, 512, 24576) == Approx(64 * 512 / 90.0));
  CHECK(all_missed(64, 128, 24576) == Approx(64 * 4.65));
  CHECK(all_missed(64, 512, 24576) == Approx(64 * 512 / 33.0));
  CHECK(all_missed(64, 128, 128) == Approx(64 * 128 / 33.0));
  const double half = load.flow_of_missed(64, 512, 24576, 0.5);
  CHECK(half == Approx(load.flow_of_missed(64, 512, 24576, 1) / 2));
}

TEST_CASE("the latency of nd2nz passes while its rows flow, that of other loads behind them",
          "[models][timing]") {
  const timing::TransferCost boxes = timing::transfer_cost({isa::NdToNz{}}, Knobs());
  CHECK(boxes.arrival(100, 100 + 43 + 213, 214) == 100 + 43 + 214);
  CHECK(boxes.arrival(100, 100 + 43 + 215, 214) == 100 + 43 + 215);
  CHECK(transfer(Opcode::COPY_GM_TO_L1).arrival(100, 900, 264) == 900 + 264);
}

TEST_CASE("timing.l1_load=hill follows the line fitted to single loads", "[models][timing]") {
  Knobs hill;
  hill.set("timing.l1_load", "hill");
  const timing::TransferCost cost = transfer(Opcode::COPY_GM_TO_L1, hill);
  CHECK(cost.latency + cost.flow(1, 65536, 0) == Approx(67 + 65536 / 16.6));
  CHECK(transfer(Opcode::COPY_GM_TO_L1).flow(1, 65536, 0) == Approx(65536 / 110.0));
}

TEST_CASE("moves take the bandwidth of whole boxes", "[models][timing]") {
  isa::Img2Col left;
  left.step_m = 64;
  left.step_k = 250;  // 16 boxes
  CHECK(timing::fixed_cost({left}, Knobs(), timing::PipeBefore::Idle) == 50 + 32768 / 256);
}

TEST_CASE("behind its like a load of L0 takes the time of its bytes", "[models][timing]") {
  isa::FractalLoad load;
  load.opcode = Opcode::LOAD_L1_TO_L0B;
  load.repeats = 16;
  const auto cost = [&load](timing::PipeBefore before) {
    return timing::fixed_cost({load}, Knobs(), before);
  };
  CHECK(cost(timing::PipeBefore::Idle) == 28 + 64);
  CHECK(cost(timing::PipeBefore::Other) == 28 + 64);
  CHECK(cost(timing::PipeBefore::Alike) == 64);
  isa::LocalBurstCopy bias;
  bias.opcode = Opcode::COPY_L1_TO_BT;
  bias.bursts = bias.burst_units = 1;
  CHECK(timing::fixed_cost({bias}, Knobs(), timing::PipeBefore::Alike) == 20 + 64 / 32);
}

TEST_CASE("128 half numbers go through division and roots as 64 do twice", "[models][timing]") {
  CHECK(lanes(Opcode::VEXP, DType::FLOAT32).slope == 2);
  CHECK(lanes(Opcode::VEXP, DType::FLOAT16).slope == 2);
  CHECK(lanes(Opcode::VSQRT, DType::FLOAT16).slope == 4);
  CHECK(lanes(Opcode::VDIV, DType::FLOAT16).slope == 8);
  isa::LaneInstruction half_row;
  half_row.opcode = Opcode::VDIV;
  half_row.dtype = DType::FLOAT16;
  half_row.mask = {false, 0, ~std::uint64_t{0}};
  CHECK(timing::vector_cost({half_row}, Knobs()).slope == 4);
  CHECK(lanes(Opcode::VADD, DType::FLOAT16).slope == 1);
}

TEST_CASE("a vreducev2 row longer than a repeat costs a slope per 256 bytes", "[models][timing]") {
  isa::CompactInstruction compress;
  compress.mask = {true, 0, 64};
  CHECK(timing::vector_cost({compress}, Knobs()).slope == 14);
  compress.mask.low = 65;
  CHECK(timing::vector_cost({compress}, Knobs()).slope == 28);
}

TEST_CASE("every opcode that takes time has a row in the table", "[models][timing]") {
  for (const isa::OpcodeInfo& opcode : isa::kOpcodes) {
    if (opcode.kind == isa::OpcodeKind::Scalar || opcode.kind == isa::OpcodeKind::Aicpu) continue;
    bool found = false;
    for (const timing::CostRow& row : timing::cost_table()) found |= row.name == opcode.name;
    CAPTURE(opcode.name);
    CHECK(found);
  }
}

}  // namespace npusim::test
