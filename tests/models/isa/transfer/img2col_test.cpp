// SPDX-License-Identifier: Apache-2.0
// IMG2COL against the convolution's definition, element by element (intrinsics.md 2.2, 2.5).
#include "tests/models/isa/transfer/tracked_memory.h"

namespace npusim::test {
namespace {

using isa::Img2Col;
using isa::Opcode;

struct Map {
  unsigned width, height, left, right, top, bottom;
  std::uint64_t bits() const {
    return width | std::uint64_t{height} << 16 | std::uint64_t{left} << 32 |
           std::uint64_t{right} << 40 | std::uint64_t{top} << 48 | std::uint64_t{bottom} << 56;
  }
};

/// Element (m, k) of the matrix; 0 beyond it. Channels: whole groups of c0, then the rest packed.
std::uint64_t element(const Img2Col& load, const Map& map, unsigned m, unsigned k,
                      TrackedMemory& memory) {
  const unsigned size = load.element_bits / 8, c0 = 32 / size;
  const unsigned kw = load.kernel_w, kh = load.kernel_h;
  const int reach_w = (static_cast<int>(kw) - 1) * load.dilation_w + 1;
  const int reach_h = (static_cast<int>(kh) - 1) * load.dilation_h + 1;
  const int out_w =
      (static_cast<int>(map.width + map.left + map.right) - reach_w) / load.stride_w + 1;
  const int out_h =
      (static_cast<int>(map.height + map.top + map.bottom) - reach_h) / load.stride_h + 1;
  if (static_cast<int>(m) >= out_w * out_h) return 0;
  const unsigned whole = load.channels / c0, rest = load.channels % c0;
  unsigned point, channel, pixel_bytes;
  std::uint64_t group;
  if (k < whole * kw * kh * c0) {
    group = k / (kw * kh * c0) * map.width * map.height * 32u;
    point = k / c0 % (kw * kh);
    channel = k % c0;
    pixel_bytes = 32;
  } else {
    if (rest == 0) return 0;
    const unsigned in_rest = k - whole * kw * kh * c0;
    group = whole * map.width * map.height * 32u;
    point = in_rest / rest;
    channel = in_rest % rest;
    pixel_bytes = rest * size;
    if (point >= kw * kh) return 0;
  }
  const int y = static_cast<int>(m) / out_w * load.stride_h - static_cast<int>(map.top) +
                static_cast<int>(point / kw) * load.dilation_h;
  const int x = static_cast<int>(m) % out_w * load.stride_w - static_cast<int>(map.left) +
                static_cast<int>(point % kw) * load.dilation_w;
  if (y < 0 || x < 0 || y >= static_cast<int>(map.height) || x >= static_cast<int>(map.width)) {
    return load.map.padding & ((std::uint64_t{1} << load.element_bits) - 1);
  }
  const auto pixel = static_cast<std::uint64_t>(y) * map.width + static_cast<std::uint64_t>(x);
  return memory.load_word(MemSpace::L1,
                          load.l1_address + group + pixel * pixel_bytes + channel * size, size);
}

/// Where (m, k) of the window goes, its whole size being rows x columns (whole fractals).
std::uint64_t place(const Img2Col& load, unsigned m, unsigned k, unsigned rows, unsigned columns) {
  const unsigned size = load.element_bits / 8, c0 = 32 / size;
  if (load.opcode == Opcode::IMG2COL_L1_TO_L0B) {
    const unsigned across = (columns + 15) / 16;
    return ((m / c0 * across + k / 16) * 16 + k % 16) * 32 + m % c0 * size;
  }
  if (load.transpose) {
    return ((k / 16 * (rows / c0) + m / c0) * 16 + k % 16) * 32 + m % c0 * size;
  }
  return ((m / 16 * (columns / c0) + k / c0) * 16 + m % 16) * 32 + k % c0 * size;
}

void reference(const Img2Col& load, const Map& map, TrackedMemory& memory) {
  const unsigned size = load.element_bits / 8, c0 = 32 / size;
  const auto times = static_cast<unsigned>(load.map.l3d_repeat >> 16 & 0xFF);
  const auto stride = static_cast<unsigned>(load.map.l3d_repeat & 0xFFFF);
  const bool down = (load.map.l3d_repeat >> 24 & 1) == 0;
  const unsigned rows = (load.step_m + 15u) / 16 * 16, columns = (load.step_k + c0 - 1) / c0 * c0;
  const unsigned all_rows = down ? rows * times : rows;
  const unsigned all_columns = down ? columns : columns * times;
  for (unsigned repeat = 0; repeat < times; ++repeat) {
    for (unsigned m = 0; m < rows; ++m) {
      for (unsigned k = 0; k < columns; ++k) {
        const unsigned from_m = load.pos_m + m + (down ? repeat * stride * 16 : 0);
        const unsigned from_k = load.pos_k + k + (down ? 0 : repeat * stride * c0);
        const std::uint64_t word = m < load.step_m ? element(load, map, from_m, from_k, memory) : 0;
        const std::uint64_t to = place(load, m + (down ? repeat * rows : 0),
                                       k + (down ? 0 : repeat * columns), all_rows, all_columns);
        const MemSpace space = load.opcode == Opcode::IMG2COL_L1_TO_L0A   ? MemSpace::L0A
                               : load.opcode == Opcode::IMG2COL_L1_TO_L0B ? MemSpace::L0B
                                                                          : MemSpace::UB;
        memory.store_word(space, load.target_address + to, word, size);
      }
    }
  }
}

Img2Col plain_window(Draws& draws, Map& map) {
  Img2Col load;
  load.opcode = draws.one_of(
      {Opcode::IMG2COL_L1_TO_L0A, Opcode::IMG2COL_L1_TO_L0B, Opcode::IMG2COL_L1_TO_UB});
  load.element_bits = load.opcode == Opcode::IMG2COL_L1_TO_L0B ? draws.one_of({16u, 32u})
                                                               : draws.one_of({8u, 16u, 32u});
  load.transpose =
      load.opcode == Opcode::IMG2COL_L1_TO_L0A && load.element_bits != 8 && draws.below(2) == 1;
  const unsigned c0 = 256 / load.element_bits;
  map = {16 * draws.between(1, 4), 1, 0, 0, 0, 0};
  load.l1_address = 32 * draws.below(5);
  load.target_address = 512 * draws.below(3);
  load.channels = static_cast<std::uint16_t>(c0 * draws.between(1, 5));
  load.step_m = static_cast<std::uint16_t>(draws.one_of({1u, 16u, 20u, 48u}));
  load.step_k = static_cast<std::uint16_t>(c0 * draws.between(1, 4) - draws.below(2));
  load.pos_m = static_cast<std::uint16_t>(16 * draws.below(2));
  load.pos_k = static_cast<std::uint16_t>(c0 * draws.below(2));
  return load;
}

void require_window(Img2Col load, const Map& map, std::uint64_t seed) {
  load.map.fmatrix = map.bits();
  require_move(load, seed, [&](TrackedMemory& memory) { reference(load, map, memory); });
}

}  // namespace

TEST_CASE("a window of a plain matrix becomes an operand", "[models][isa]") {
  Draws draws(31);
  for (unsigned i = 0; i < 80; ++i) {
    Map map{};
    const Img2Col load = plain_window(draws, map);
    CAPTURE(i, isa::info(load.opcode).name, load.element_bits, load.transpose, map.width,
            load.channels, load.step_m, load.step_k, load.pos_m, load.pos_k);
    require_window(load, map, i);
  }
}

TEST_CASE("a feature map is unrolled under its filter", "[models][isa]") {
  Draws draws(32);
  for (unsigned i = 0; i < 60; ++i) {
    Map map{};
    Img2Col load = plain_window(draws, map);
    const unsigned c0 = 256 / load.element_bits;
    map = {draws.between(4, 9), draws.between(3, 6), draws.below(3),
           draws.below(3),      draws.below(2),      draws.below(2)};
    load.kernel_w = static_cast<std::uint8_t>(draws.between(1, 3));
    load.kernel_h = static_cast<std::uint8_t>(draws.between(1, 3));
    load.stride_w = static_cast<std::uint8_t>(draws.between(1, 3));
    load.stride_h = static_cast<std::uint8_t>(draws.between(1, 2));
    load.dilation_w = static_cast<std::uint8_t>(draws.between(1, 2));
    load.channels = static_cast<std::uint16_t>(c0 * draws.below(3) + draws.one_of({0u, 4u}));
    load.map.padding = 0x5A3C'1177;
    CAPTURE(i, isa::info(load.opcode).name, load.element_bits, load.transpose, load.channels,
            load.step_m, load.step_k);
    load.map.fmatrix = map.bits();
    if (load.channels == 0) {
      require_move(load, i, [](TrackedMemory&) {});
    } else {
      require_window(load, map, i);
    }
  }
}

TEST_CASE("repetitions of a window lie one after the other", "[models][isa]") {
  Draws draws(33);
  for (unsigned i = 0; i < 40; ++i) {
    Map map{};
    Img2Col load = plain_window(draws, map);
    load.map.l3d_repeat = draws.between(1, 2) | std::uint64_t{draws.below(4)} << 16 |
                          std::uint64_t{draws.below(2)} << 24;
    CAPTURE(i, isa::info(load.opcode).name, load.element_bits, load.transpose, load.map.l3d_repeat);
    require_window(load, map, i);
  }
}

TEST_CASE("reads beyond L1_3D_SIZE begin again at 0", "[models][isa]") {
  Img2Col load;
  load.map.fmatrix = Map{64, 1, 0, 0, 0, 0}.bits();
  load.map.l1_3d_size = 1024;
  load.channels = 16;
  load.step_m = 64;
  load.step_k = 16;
  require_move(load, 5, [&](TrackedMemory& memory) {
    for (unsigned row = 0; row < 64; ++row) {
      memory.copy(MemSpace::L1, row * 32 % 1024, MemSpace::L0A, row * 32, 32);
    }
  });
}

TEST_CASE("an empty window, map or filter loads nothing", "[models][isa]") {
  const auto nothing = [](TrackedMemory&) {};
  Img2Col load;
  load.channels = 16;
  load.step_m = load.step_k = 16;
  require_move(load, 1, nothing);  // FMATRIX 0
  load.map.fmatrix = Map{16, 1, 0, 0, 0, 0}.bits();
  load.kernel_w = 0;
  require_move(load, 1, nothing);
  load.kernel_w = 1;
  load.step_k = 0;
  require_move(load, 1, nothing);
  load.step_k = 16;
  load.step_m = 0;
  require_move(load, 1, nothing);
  load.step_m = 16;
  load.map.l3d_repeat = 0;
  require_move(load, 1, nothing);
}

}  // namespace npusim::test
