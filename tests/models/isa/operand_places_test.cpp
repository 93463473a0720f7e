// SPDX-License-Identifier: Apache-2.0
// Where operands must start: one bit of an address at a time, by the table of intrinsics.md 2.1 (5)
// and 2.3.7.
#include "models/isa/operand_places.h"

#include <algorithm>

#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::isa;

namespace {

/// The names of the operands that start where they must not, joined.
std::string misaligned(const Operands& operands) {
  Instruction instruction;
  instruction.operands = operands;
  OperandPlaces places;
  operand_places(instruction, places);
  std::string names;
  for (const OperandPlace& place : places) {
    if (!place.aligned()) names += (names.empty() ? "" : " ") + std::string(place.name);
  }
  return names;
}

/// The smallest power of two on which `with(address)` may start.
template <typename With>
std::uint64_t boundary(With with) {
  for (std::uint64_t step = 1; step <= 4096; step *= 2) {
    if (misaligned(with(4096 + step)).empty()) return step;
  }
  return 0;
}

ReduceInstruction reduction(Opcode opcode, DType dtype, ReduceOrder order, std::uint64_t dst) {
  ReduceInstruction reduce;
  reduce.opcode = opcode;
  reduce.dtype = dtype;
  reduce.order = order;
  reduce.dst = dst;
  return reduce;
}

}  // namespace

TEST_CASE("every operand is named that starts in the middle of a block") {
  LaneInstruction lane;
  lane.dst.address = 32;
  lane.src0.address = 64;
  lane.src1.address = 96;
  REQUIRE(misaligned(lane).empty());
  lane.src1.address = 100;
  REQUIRE(misaligned(lane) == "src1");
  lane.dst.address = 33;
  REQUIRE(misaligned(lane) == "dst src1");

  MergeInstruction merge;
  merge.valid_lists = 3;
  merge.lists = {8, 20, 1, 1};
  REQUIRE(misaligned(merge) == "src[1]");
}

TEST_CASE("an operand starts where its memory lets it") {
  REQUIRE(boundary([](std::uint64_t at) {
            ConvertInstruction convert;
            convert.src.address = at;
            return convert;
          }) == 32);
  const auto copy = [](Opcode opcode, bool align, std::uint64_t gm, std::uint64_t local) {
    GmCopy move;
    move.opcode = opcode;
    move.align = align;
    move.gm_address = gm;
    move.local_address = local;
    return move;
  };
  for (const Opcode opcode : {Opcode::COPY_GM_TO_UB, Opcode::COPY_UB_TO_GM, Opcode::COPY_GM_TO_L1,
                              Opcode::COPY_L1_TO_GM}) {
    REQUIRE(boundary([&](std::uint64_t at) { return copy(opcode, true, 0, at); }) == 32);
    REQUIRE(boundary([&](std::uint64_t at) { return copy(opcode, true, at, 0); }) == 1);
    REQUIRE(boundary([&](std::uint64_t at) { return copy(opcode, false, at, 0); }) == 32);
  }
  REQUIRE(boundary([](std::uint64_t at) {
            FractalLoad load;
            load.l0_address = at;
            return load;
          }) == 512);
  REQUIRE(boundary([](std::uint64_t at) {
            FractalLoad load;
            load.l1_address = at;
            return load;
          }) == 32);
  REQUIRE(boundary([](std::uint64_t at) {
            FixPipeStore store;
            store.src = at;
            return store;
          }) == 64);
  const auto burst = [](Opcode opcode) {
    return [opcode](std::uint64_t at) {
      LocalBurstCopy move;
      move.opcode = opcode;
      move.dst = at;
      return move;
    };
  };
  REQUIRE(boundary(burst(Opcode::COPY_L1_TO_BT)) == 64);
  REQUIRE(boundary(burst(Opcode::COPY_L1_TO_FB)) == 128);
}

TEST_CASE("accumulators start on 64 bytes, on 1024 of sparse products") {
  const auto product = [](Opcode opcode) {
    return [opcode](std::uint64_t at) {
      ProductInstruction mad;
      mad.opcode = opcode;
      mad.c = at;
      return mad;
    };
  };
  REQUIRE(boundary(product(Opcode::MAD)) == 64);
  REQUIRE(boundary(product(Opcode::MAD_SPARSE)) == 1024);
  REQUIRE(boundary([](std::uint64_t at) {
            ProductInstruction mad;
            mad.a = at;
            return mad;
          }) == 512);
}

TEST_CASE("results of reductions start on their own size") {
  const auto result = [](Opcode opcode, DType dtype, ReduceOrder order = ReduceOrder::OnlyValue) {
    return boundary([=](std::uint64_t at) { return reduction(opcode, dtype, order, at); });
  };
  REQUIRE(result(Opcode::VCADD, DType::FLOAT16) == 2);
  REQUIRE(result(Opcode::VCADD, DType::FLOAT32) == 4);
  REQUIRE(result(Opcode::VCMAX, DType::FLOAT16) == 2);
  REQUIRE(result(Opcode::VCMAX, DType::FLOAT16, ReduceOrder::ValueIndex) == 4);
  REQUIRE(result(Opcode::VCMIN, DType::FLOAT32, ReduceOrder::IndexValue) == 8);
  REQUIRE(result(Opcode::VCMIN, DType::FLOAT16, ReduceOrder::OnlyIndex) == 4);
  REQUIRE(result(Opcode::VCGADD, DType::FLOAT16) == 16);
  REQUIRE(result(Opcode::VCGMAX, DType::FLOAT32) == 32);
  REQUIRE(result(Opcode::VCPADD, DType::FLOAT32) == 32);
}
