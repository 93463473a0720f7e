// SPDX-License-Identifier: Apache-2.0
// Reductions, broadcast, compress, gather, compare, select and transpose on small examples.
#include <bit>
#include <cstring>
#include <numeric>

#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

using isa::Opcode;

/// UB as floats, 0.5*i at element i.
struct Ub {
  std::vector<float> values = std::vector<float>(4096);
  isa::VectorState state;
  isa::ExecuteOptions options;

  Ub() {
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = 0.5f * static_cast<float>(i);
  }
  void run(const isa::Instruction& instruction) {
    isa::execute_vector(instruction,
                        {reinterpret_cast<std::uint8_t*>(values.data()), values.size() * 4}, state,
                        options);
  }
  std::uint32_t bits(std::size_t i) const { return std::bit_cast<std::uint32_t>(values[i]); }
};

}  // namespace

TEST_CASE("vcadd sums ascending in the reference and by a tree in hardware order",
          "[models][isa][vector]") {
  Ub ub;
  Random random(5);
  for (unsigned i = 0; i < 64; ++i) {
    ub.values[i] = static_cast<float>(random.below(1000000)) * 0.37f;
  }
  float ascending = 0;
  for (unsigned i = 0; i < 64; ++i) ascending += ub.values[i];
  std::vector<float> level(ub.values.begin(), ub.values.begin() + 64);
  for (; level.size() > 1; level.resize(level.size() / 2)) {
    for (std::size_t i = 0; i < level.size() / 2; ++i) level[i] = level[2 * i] + level[2 * i + 1];
  }
  isa::ReduceInstruction sum;
  sum.dst = 4096;
  ub.run({sum});
  REQUIRE(ub.values[1024] == ascending);
  ub.options.numerics = Numerics::Hardware;
  ub.run({sum});
  REQUIRE(ub.values[1024] == level[0]);
  REQUIRE(level[0] != ascending);
}

TEST_CASE("vcadd of a whole row sums all columns ascending, a result per row",
          "[models][isa][vector]") {
  Ub ub;
  isa::ReduceInstruction sum;
  sum.src.address = 8192;
  sum.dst = 12288;
  sum.repeats = 3;
  sum.dst_repeat = 1;  // elements
  sum.row_sum = isa::RowSum{0, 512, 100};
  float expected[3] = {};
  for (unsigned row = 0; row < 3; ++row) {
    for (unsigned col = 0; col < 100; ++col) expected[row] += ub.values[row * 128 + col];
  }
  ub.run({sum});
  for (unsigned row = 0; row < 3; ++row) REQUIRE(ub.values[3072 + row] == expected[row]);
}

TEST_CASE("vcmax and vcmin find the extremes of the masked lanes", "[models][isa][vector]") {
  Ub ub;
  isa::ReduceInstruction extreme;
  extreme.opcode = Opcode::VCMAX;
  extreme.dst = 4096;
  extreme.mask.low = 0xFF0;
  ub.run({extreme});
  REQUIRE(ub.values[1024] == 5.5f);
  extreme.opcode = Opcode::VCMIN;
  ub.run({extreme});
  REQUIRE(ub.values[1024] == 2.0f);
}

TEST_CASE("vbrcb fills a block with each of eight elements a repeat", "[models][isa][vector]") {
  Ub ub;
  isa::BroadcastInstruction broadcast;
  broadcast.dst.address = 4096;
  broadcast.repeats = 2;
  ub.run({broadcast});
  for (unsigned i = 0; i < 128; ++i) {
    REQUIRE(ub.values[1024 + i] == 0.5f * static_cast<float>(i / 8));
  }
}

TEST_CASE("vreducev2 keeps the pattern's columns of each row and appends the rows",
          "[models][isa][vector]") {
  constexpr unsigned kFirst[] = {0, 0, 1, 0, 1, 2, 3, 0}, kStep[] = {0, 2, 2, 4, 4, 4, 4, 1};
  for (std::uint8_t pattern = 1; pattern <= 7; ++pattern) {
    Ub ub;
    isa::CompactInstruction compress;
    compress.dst = 8192;
    compress.pattern = pattern;
    compress.repeats = 3;
    compress.src0.repeat_stride = 16;
    compress.mask = {true, 0, 100};  // 100 columns a row
    std::vector<float> expected;
    for (unsigned row = 0; row < 3; ++row) {
      for (unsigned col = kFirst[pattern]; col < 100; col += kStep[pattern]) {
        expected.push_back(ub.values[row * 128 + col]);
      }
    }
    ub.run({compress});
    CAPTURE(pattern);
    for (std::size_t i = 0; i < expected.size(); ++i) REQUIRE(ub.values[2048 + i] == expected[i]);
    REQUIRE(ub.state.kept_elements == expected.size());
  }
}

TEST_CASE("vgather reads each offset, and reports one outside UB", "[models][isa][vector]") {
  Ub ub;
  for (std::uint32_t i = 0; i < 64; ++i) {
    ub.values[i] = std::bit_cast<float>((63 - i) * 4);  // reversed
  }
  isa::GatherInstruction gather;
  gather.dst.address = 8192;
  gather.base = 4096;
  gather.extent = 256;
  ub.run({gather});
  for (unsigned i = 0; i < 64; ++i) REQUIRE(ub.values[2048 + i] == ub.values[1024 + 63 - i]);
  REQUIRE(ub.state.fault_address == isa::VectorState::kNoFault);
  ub.values[5] = std::bit_cast<float>(0x10000u);
  ub.run({gather});
  REQUIRE(ub.state.fault_address == 4096 + 0x10000u);
}

