// SPDX-License-Identifier: Apache-2.0
// Bank conflicts of UB against a count by brute force, and the measured factors.
#include "models/timing/ub_banks.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "models/isa/footprint.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::VectorOperand;

std::uint64_t hundredths(const VectorOperand& dst, const VectorOperand& a, const VectorOperand& b,
                         std::uint32_t repeats = 64) {
  isa::LaneInstruction add;
  add.repeats = repeats;
  add.dst = dst;
  add.src0 = a;
  add.src1 = b;
  std::vector<isa::Footprint> footprint;
  isa::footprint(isa::Instruction{add}, footprint);
  return timing::bank_cycles(footprint, repeats);
}

/// The rows of 32 bytes of all blocks that an operand touches in a repeat.
std::set<std::uint64_t> rows_of(const VectorOperand& operand, std::uint32_t repeat) {
  std::set<std::uint64_t> rows;
  for (unsigned block = 0; block < 8; ++block) {
    rows.insert(operand.address / 32 + repeat * operand.repeat_stride +
                block * operand.block_stride);
  }
  return rows;
}

/// How many rows the fullest of the 16 groups has.
unsigned fullest(const std::set<std::uint64_t>& rows) {
  std::map<std::uint64_t, unsigned> count;
  unsigned most = 0;
  for (const std::uint64_t row : rows) most = std::max(most, ++count[row % 16]);
  return most;
}

}  // namespace

TEST_CASE("repeats without conflict take a cycle each", "[models][timing]") {
  CHECK(hundredths({0x20000}, {0}, {0x10100}) == 6400);
  CHECK(hundredths({0x10100}, {0}, {0x10100}) == 6400);  // in place
}

TEST_CASE("sources in one bank or group take two cycles", "[models][timing]") {
  CHECK(hundredths({0x10000}, {0}, {0x4000}) == 12800);
  CHECK(hundredths({0x14100}, {0}, {0x10000}) == 12800);
}

TEST_CASE("the shorter last repeat of count mode is one of its own", "[models][timing]") {
  isa::LaneInstruction add;
  add.mask = {true, 0, 2 * 64 + 8};
  add.dst = {0x20000};
  add.src0 = {0};
  add.src1 = {0x10100};
  std::vector<isa::Footprint> footprint;
  isa::footprint(isa::Instruction{add}, footprint);
  CHECK(timing::bank_cycles(footprint, 3) == 300);
}

TEST_CASE("a block read eight times is read once", "[models][timing]") {
  CHECK(hundredths({0x10100}, {0, 0, 8}, {0x10100}) == 6400);
}

TEST_CASE("blocks of one operand in one group come one after the other", "[models][timing]") {
  CHECK(hundredths({0x20000}, {0, 16, 8}, {0, 0, 0}, 8) >= 8 * 800);
  CHECK(hundredths({0x20000, 8, 1}, {0, 1, 8}, {0x100, 0, 0}, 8) >= 8 * 400);
}

TEST_CASE("a repeat that reads where the one before it is written waits", "[models][timing]") {
  const std::uint64_t apart = hundredths({0x4000}, {0}, {0x10100});
  const std::uint64_t one_off = hundredths({0x4020}, {0}, {0x10100});
  CHECK(apart == 6400);
  CHECK(one_off == 6400 + 64 * timing::kBankCosts.read_write);
  // They are in one bank for 15 repeats, and again from 96 on, when the source reaches the next.
  CHECK(hundredths({0xF020}, {0xA000}, {0x20100}, 128) ==
        12800 + 47 * timing::kBankCosts.read_write);
}

TEST_CASE("reads cost what the fullest group holds", "[models][timing]") {
  std::mt19937 random(7);
  const auto operand = [&](std::uint64_t bank) {
    return VectorOperand{bank + random() % 64 * 32, static_cast<std::uint16_t>(random() % 17),
                         static_cast<std::uint16_t>(random() % 9)};
  };
  for (int round = 0; round < 500; ++round) {
    const VectorOperand a = operand(0), b = operand(0x10000);
    std::uint64_t expected = 0;
    for (std::uint32_t repeat = 0; repeat < 16; ++repeat) {
      std::set<std::uint64_t> rows = rows_of(a, repeat);
      rows.merge(rows_of(b, repeat));
      expected += std::max(fullest(rows), 1u);
    }
    CAPTURE(a.address, a.block_stride, a.repeat_stride, b.address, b.block_stride, b.repeat_stride);
    // Written apart from both, a block at a time. A lone block may cost more than its row.
    const std::uint64_t cost = hundredths({0x20000, 1, 8}, a, b, 16);
    CHECK(cost >= std::min<std::uint64_t>(expected, 16 * 8) * 100);
    CHECK(cost <= expected * 100 + 16 * (timing::kBankCosts.lone_block - 100));
  }
}

}  // namespace npusim::test
