// SPDX-License-Identifier: Apache-2.0
// Noting what a cube core would compute, against computing it: random programs of loads, extracts,
// products and stores, synchronised or not, over overlapping tiles, some of whose results land
// late, leave the same bytes in GM, with an empty memo, with a full one, and where a store changes
// rows that were lent.
#include "models/core/cube_values.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.h"
#include "tests/support/one_core.h"

namespace npusim::test {
namespace {

constexpr std::uint64_t kInputs = 0, kInputBytes = 64 * 1024;
constexpr std::uint64_t kOutputs = 128 * 1024, kOutputBytes = 256 * 1024;
constexpr std::uint64_t kGmBytes = kOutputs + kOutputBytes;

/// A kernel is a plain function, so what it is to do stands here.
struct RandomProgram {
  unsigned seed = 0;
  bool overwrites_inputs = false;
} program;

library::TileRef boxed(library::TileLoc loc, std::uint64_t address, std::int32_t rows,
                       std::int32_t cols, library::OuterLayout outer, library::InnerLayout inner,
                       DType type, std::uint16_t fractal = 512) {
  library::TileRef tile = vec(address, rows, cols, type);
  tile.loc = loc;
  tile.outer = outer;
  tile.inner = inner;
  tile.fractal_bytes = fractal;
  return tile;
}

library::TileRef mat(std::uint64_t address, std::int32_t rows, std::int32_t cols) {
  return boxed(library::TileLoc::Mat, address, rows, cols, library::OuterLayout::ColMajor,
               library::InnerLayout::RowMajor, DType::BFLOAT16);
}
library::TileRef left(std::uint64_t address, std::int32_t rows, std::int32_t cols) {
  return boxed(library::TileLoc::Left, address, rows, cols, library::OuterLayout::RowMajor,
               library::InnerLayout::RowMajor, DType::BFLOAT16);
}
library::TileRef right(std::uint64_t address, std::int32_t rows, std::int32_t cols) {
  return boxed(library::TileLoc::Right, address, rows, cols, library::OuterLayout::RowMajor,
               library::InnerLayout::ColMajor, DType::BFLOAT16);
}
library::TileRef acc(std::uint64_t address, std::int32_t rows, std::int32_t cols) {
  return boxed(library::TileLoc::Acc, address, rows, cols, library::OuterLayout::ColMajor,
               library::InnerLayout::RowMajor, DType::FLOAT32, 1024);
}

/// Some 60 instructions. Tiles lie 2 KiB apart and are up to 8 KiB long, so they overlap; a step is
/// followed by the flag that its reader needs in three of four cases.
void random_kernel(std::int64_t*) {
  std::mt19937 random(program.seed);
  const auto any = [&](std::uint64_t bound) { return random() % bound; };
  const auto place = [&] { return any(6) * 2048; };
  const auto maybe_flag = [&](Pipe source, Pipe target) {
    if (any(4) != 0) flag(source, target);
  };
  std::uint64_t stored = 0;
  for (unsigned step = 0; step < 60; ++step) {
    const auto side = static_cast<std::int32_t>(32 * (1 + any(2)));
    switch (any(5)) {
      case 0: {
        const std::int32_t valid = any(4) == 0 ? side - 7 : side;  // rows that are not all written
        library::TileRef tile = mat(place(), side, 64);
        tile.valid_rows = valid;
        load(tile, rows_at(kInputs + any(8) * 4096, valid, 64, DType::BFLOAT16));
        maybe_flag(Pipe::MTE2, Pipe::MTE1);
        break;
      }
      case 1:
        op(library::TileOp::TEXTRACT, {left(place(), side, 64), mat(place(), side, 64)});
        maybe_flag(Pipe::MTE1, Pipe::M);
        break;
      case 2:
        op(library::TileOp::TEXTRACT, {right(place(), 64, side), mat(place(), 64, side)});
        maybe_flag(Pipe::MTE1, Pipe::M);
        break;
      case 3: {
        const library::TileRef c = acc(place(), side, side);
        const library::TileRef a = left(place(), side, 64), b = right(place(), 64, side);
        if (any(2) == 0) {
          op(library::TileOp::TMATMUL, {c, a, b});
        } else {
          op(library::TileOp::TMATMUL_ACC, {c, c, a, b});
        }
        maybe_flag(Pipe::M, Pipe::FIX);
        break;
      }
      default: {
        const bool to_input = program.overwrites_inputs && any(4) == 0;
        const std::uint64_t offset = to_input ? kInputs + any(8) * 4096 : kOutputs + stored;
        store(rows_at(offset, side, side), acc(place(), side, side));
        if (!to_input) stored = (stored + 16 * 1024) % kOutputBytes;
        maybe_flag(Pipe::FIX, Pipe::MTE2);
      }
    }
  }
  barrier(Pipe::ALL);
}

/// GM after the program ran on its own core, in a process of its own (SystemC elaborates once).
/// `changed_input` flips a bit of the inputs before.
std::vector<std::byte> gm_after(isa::ArithmeticMemo* memo, bool changed_input = false) {
  auto* const shared = static_cast<std::byte*>(
      mmap(nullptr, kGmBytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  REQUIRE(shared != MAP_FAILED);
  const pid_t child = fork();
  if (child == 0) {
    OneCore core(CoreKind::AIC, {}, memo);
    std::mt19937 random(1);
    for (std::uint64_t i = 0; i < kInputBytes / 2; ++i) {  // between 2^-8 and 2^8, either sign
      core.gm<std::uint16_t>(kInputs)[i] =
          static_cast<std::uint16_t>((random() & 0x87FF) + (0x3C00 & ~0x87FFu));
    }
    if (changed_input) *core.gm<std::uint8_t>(kInputs + 777) ^= 1;
    std::mt19937 lateness(program.seed);
    for (std::uint64_t ordinal = 0; ordinal < 16; ++ordinal) {  // of every pipe
      if (lateness() % 4 == 0) {
        core.choices.late[{ChoiceKind::LocalLanding, ordinal}] = lateness() % 2000;
      }
    }
    core.run(random_kernel);
    const bool ended = core.finished();
    std::memcpy(shared, core.gm<std::byte>(), kGmBytes);
    _exit(ended ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  REQUIRE(status == 0);
  std::vector<std::byte> gm(shared, shared + kGmBytes);
  munmap(shared, kGmBytes);
  return gm;
}

/// Index of the first byte that differs, or kGmBytes.
std::size_t first_difference(const std::vector<std::byte>& a, const std::vector<std::byte>& b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
}

}  // namespace

TEST_CASE("noted values are the computed ones", "[models][core][memo]") {
  program.overwrites_inputs = GENERATE(false, true);
  isa::ArithmeticMemo shared_by_all(16 << 20);
  for (program.seed = 0; program.seed < 25; ++program.seed) {
    INFO("seed " << program.seed);
    isa::ArithmeticMemo memo(16 << 20);
    const auto plain = gm_after(nullptr);
    REQUIRE(first_difference(gm_after(&memo), plain) == kGmBytes);
    const std::uint64_t hits = memo.usage().hits;
    REQUIRE(first_difference(gm_after(&memo), plain) == kGmBytes);
    CHECK(memo.usage().hits > hits);
    REQUIRE(first_difference(gm_after(&shared_by_all), plain) == kGmBytes);
    if (program.overwrites_inputs) continue;
    // Lent rows are known by their place: a memo is for runs of one image, another image has its
    // own.
    isa::ArithmeticMemo other(16 << 20);
    REQUIRE(first_difference(gm_after(&other, true), gm_after(nullptr, true)) == kGmBytes);
  }
}

TEST_CASE("what a warm memo knows is not computed again", "[models][core][memo]") {
  program = {7, false};
  isa::ArithmeticMemo memo(16 << 20);
  gm_after(&memo);
  const auto cold = memo.usage();
  gm_after(&memo);
  CHECK(memo.usage().misses == cold.misses);
}

}  // namespace npusim::test