TEST_CASE("vcmpvs packs a bit per lane, low bit first", "[models][isa][vector]") {
  using Compare = bool (*)(float, float);
  constexpr Compare kCompares[] = {
      [](float a, float b) { return a == b; }, [](float a, float b) { return a != b; },
      [](float a, float b) { return a < b; },  [](float a, float b) { return a <= b; },
      [](float a, float b) { return a > b; },  [](float a, float b) { return a >= b; }};
  for (std::uint8_t mode = 0; mode < 6; ++mode) {
    Ub ub;
    isa::CompareInstruction compare;
    compare.opcode = Opcode::VCMPVS;
    compare.dst.address = 8192;
    compare.comparison = static_cast<isa::Comparison>(mode);
    compare.repeats = 2;
    compare.scalar = std::bit_cast<std::uint32_t>(20.0f);
    ub.run({compare});
    for (unsigned lane = 0; lane < 128; ++lane) {
      const bool bit = (ub.bits(2048 + lane / 32) >> (lane % 32) & 1) != 0;
      CAPTURE(mode, lane);
      REQUIRE(bit == kCompares[mode](0.5f * static_cast<float>(lane), 20.0f));
    }
  }
}

TEST_CASE("vsel takes bits from the address that set_cmpmask loaded", "[models][isa][vector]") {
  Ub ub;
  ub.values[3000] = std::bit_cast<float>(0xF0F0F0F0u);
  ub.values[3001] = std::bit_cast<float>(0x0000FFFFu);
  ub.values[3008] = std::bit_cast<float>(12000u);  // address of the bits
  isa::CompareMaskMove mask;
  mask.address = 3008 * 4;
  ub.run({mask});
  isa::SelectInstruction select;
  select.dst.address = 8192;
  select.src1.address = 4096;
  select.mode = isa::SelectMode::MaskAddress;
  select.bits = 12000;
  ub.run({select});
  for (unsigned lane = 0; lane < 64; ++lane) {
    const std::uint64_t bits = 0x0000FFFFF0F0F0F0u;
    REQUIRE(ub.values[2048 + lane] == ub.values[(bits >> lane & 1) != 0 ? lane : 1024 + lane]);
  }
}

TEST_CASE("scatter_vnchwconv transposes 16 rows by element size", "[models][isa][vector]") {
  std::vector<std::uint8_t> ub(16 * 1024);
  for (std::size_t i = 0; i < 4096; ++i) ub[i] = static_cast<std::uint8_t>(hash64(9, i));
  isa::VectorState state;
  for (const DType type : {DType::FLOAT32, DType::FLOAT16}) {
    const unsigned size = size_bytes(type), columns = 32 / size;
    isa::TransposeInstruction transpose;
    transpose.dtype = type;
    for (unsigned i = 0; i < 16; ++i) {
      transpose.src[i] = i * 128;
      // A line of 16: of 4-byte elements in two blocks.
      transpose.dst[i] = 8192 + (size == 4 ? i / 2 * 64 + i % 2 * 32 : i * 64);
    }
    isa::execute_vector({transpose}, {ub.data(), ub.size()}, state, {});
    for (unsigned row = 0; row < 16; ++row) {
      for (unsigned col = 0; col < columns; ++col) {
        REQUIRE(std::memcmp(&ub[row * 128 + col * size], &ub[8192 + col * 64 + row * size], size) ==
                0);
      }
    }
  }
  // Four instructions transpose 32 x 32 bytes.
  for (const bool lower_rows : {false, true}) {
    for (const bool right_half : {false, true}) {
      isa::TransposeInstruction transpose;
      transpose.dtype = DType::INT8;
      transpose.dst_high = lower_rows;
      transpose.src_high = right_half;
      for (unsigned i = 0; i < 16; ++i) {
        transpose.src[i] = (lower_rows ? 16 + i : i) * 32;
        transpose.dst[i] = 8192 + (right_half ? 16 + i : i) * 32;
      }
      isa::execute_vector({transpose}, {ub.data(), ub.size()}, state, {});
    }
  }
  for (unsigned row = 0; row < 32; ++row) {
    for (unsigned col = 0; col < 32; ++col)
      REQUIRE(ub[row * 32 + col] == ub[8192 + col * 32 + row]);
  }
}

TEST_CASE("a partial last repeat in count mode is a footprint entry of its own",
          "[models][isa][vector]") {
  isa::LaneInstruction add;
  add.opcode = Opcode::VADDS;
  add.dst.address = 4096;
  add.mask = {true, 0, 150};
  add.repeats = isa::repeats_for(150, DType::FLOAT32);
  std::vector<isa::Footprint> footprint;
  isa::footprint(add, footprint);
  REQUIRE(footprint.size() == 4);
  REQUIRE(footprint[0].span.groups == 2);
  REQUIRE(footprint[0].span.run_bytes == 256);
  REQUIRE(footprint[1].span.address == 512);
  REQUIRE(footprint[1].span.run_bytes == 88);
}

}  // namespace npusim::test
