// SPDX-License-Identifier: Apache-2.0
// Square blocks from L1 into L0A or L0B, transposed (intrinsics.md 2.5): 32 x 32 of 1 byte, 16 x 16
// of 2 or 4 bytes, 64 x 64 of 4 bits. A source block is made of fractals of 16 lines: one below the
// other, but of 4-byte elements one beside the other. Its transpose is cut into fractals the same
// way.
#include <array>
#include <cstring>
#include <string>

#include "models/isa/joined_span.h"
#include "models/isa/transfer/fractal.h"
#include "models/isa/transfer/local_moves.h"

namespace npusim::isa {
namespace {

struct Square {
  unsigned side;      ///< elements
  unsigned fractals;  ///< it is made of
};

Square square_of(const SquareLoad& load) {
  switch (load.element_bits) {
    case 4:
      return {64, 4};
    case 8:
      return {32, 2};
    case 16:
      return {16, 1};
    case 32:
      return {16, 2};
    default:
      throw NotModelled(std::string(info(load.opcode).name) + " of " +
                        std::to_string(load.element_bits) + "-bit elements");
  }
}

MemSpace target_of(const SquareLoad& load) {
  return load.opcode == Opcode::LOAD_L1_TO_L0A_TRANSPOSE ? MemSpace::L0A : MemSpace::L0B;
}

std::uint32_t square_bytes(const SquareLoad& load) {
  return square_of(load).fractals * kFractalBytes;
}

std::uint64_t source_of(const SquareLoad& load, std::uint32_t repeat) {
  const std::int64_t step = std::int64_t{load.src_stride} * square_bytes(load);
  const std::int64_t away = (load.descending ? -step : step) * std::int64_t{repeat};
  return load.l1_address + std::uint64_t{load.index} * square_bytes(load) +
         static_cast<std::uint64_t>(away);
}

/// Bytes from a source fractal of a block to the next.
std::uint32_t source_pitch(const SquareLoad& load) {
  return load.src_fractal_stride == 0 ? kFractalBytes : load.src_fractal_stride * kFractalBytes;
}

using Fractals = std::array<std::array<std::uint8_t, kFractalBytes>, 4>;

/// Element (row, column) of a block cut into fractals: which fractal, and which element of it.
struct Place {
  unsigned fractal, element;
};
Place place_of(const SquareLoad& load, unsigned row, unsigned column) {
  const unsigned line = kBlockBytes * 8 / load.element_bits;  // elements
  if (load.element_bits == 32) return {column / line, row * line + column % line};
  return {row / kFractalLines, row % kFractalLines * line + column};
}

void move_element(const SquareLoad& load, const Fractals& source, const Place& from,
                  Fractals& target, const Place& to) {
  if (load.element_bits == 4) {  // low half of a byte first
    const unsigned bits = source[from.fractal][from.element / 2] >> (from.element % 2 * 4) & 0xFu;
    std::uint8_t& byte = target[to.fractal][to.element / 2];
    byte = static_cast<std::uint8_t>(byte | bits << (to.element % 2 * 4));
    return;
  }
  const unsigned size = load.element_bits / 8;
  std::memcpy(&target[to.fractal][std::size_t{to.element} * size],
              &source[from.fractal][std::size_t{from.element} * size], size);
}

}  // namespace

void footprint(const SquareLoad& load, std::vector<Footprint>& out) {
  const Square square = square_of(load);
  if (load.repeats == 0) return;
  const std::int64_t step = std::int64_t{load.src_stride} * square_bytes(load);
  out.push_back({MemSpace::L1, false,
                 joined_span(source_of(load, 0), kFractalBytes, square.fractals, source_pitch(load),
                             load.repeats, load.descending ? -step : step)});
  out.push_back({target_of(load), true,
                 joined_span(load.l0_address, kFractalBytes, square.fractals,
                             fractal_pitch(load.dst_fractal_gap), load.repeats,
                             fractal_pitch(load.dst_gap))});
}

void execute(const SquareLoad& load, const LocalMemories& memories, const ExecuteOptions&,
             WriteSet& out) {
  const Square square = square_of(load);
  for (std::uint32_t repeat = 0; repeat < load.repeats; ++repeat) {
    Fractals source{}, target{};
    const std::uint8_t* const block = memories[MemSpace::L1].data + source_of(load, repeat);
    for (unsigned i = 0; i < square.fractals; ++i) {
      std::memcpy(source[i].data(), block + std::size_t{i} * source_pitch(load), kFractalBytes);
    }
    for (unsigned row = 0; row < square.side; ++row) {
      for (unsigned column = 0; column < square.side; ++column) {
        move_element(load, source, place_of(load, row, column), target,
                     place_of(load, column, row));
      }
    }
    const std::uint64_t address =
        load.l0_address + static_cast<std::uint64_t>(fractal_pitch(load.dst_gap)) * repeat;
    for (unsigned i = 0; i < square.fractals; ++i) {
      const auto away = static_cast<std::uint64_t>(fractal_pitch(load.dst_fractal_gap)) * i;
      std::memcpy(out.add_unfilled(address + away, kFractalBytes), target[i].data(), kFractalBytes);
    }
  }
}

}  // namespace npusim::isa
