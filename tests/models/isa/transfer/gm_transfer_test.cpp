// SPDX-License-Identifier: Apache-2.0
// Loads and stores between GM and local memories, byte by byte from the layout table.
#include "models/isa/transfer/gm_transfer.h"

#include <bit>
#include <cstring>
#include <set>

#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

std::vector<std::uint8_t> random_bytes(std::size_t count, std::uint64_t seed) {
  std::vector<std::uint8_t> bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(hash64(seed, i));
  return bytes;
}

std::set<std::uint64_t> local_bytes(const isa::Transfer& transfer) {
  std::vector<isa::Footprint> footprint;
  isa::footprint(transfer, footprint);
  std::set<std::uint64_t> bytes;
  for (const isa::Footprint& access : footprint) {
    if (access.space == MemSpace::GM) continue;
    for (std::int64_t g = 0; g < access.span.groups; ++g) {
      for (std::int64_t r = 0; r < access.span.runs; ++r) {
        for (std::uint64_t b = 0; b < access.span.run_bytes; ++b) {
          bytes.insert(access.span.address + b +
                       static_cast<std::uint64_t>(g * access.span.group_stride +
                                                  r * access.span.run_stride));
        }
      }
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("a linear load writes the valid bytes and pads the last block of each row",
          "[models][isa][transfer]") {
  for (const bool pad : {false, true}) {
    isa::Transfer transfer;
    transfer.opcode = isa::Opcode::COPY_GM_TO_UB;
    transfer.local_address = 64;
    transfer.bursts = 3;
    transfer.burst_bytes = 40;
    transfer.gm_stride = 100;
    transfer.local_stride = 96;
    transfer.pad = pad;
    transfer.pad_bits = 0xFF800000u;
    const auto rows = random_bytes(120, 1);
    std::vector<std::uint8_t> local(1024, 0xAA), expected = local;
    std::set<std::uint64_t> touched;
    for (unsigned row = 0; row < 3; ++row) {
      for (unsigned i = 0; i < (pad ? 64u : 40u); ++i) {
        const unsigned at = 64 + row * 96 + i;
        expected[at] =
            i < 40 ? rows[row * 40 + i] : static_cast<std::uint8_t>(0xFF800000u >> (8 * (i % 4)));
        touched.insert(at);
      }
    }
    isa::land(transfer, 0, 1, rows.data(), {local.data(), local.size()});
    isa::land(transfer, 1, 2, rows.data() + 40, {local.data(), local.size()});
    REQUIRE(local == expected);
    REQUIRE(local_bytes(transfer) == touched);
  }
}

TEST_CASE("a load to Nz puts each element into its box", "[models][isa][transfer]") {
  constexpr unsigned kRows = 21, kCols = 50, kTileRows = 32;
  isa::Transfer transfer;
  transfer.opcode = isa::Opcode::COPY_GM_TO_L1_ND2NZ;
  transfer.layout = isa::TransferLayout::NdToNz;
  transfer.local_space = MemSpace::L1;
  transfer.local_address = 128;
  transfer.local_type = transfer.gm_type = DType::BFLOAT16;
  transfer.bursts = kRows;
  transfer.burst_bytes = kCols * 2;
  transfer.local_rows = kTileRows;
  const auto rows = random_bytes(kRows * kCols * 2, 2);
  std::vector<std::uint8_t> local(8192, 0xAA), expected = local;
  std::set<std::uint64_t> touched;
  for (unsigned r = 0; r < kRows; ++r) {
    for (unsigned c = 0; c < kCols; ++c) {
      const unsigned at =
          128 + 2 * ((c / 16) * kTileRows * 16 + (r / 16) * 256 + (r % 16) * 16 + c % 16);
      std::memcpy(&expected[at], &rows[(r * kCols + c) * 2], 2);
      touched.insert({at, at + 1});
    }
  }
  isa::land(transfer, 0, 7, rows.data(), {local.data(), local.size()});
  isa::land(transfer, 7, kRows - 7, rows.data() + 7 * kCols * 2, {local.data(), local.size()});
  REQUIRE(local == expected);
  REQUIRE(local_bytes(transfer) == touched);
}

TEST_CASE("a load to Zn puts column j's element i into its transposed box",
          "[models][isa][transfer]") {
  constexpr unsigned kRows = 40, kCols = 20, kTileCols = 32;
  isa::Transfer transfer;
  transfer.layout = isa::TransferLayout::DnToZn;
  transfer.local_type = transfer.gm_type = DType::BFLOAT16;
  transfer.bursts = kCols;
  transfer.burst_bytes = kRows * 2;
  transfer.local_rows = kTileCols;
  const auto columns = random_bytes(kRows * kCols * 2, 3);
  std::vector<std::uint8_t> local(8192, 0xAA), expected = local;
  for (unsigned c = 0; c < kCols; ++c) {
    for (unsigned r = 0; r < kRows; ++r) {
      const unsigned at = 2 * ((r / 16) * kTileCols * 16 + (c / 16) * 256 + (c % 16) * 16 + r % 16);
      std::memcpy(&expected[at], &columns[(c * kRows + r) * 2], 2);
    }
  }
  isa::land(transfer, 0, kCols, columns.data(), {local.data(), local.size()});
  REQUIRE(local == expected);
}

TEST_CASE("a store of the accumulator converts each element", "[models][isa][transfer]") {
  constexpr unsigned kRows = 19, kCols = 37, kTileRows = 32;
  std::vector<float> l0c(kTileRows * 48);
  for (std::size_t i = 0; i < l0c.size(); ++i) {
    l0c[i] = static_cast<float>(static_cast<int>(hash64(4, i) % 100000) - 50000) / 77;
  }
  for (const DType type : {DType::FLOAT32, DType::FLOAT16, DType::BFLOAT16}) {
    for (const bool relu : {false, true}) {
      isa::Transfer transfer;
      transfer.opcode = isa::Opcode::COPY_L0C_TO_GM;
      transfer.layout = isa::TransferLayout::NzToNd;
      transfer.local_space = MemSpace::L0C;
      transfer.gm_type = type;
      transfer.relu = relu;
      transfer.bursts = kRows;
      transfer.burst_bytes = kCols * size_bytes(type);
      transfer.local_rows = kTileRows;
      std::vector<std::uint8_t> rows(kRows * transfer.burst_bytes);
      isa::LocalMemories memories;
      memories[MemSpace::L0C] = {reinterpret_cast<std::uint8_t*>(l0c.data()), l0c.size() * 4};
      isa::gather(transfer, 0, 5, memories, rows.data());
      isa::gather(transfer, 5, kRows - 5, memories, rows.data() + 5 * transfer.burst_bytes);
      for (unsigned r = 0; r < kRows; ++r) {
        for (unsigned c = 0; c < kCols; ++c) {
          float value = l0c[(c / 16) * kTileRows * 16 + (r / 16) * 256 + (r % 16) * 16 + c % 16];
          if (relu && value < 0) value = 0;
          std::uint32_t expected = std::bit_cast<std::uint32_t>(value), found = 0;
          if (type == DType::FLOAT16) expected = float_to_float16_rne(value);
          if (type == DType::BFLOAT16) expected = float_to_bfloat16_rne(value);
          std::memcpy(&found, &rows[(r * kCols + c) * size_bytes(type)], size_bytes(type));
          REQUIRE(found == expected);
        }
      }
      REQUIRE(local_bytes(transfer).size() == kRows * kCols * 4);
    }
  }
}

TEST_CASE("quantising stores are not modelled", "[models][isa][transfer]") {
  isa::Transfer transfer;
  transfer.opcode = isa::Opcode::COPY_L0C_TO_GM;
  transfer.layout = isa::TransferLayout::NzToNd;
  transfer.gm_type = DType::INT8;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(transfer, footprint), isa::NotModelled);
}

}  // namespace npusim::test
