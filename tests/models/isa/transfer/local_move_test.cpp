// SPDX-License-Identifier: Apache-2.0
// Moves between local memories, element by element from the layout table.
#include "models/isa/transfer/local_move.h"

#include <cstring>

#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

library::TileRef tile(library::TileLoc loc, DType type, library::OuterLayout outer,
                      library::InnerLayout inner, int rows, int cols, std::uint16_t fractal = 512) {
  library::TileRef ref;
  ref.loc = loc;
  ref.dtype = type;
  ref.outer = outer;
  ref.inner = inner;
  ref.rows = ref.valid_rows = rows;
  ref.cols = ref.valid_cols = cols;
  ref.fractal_bytes = fractal;
  return ref;
}

constexpr auto kRow = library::OuterLayout::RowMajor;
constexpr auto kCol = library::OuterLayout::ColMajor;
constexpr auto kInRow = library::InnerLayout::RowMajor;
constexpr auto kInCol = library::InnerLayout::ColMajor;

}  // namespace

TEST_CASE("a block of an Nz tile moves to L0A as Zz and to L0B as Zn", "[models][isa][transfer]") {
  for (const DType type : {DType::BFLOAT16, DType::FLOAT32, DType::INT8}) {
    const unsigned size = size_bytes(type), c0 = 32 / size;
    constexpr unsigned kSourceRows = 96, kSourceCols = 128, kRows = 64, kCols = 64;
    std::vector<std::uint8_t> l1(kSourceRows * kSourceCols * size);
    for (std::size_t i = 0; i < l1.size(); ++i) l1[i] = static_cast<std::uint8_t>(hash64(6, i));
    for (const bool right : {false, true}) {
      isa::LocalMove move;
      move.opcode = right ? isa::Opcode::LOAD_L1_TO_L0B : isa::Opcode::LOAD_L1_TO_L0A;
      move.source = tile(library::TileLoc::Mat, type, kCol, kInRow, kSourceRows, kSourceCols);
      move.target = tile(right ? library::TileLoc::Right : library::TileLoc::Left, type, kRow,
                         right ? kInCol : kInRow, kRows, kCols);
      move.row = 32;
      move.col = 64;
      isa::WriteSet out;
      isa::LocalMemories memories;
      memories[MemSpace::L1] = {l1.data(), l1.size()};
      isa::execute(move, memories, {}, out);
      std::vector<std::uint8_t> target(64 * 1024, 0xAA);
      out.apply({target.data(), target.size()});
      for (unsigned r = 0; r < kRows; ++r) {
        for (unsigned c = 0; c < kCols; ++c) {
          const unsigned sr = r + 32, sc = c + 64;
          const std::size_t from =
              (sc / c0) * kSourceRows * c0 + (sr / 16) * 16 * c0 + (sr % 16) * c0 + sc % c0;
          const std::size_t to =
              right ? (r / c0) * kCols * c0 + (c / 16) * c0 * 16 + (c % 16) * c0 + r % c0
                    : (r / 16) * kCols * 16 + (c / c0) * 16 * c0 + (r % 16) * c0 + c % c0;
          REQUIRE(std::memcmp(&l1[from * size], &target[to * size], size) == 0);
        }
      }
      std::vector<isa::Footprint> footprint;
      isa::footprint(move, footprint);
      std::uint64_t bytes[2] = {};
      for (const auto& access : footprint) bytes[access.write] += access.span.total_bytes();
      REQUIRE(bytes[0] == kRows * kCols * size);
      REQUIRE(bytes[1] == kRows * kCols * size);
    }
  }
}

TEST_CASE("the accumulator moves to L1 rounded to the target's type", "[models][isa][transfer]") {
  constexpr unsigned kSize = 32;
  std::vector<float> l0c(kSize * kSize);
  for (std::size_t i = 0; i < l0c.size(); ++i) l0c[i] = static_cast<float>(hash64(8, i) % 9999) / 7;
  isa::LocalMove move;
  move.opcode = isa::Opcode::COPY_L0C_TO_L1;
  move.source = tile(library::TileLoc::Acc, DType::FLOAT32, kCol, kInRow, kSize, kSize, 1024);
  move.target = tile(library::TileLoc::Mat, DType::BFLOAT16, kCol, kInRow, kSize, kSize);
  isa::WriteSet out;
  isa::LocalMemories memories;
  memories[MemSpace::L0C] = {reinterpret_cast<std::uint8_t*>(l0c.data()), l0c.size() * 4};
  isa::execute(move, memories, {}, out);
  std::vector<std::uint16_t> l1(kSize * kSize);
  out.apply({reinterpret_cast<std::uint8_t*>(l1.data()), l1.size() * 2});
  // Both are Nz with boxes of 16 x 16: the element order is the same.
  for (std::size_t i = 0; i < l1.size(); ++i) REQUIRE(l1[i] == float_to_bfloat16_rne(l0c[i]));
}

TEST_CASE("a move that starts inside a box is not modelled", "[models][isa][transfer]") {
  isa::LocalMove move;
  move.opcode = isa::Opcode::LOAD_L1_TO_L0A;
  move.source = tile(library::TileLoc::Mat, DType::BFLOAT16, kCol, kInRow, 64, 64);
  move.target = tile(library::TileLoc::Left, DType::BFLOAT16, kRow, kInRow, 16, 16);
  move.row = 3;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(move, footprint), isa::NotModelled);
}

}  // namespace npusim::test
