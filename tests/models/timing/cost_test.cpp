// SPDX-License-Identifier: Apache-2.0
// The cost table against published measurements (tile-isa.md sections 5.1 to 5.6).
#include "models/timing/cost.h"

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

Cycle product(DType type, std::uint32_t m, std::uint32_t k, std::uint32_t n, bool idle = true) {
  isa::Instruction instruction;
  instruction.opcode = Opcode::MAD;
  instruction.product.a_type = instruction.product.b_type = type;
  instruction.product.m = m;
  instruction.product.k = k;
  instruction.product.n = n;
  return timing::fixed_cost(instruction, Knobs(), idle);
}

isa::Instruction vector(Opcode opcode) {
  isa::Instruction instruction;
  instruction.opcode = opcode;
  return instruction;
}

/// Idle pipe, `repeats` repeats, drained by a barrier.
double drained(Opcode opcode, double repeats) {
  const timing::VectorCost cost = timing::vector_cost(vector(opcode), Knobs());
  return cost.head + cost.slope * repeats + cost.tail;
}

double transfer(Opcode opcode, double bytes, const Knobs& knobs = Knobs()) {
  const timing::TransferCost cost = timing::transfer_cost(vector(opcode), knobs);
  return cost.startup + bytes / cost.bytes_per_cycle;
}

}  // namespace

TEST_CASE("the cube's formula meets the published cases exactly", "[models][timing]") {
  CHECK(product(DType::FLOAT16, 40, 50, 60) == 54);
  CHECK(product(DType::INT8, 6, 7, 8) == 7);
  CHECK(product(DType::FLOAT16, 128, 128, 64) == 262);
  CHECK(product(DType::FLOAT32, 120, 110, 50) == 902);
  CHECK(product(DType::BFLOAT16, 64, 256, 64) == 262);
}

TEST_CASE("the cube's start-up is charged only when the pipe was idle", "[models][timing]") {
  CHECK(product(DType::BFLOAT16, 64, 256, 64, false) == 256);
}

TEST_CASE("vector costs meet the single-instruction fits of a 910B3", "[models][timing]") {
  // Published: slope*repeats + constant. Tolerance: slope_tolerance a repeat, and 2 cycles. vmul's
  // is wide because the published table (2 per repeat) and the published fit (2.3) disagree.
  struct Fit {
    Opcode opcode;
    double slope, constant;
    double slope_tolerance;
  };
  const Fit kFits[] = {{Opcode::VADD, 2.11, 24, 0.12},  {Opcode::VDIV, 4.03, 31, 0.12},
                       {Opcode::VEXP, 2.00, 31, 0.12},  {Opcode::VLN, 2.00, 33, 0.12},
                       {Opcode::VMAXS, 1.00, 23, 0.12}, {Opcode::VRELU, 1.00, 23, 0.12},
                       {Opcode::VMAX, 2.01, 23, 0.12},  {Opcode::VMUL, 2.3, 25, 0.31},
                       {Opcode::VMULS, 1.0, 26, 0.12}};
  std::string table =
      fmt::format("{:8} {:>10} {:>10} {:>8}\n", "opcode", "published", "model", "off");
  for (const Fit& fit : kFits) {
    for (const double repeats : {1.0, 64.0}) {
      const double published = fit.slope * repeats + fit.constant;
      const double model = drained(fit.opcode, repeats);
      table += fmt::format("{:8} {:10.1f} {:10.1f} {:7.1f}%\n", isa::info(fit.opcode).name,
                           published, model, 100 * (model - published) / published);
      CAPTURE(isa::info(fit.opcode).name, repeats, published, model);
      CHECK(std::fabs(model - published) <= fit.slope_tolerance * repeats + 2.0);
    }
  }
  WARN(table);
}

TEST_CASE("vector costs meet the device's cycles for 64 x 64 float tiles", "[models][timing]") {
  struct Anchor {
    Opcode opcode;
    double repeats, cycles, tolerance;
  };
  const Anchor kAnchors[] = {{Opcode::VADD, 64, 160, 0.06},  {Opcode::VMUL, 64, 168, 0.1},
                             {Opcode::VSUB, 64, 153, 0.02},  {Opcode::VDIV, 64, 288, 0.02},
                             {Opcode::VEXP, 64, 159, 0.02},  {Opcode::VSQRT, 64, 160, 0.06},
                             {Opcode::VCADD, 64, 492, 0.02}, {Opcode::VADDS, 32, 57, 0.12},
                             {Opcode::VMULS, 32, 58, 0.02},  {Opcode::VCMAX, 64, 480, 0.06}};
  std::string table = fmt::format("{:8} {:>8} {:>8} {:>8}\n", "opcode", "device", "model", "off");
  for (const Anchor& anchor : kAnchors) {
    const double model = drained(anchor.opcode, anchor.repeats);
    const double off = (model - anchor.cycles) / anchor.cycles;
    table += fmt::format("{:8} {:8.0f} {:8.0f} {:7.1f}%\n", isa::info(anchor.opcode).name,
                         anchor.cycles, model, 100 * off);
    CAPTURE(isa::info(anchor.opcode).name, model, anchor.cycles);
    CHECK(std::fabs(off) <= anchor.tolerance);
  }
  WARN(table);
}

TEST_CASE("rows of a TMOV cost 16 cycles each", "[models][timing]") {
  CHECK(std::fabs(drained(Opcode::COPY_UB_TO_UB, 64) - 1029) / 1029 < 0.01);
}

TEST_CASE("loads to UB meet the device's TLOAD cycles", "[models][timing]") {
  struct Anchor {
    double instructions, bytes, cycles;
  };
  for (const Anchor& a : {Anchor{1, 65536, 776},
                          {8, 8192, 2624},
                          {32, 512, 8576},
                          {32, 1024, 8704},
                          {1, 32768, 519},
                          {1, 16384, 392}}) {
    CAPTURE(a.instructions, a.bytes);
    CHECK(std::fabs(a.instructions * transfer(Opcode::COPY_GM_TO_UB, a.bytes) - a.cycles) <= 1);
  }
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
  isa::Instruction left = vector(Opcode::LOAD_L1_TO_L0A);
  left.move.target.loc = port::TileLoc::Left;
  left.move.target.dtype = DType::BFLOAT16;
  left.move.target.inner = port::InnerLayout::RowMajor;
  left.move.target.valid_rows = 64;
  left.move.target.valid_cols = 250;  // 16 boxes
  // floor(bytes / 2^30 / GiB/s * 1.85e9), as published
  CHECK(timing::fixed_cost(left, Knobs(), true) ==
        static_cast<Cycle>(32768 / 1073741824.0 / 441.0 * 1.85e9));
}

TEST_CASE("count mode costs 16 more, once, for the two-source instructions", "[models][timing]") {
  for (const Opcode opcode : {Opcode::VADD, Opcode::VADDS}) {
    isa::Instruction instruction = vector(opcode);
    CHECK(timing::vector_cost(instruction, Knobs()).extra == 0);
    instruction.mask.count_mode = true;
    CHECK(timing::vector_cost(instruction, Knobs()).extra == (opcode == Opcode::VADD ? 16u : 0u));
  }
}

TEST_CASE("a vreducev2 row longer than a repeat costs a slope per 256 bytes", "[models][timing]") {
  isa::Instruction compress = vector(Opcode::VREDUCEV2);
  compress.mask = {true, 0, 64};
  CHECK(timing::vector_cost(compress, Knobs()).slope == 14);
  compress.mask.low = 65;
  CHECK(timing::vector_cost(compress, Knobs()).slope == 28);
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
