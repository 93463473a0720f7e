// SPDX-License-Identifier: Apache-2.0
// Loads of L0A and L0B, copies into BT, FB and L0C, and fills, against byte loops written from
// intrinsics.md 2.5.
#include "models/arch/small_float.h"
#include "tests/models/isa/transfer/tracked_memory.h"

namespace npusim::test {
namespace {

using isa::Opcode;

/// Element (row, column) of a square of `bits`-bit elements whose lines are 32 bytes, or, of 4-byte
/// elements, of two 16 x 8 halves side by side: bit offset.
std::uint64_t square_bit(unsigned bits, unsigned row, unsigned column,
                         std::uint64_t fractal_pitch) {
  if (bits == 32) {
    return (column / 8 * fractal_pitch + row * 32) * 8 + column % 8 * 32;
  }
  return (row / 16 * fractal_pitch + row % 16 * 32) * 8 + std::uint64_t{column} * bits;
}

}  // namespace

TEST_CASE("fractals of L1 are loaded as they are or transposed", "[models][isa]") {
  Draws draws(21);
  for (unsigned i = 0; i < 60; ++i) {
    isa::FractalLoad load;
    load.opcode = draws.one_of({Opcode::LOAD_L1_TO_L0A, Opcode::LOAD_L1_TO_L0B});
    load.l1_address = 32 * draws.below(9);
    load.l0_address = 512 * draws.below(4);
    load.base_index = static_cast<std::uint16_t>(draws.between(30, 40));
    load.repeats = draws.one_of<std::uint8_t>({0, 1, 7, 15});
    load.src_stride = draws.one_of<std::uint16_t>({0, 1, 2});
    load.dst_gap = draws.one_of<std::uint16_t>({0, 1, 4});
    load.transpose = draws.below(2) == 1;
    load.descending = draws.below(2) == 1;
    const MemSpace target = load.opcode == Opcode::LOAD_L1_TO_L0A ? MemSpace::L0A : MemSpace::L0B;
    CAPTURE(i, load.transpose, load.descending);
    require_move(load, i, [&](TrackedMemory& memory) {
      for (int r = 0; r < load.repeats; ++r) {
        const int index = load.base_index + (load.descending ? -r : r) * load.src_stride;
        const std::uint64_t source = load.l1_address + static_cast<std::uint64_t>(index) * 512;
        const std::uint64_t to =
            load.l0_address + static_cast<std::uint64_t>(r * (load.dst_gap + 1)) * 512;
        for (unsigned row = 0; row < 16; ++row) {
          for (unsigned col = 0; col < 16; ++col) {
            const unsigned from = load.transpose ? col * 16 + row : row * 16 + col;
            memory.copy(MemSpace::L1, source + from * 2, target, to + (row * 16 + col) * 2, 2);
          }
        }
      }
    });
  }
  // The longest of all.
  isa::FractalLoad longest;
  longest.repeats = 127;
  longest.src_stride = 1;
  require_move(longest, 1, [](TrackedMemory& memory) {
    memory.copy(MemSpace::L1, 0, MemSpace::L0A, 0, 127 * 512);
  });
}

TEST_CASE("square blocks of L1 are transposed on their way", "[models][isa]") {
  Draws draws(22);
  for (unsigned i = 0; i < 60; ++i) {
    isa::SquareLoad load;
    load.element_bits = draws.one_of({4u, 8u, 16u, 32u});
    load.opcode =
        draws.one_of({Opcode::LOAD_L1_TO_L0A_TRANSPOSE, Opcode::LOAD_L1_TO_L0B_TRANSPOSE});
    load.l1_address = 32 * draws.below(9);
    load.l0_address = 512 * draws.below(4);
    load.index = static_cast<std::uint16_t>(draws.between(16, 20));
    load.repeats = draws.one_of<std::uint8_t>({0, 1, 2, 5});
    load.src_stride = draws.one_of<std::uint16_t>({0, 1, 3});
    const unsigned fractals = load.element_bits == 4 ? 4 : load.element_bits == 16 ? 1 : 2;
    load.dst_fractal_gap = draws.one_of<std::uint16_t>({0, 5});
    load.dst_gap = static_cast<std::uint16_t>(
        load.dst_fractal_gap == 0 ? fractals - 1 + draws.below(2) : draws.below(2) * 24);
    if (load.dst_fractal_gap != 0 && load.dst_gap == 0 && load.repeats > 5) load.repeats = 5;
    load.descending = draws.below(2) == 1;
    const unsigned side = load.element_bits == 4 ? 64 : load.element_bits == 8 ? 32 : 16;
    const MemSpace target =
        load.opcode == Opcode::LOAD_L1_TO_L0A_TRANSPOSE ? MemSpace::L0A : MemSpace::L0B;
    CAPTURE(i, load.element_bits, int{load.repeats}, load.dst_gap, load.dst_fractal_gap);
    require_move(load, i, [&](TrackedMemory& memory) {
      for (int r = 0; r < load.repeats; ++r) {
        const int index = load.index + (load.descending ? -r : r) * load.src_stride;
        const std::uint64_t source =
            load.l1_address + static_cast<std::uint64_t>(index) * fractals * 512;
        const std::uint64_t to =
            load.l0_address + static_cast<std::uint64_t>(r * (load.dst_gap + 1)) * 512;
        for (unsigned row = 0; row < side; ++row) {
          for (unsigned col = 0; col < side; ++col) {
            const std::uint64_t from = square_bit(load.element_bits, col, row, 512);
            const std::uint64_t into = square_bit(load.element_bits, row, col,
                                                  512 * (load.dst_fractal_gap + std::uint64_t{1}));
            const std::uint64_t word =
                memory.load_word(MemSpace::L1, source + from / 8, (load.element_bits + 7) / 8);
            if (load.element_bits != 4) {
              memory.store_word(target, to + into / 8, word, load.element_bits / 8);
              continue;
            }
            auto& byte = memory.bytes[TrackedMemory::index(target)].at(to + into / 8);
            const std::uint64_t half = word >> (from % 8) & 0xF;
            memory.store(
                target, to + into / 8,
                static_cast<std::uint8_t>((byte & ~(0xF << (into % 8))) | (half << (into % 8))));
          }
        }
      }
    });
  }
}

TEST_CASE("sparse weights bring their indices", "[models][isa]") {
  for (const std::uint8_t repeats : {0, 1, 6}) {
    isa::SparseLoad load;
    load.weights = 96;
    load.indices = 8192 + 64;
    load.l0_address = 1024;
    load.base_index = 3;
    load.repeats = repeats;
    require_move(load, repeats, [&](TrackedMemory& memory) {
      memory.copy(MemSpace::L1, 96 + 3 * 512, MemSpace::L0B, 1024, repeats * 512u);
      memory.copy(MemSpace::L1, 8192 + 64 + 3 * 128, MemSpace::L0B, isa::kSparseIndices + 256,
                  repeats * 128u);
    });
  }
}

TEST_CASE("bursts go from L1 into BT, FB and L0C", "[models][isa]") {
  Draws draws(23);
  struct Types {
    DType from, to;
  };
  for (unsigned i = 0; i < 60; ++i) {
    isa::LocalBurstCopy copy;
    copy.opcode =
        draws.one_of({Opcode::COPY_L1_TO_BT, Opcode::COPY_L1_TO_FB, Opcode::COPY_L1_TO_L0C});
    copy.dtype = copy.src_dtype = DType::INT32;
    if (copy.opcode == Opcode::COPY_L1_TO_BT && draws.below(2) == 1) {
      copy.src_dtype = DType::FLOAT16;
      copy.dtype = DType::FLOAT32;
    } else if (copy.opcode == Opcode::COPY_L1_TO_L0C && draws.below(2) == 1) {
      copy.src_dtype = DType::FLOAT32;
      copy.dtype = draws.one_of({DType::FLOAT16, DType::BFLOAT16});
    }
    copy.src = 32 * draws.below(9);
    copy.dst = 64 * draws.below(9);
    copy.bursts = draws.one_of<std::uint16_t>({0, 1, 3});
    copy.burst_units = draws.one_of<std::uint16_t>({0, 1, 4});
    copy.src_gap = draws.one_of<std::uint16_t>({0, 1, 2});
    copy.dst_gap = draws.one_of<std::uint16_t>({0, 1, 2});
    const unsigned unit = copy.opcode == Opcode::COPY_L1_TO_BT   ? 64
                          : copy.opcode == Opcode::COPY_L1_TO_FB ? 128
                                                                 : 32;
    const MemSpace target = copy.opcode == Opcode::COPY_L1_TO_BT   ? MemSpace::BT
                            : copy.opcode == Opcode::COPY_L1_TO_FB ? MemSpace::FB
                                                                   : MemSpace::L0C;
    const unsigned from_size = size_bytes(copy.src_dtype), to_size = size_bytes(copy.dtype);
    CAPTURE(i, name(target), name(copy.src_dtype), name(copy.dtype));
    require_move(copy, i, [&](TrackedMemory& memory) {
      const unsigned elements = copy.burst_units * unit / from_size;
      for (unsigned burst = 0; burst < copy.bursts; ++burst) {
        const std::uint64_t from =
            copy.src + burst * (copy.burst_units * unit + copy.src_gap * 32u);
        const std::uint64_t to = copy.dst + burst * (elements * to_size + copy.dst_gap * unit);
        for (unsigned e = 0; e < elements; ++e) {
          std::uint64_t word = memory.load_word(MemSpace::L1, from + e * from_size, from_size);
          if (copy.dtype == DType::FLOAT32) {
            word = std::bit_cast<std::uint32_t>(float16_to_float(static_cast<std::uint16_t>(word)));
          } else if (copy.dtype != DType::INT32) {
            const float value = std::bit_cast<float>(static_cast<std::uint32_t>(word));
            word = copy.dtype == DType::FLOAT16 ? float_to_float16_rne(value)
                                                : float_to_bfloat16_rne(value);
          }
          memory.store_word(target, to + e * to_size, word, to_size);
        }
      }
    });
  }
}

TEST_CASE("fills write their value in blocks of the memory", "[models][isa]") {
  Draws draws(24);
  for (unsigned i = 0; i < 40; ++i) {
    isa::MatrixFill fill;
    fill.opcode = draws.one_of({Opcode::FILL_L1, Opcode::FILL_L0A, Opcode::FILL_L0B});
    fill.dtype = draws.one_of({DType::UINT16, DType::FLOAT32});
    fill.dst = 512 * draws.below(4);
    fill.repeats = draws.one_of<std::uint16_t>({0, 1, 5});
    fill.blocks = draws.one_of<std::uint16_t>({0, 1, 3});
    fill.gap = draws.one_of<std::uint16_t>({0, 2});
    fill.value = 0xABCD'1234;
    const unsigned unit = fill.opcode == Opcode::FILL_L1 ? 32 : 512;
    const MemSpace target = fill.opcode == Opcode::FILL_L1    ? MemSpace::L1
                            : fill.opcode == Opcode::FILL_L0A ? MemSpace::L0A
                                                              : MemSpace::L0B;
    require_move(fill, i, [&](TrackedMemory& memory) {
      const unsigned size = size_bytes(fill.dtype);
      for (unsigned repeat = 0; repeat < fill.repeats; ++repeat) {
        for (unsigned at = 0; at < fill.blocks * unit; ++at) {
          memory.store(target, fill.dst + repeat * (fill.blocks + fill.gap) * unit + at,
                       static_cast<std::uint8_t>(fill.value >> (8 * (at % size))));
        }
      }
    });
  }
}

}  // namespace npusim::test
