// SPDX-License-Identifier: Apache-2.0
// The cost table's rules: start-up, count mode, long rows. Published figures: published_test.cpp.
#include "models/timing/cost.h"

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

Cycle product(DType type, std::uint16_t m, std::uint16_t k, std::uint16_t n, bool idle = true) {
  isa::ProductInstruction product;
  product.a_type = product.b_type = type;
  product.m = m;
  product.k = k;
  product.n = n;
  return timing::fixed_cost({product}, Knobs(), idle);
}

double transfer(Opcode opcode, double bytes, const Knobs& knobs = Knobs()) {
  isa::GmCopy copy;
  copy.opcode = opcode;
  const timing::TransferCost cost = timing::transfer_cost({copy}, knobs);
  return cost.startup + bytes / cost.bytes_per_cycle;
}

}  // namespace

TEST_CASE("the cube's start-up is charged only when the pipe was idle", "[models][timing]") {
  CHECK(product(DType::BFLOAT16, 64, 256, 64, false) == 256);
}

TEST_CASE("other transfers follow the fitted lines", "[models][timing]") {
  CHECK(transfer(Opcode::COPY_UB_TO_GM, 4096) == Approx(107 + 4096 / 16.4));
  CHECK(transfer(Opcode::COPY_L0C_TO_GM, 16384) == Approx(1216 + 16384 / 23.9));
  CHECK(transfer(Opcode::COPY_GM_TO_L1_ND2NZ, 65536) == Approx(67 + 65536 / 16.6));
  Knobs flat;
  flat.set("timing.l1_load", "flat");
  CHECK(transfer(Opcode::COPY_GM_TO_L1_ND2NZ, 65536, flat) == Approx(65536 / 78.35));
}

TEST_CASE("moves take the flat bandwidth of whole boxes", "[models][timing]") {
  isa::Img2Col left;
  left.step_m = 64;
  left.step_k = 250;  // 16 boxes
  // floor(bytes / 2^30 / GiB/s * 1.85e9), as published
  CHECK(timing::fixed_cost({left}, Knobs(), true) ==
        static_cast<Cycle>(32768 / 1073741824.0 / 441.0 * 1.85e9));
}

TEST_CASE("count mode costs 16 more, once, for the two-source instructions", "[models][timing]") {
  for (const Opcode opcode : {Opcode::VADD, Opcode::VADDS}) {
    isa::LaneInstruction instruction;
    instruction.opcode = opcode;
    CHECK(timing::vector_cost({instruction}, Knobs()).extra == 0);
    instruction.mask.count_mode = true;
    CHECK(timing::vector_cost({instruction}, Knobs()).extra == (opcode == Opcode::VADD ? 16u : 0u));
  }
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
