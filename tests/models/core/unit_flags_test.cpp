// SPDX-License-Identifier: Apache-2.0
// Unit flags of L0C: which units an instruction looks at, and how long it waits for them.
#include "models/core/unit_flags.h"

#include <systemc>

#include "cce/port/issue.h"
#include "models/memory/sim_time.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"
#include "tests/support/sc_process.h"

using namespace npusim;

namespace {

isa::UnitFlagUse product(std::uint8_t unit_flag, std::uint16_t m, std::uint16_t n,
                         std::uint64_t c = 0) {
  isa::ProductInstruction operands;
  operands.m = m;
  operands.n = n;
  operands.k = 16;
  operands.c = c;
  operands.unit_flag = unit_flag;
  isa::Instruction instruction;
  instruction.operands = operands;
  return isa::unit_flag_use(instruction);
}

isa::UnitFlagUse store(std::uint8_t unit_flag, std::uint16_t m, std::uint16_t n,
                       std::uint16_t stride, std::uint64_t src = 0) {
  isa::FixPipeStore operands;
  operands.m = m;
  operands.n = n;
  operands.src = src;
  operands.src_stride = stride;
  operands.unit_flag = unit_flag;
  isa::Instruction instruction;
  instruction.operands = operands;
  return isa::unit_flag_use(instruction);
}

using Units = std::vector<std::uint16_t>;

}  // namespace

TEST_CASE("a box of floats has two units, whatever part of it is valid", "[models][unit_flags]") {
  CHECK(product(0, 16, 16).units.empty());
  CHECK(product(2, 1, 1).units == Units{0, 1});
  CHECK(product(3, 20, 17, 2048).units == Units{4, 5, 6, 7, 8, 9, 10, 11});
  CHECK(store(2, 16, 32, 32).units == Units{0, 1, 4, 5});
  CHECK(product(3, 0, 16).units.empty());
}

TEST_CASE("the fix pipe waits for the product, and the next product for it",
          "[models][unit_flags]") {
  UnitFlags flags;
  Cycle read = 0, written = 0;
  std::vector<std::uint32_t> handed_over;
  test::Process fix("fix", [&] {
    handed_over = flags.wait(store(3, 16, 16, 16));
    read = now();
    sc_core::wait(to_sc(10));
    flags.turn(store(3, 16, 16, 16), now() + 3);
  });
  test::Process cube("cube", [&] {
    CHECK(flags.wait(product(2, 16, 16)).empty());
    sc_core::wait(to_sc(50));
    flags.turn(product(3, 16, 16), now() + 6);
    CHECK(flags.wait(product(2, 16, 16)) == std::vector<std::uint32_t>{1});
    written = now();
  });
  sc_core::sc_start(to_sc(1000));
  CHECK(read == 56);
  CHECK(handed_over == std::vector<std::uint32_t>{1});
  CHECK(written == 69);
}

TEST_CASE("a store that takes more than the product gave waits for ever, until all are cleared",
          "[models][unit_flags]") {
  UnitFlags flags;
  bool passed = false;
  test::Process cube("cube", [&] { flags.turn(product(3, 16, 16), now()); });
  test::Process fix("fix", [&] {
    flags.wait(store(2, 32, 16, 32));
    passed = true;
  });
  bool writes = false;
  test::Process next("next", [&] {
    sc_core::wait(to_sc(500));
    CHECK_FALSE(passed);
    flags.clear();
    flags.wait(product(2, 32, 16));
    writes = true;
  });
  sc_core::sc_start(to_sc(1000));
  CHECK_FALSE(passed);
  CHECK(writes);
}

namespace {

/// Two products into one accumulator and a store, ordered by unit flags alone.
void add_products(std::uint8_t last) {
  isa::MatrixFill ones;
  ones.dtype = DType::FLOAT16;
  ones.value = 0x3C00;
  ones.repeats = ones.blocks = 1;
  for (const isa::Opcode opcode : {isa::Opcode::FILL_L0A, isa::Opcode::FILL_L0B}) {
    ones.opcode = opcode;
    npusim_issue_matrix_fill(&ones, nullptr, 0);
  }
  test::flag(Pipe::MTE1, Pipe::M);
  isa::ProductInstruction product;
  product.a_type = product.b_type = DType::FLOAT16;
  product.m = product.n = product.k = 16;
  product.start = isa::ProductStart::Zero;
  product.unit_flag = 2;
  npusim_issue_product(&product, nullptr, 0);
  product.start = isa::ProductStart::Accumulator;
  product.unit_flag = last;
  npusim_issue_product(&product, nullptr, 0);
  isa::FixPipeStore out;
  out.dst = kWindowBase;
  out.m = out.n = out.src_stride = 16;
  out.dst_stride = 16;
  out.to_rows = true;
  out.unit_flag = 3;
  npusim_write_register(static_cast<int>(port::SpecialRegister::NdPara), 1);
  npusim_issue_fix_pipe_store(&out, nullptr, 0);
  test::barrier(Pipe::ALL);
}
void with_last_turn(std::int64_t*) { add_products(3); }
void without_last_turn(std::int64_t*) { add_products(2); }

}  // namespace

TEST_CASE("a store waits for the last product of its part of L0C", "[models][unit_flags]") {
  test::OneCore core(CoreKind::AIC);
  core.run(with_last_turn);
  REQUIRE(core.finished());
  for (unsigned i = 0; i < 256; ++i) CHECK(core.gm<float>()[i] == 32.0f);
}

TEST_CASE("a store whose product never turns its flags stands still, and says so",
          "[models][unit_flags]") {
  test::OneCore core(CoreKind::AIC);
  core.run(without_last_turn);
  CHECK_FALSE(core.finished());
  CHECK(core.waiting_for().find("waits for the unit flags of L0C at copy_matrix_cc_to_gm") !=
        std::string::npos);
}
