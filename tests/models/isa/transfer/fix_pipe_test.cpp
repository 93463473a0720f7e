// SPDX-License-Identifier: Apache-2.0
// The way out of L0C against loops over elements (intrinsics.md 2.2 QUANT_PRE, FPC, ND_PARA; 2.5).
#include <bit>
#include <cmath>

#include "models/arch/small_float.h"
#include "tests/models/isa/transfer/tracked_memory.h"

namespace npusim::test {
namespace {

using isa::FixPipeStore;
using isa::Opcode;
using isa::ReluMode;

struct Mode {
  unsigned number;
  DType from, to;
  unsigned bits;
  bool by_column;
};
constexpr Mode kModes[] = {{0, DType::FLOAT32, DType::FLOAT32, 32, false},
                           {0, DType::INT32, DType::INT32, 32, false},
                           {1, DType::FLOAT32, DType::FLOAT16, 16, false},
                           {16, DType::FLOAT32, DType::BFLOAT16, 16, false},
                           {8, DType::INT32, DType::INT8, 8, true},
                           {9, DType::INT32, DType::UINT8, 8, false},
                           {10, DType::INT32, DType::FLOAT16, 16, true},
                           {11, DType::INT32, DType::FLOAT16, 16, false},
                           {12, DType::INT32, DType::INT16, 16, true},
                           {13, DType::INT32, DType::INT16, 16, false},
                           {21, DType::INT32, DType::INT8, 4, true},
                           {22, DType::INT32, DType::INT8, 4, false},
                           {23, DType::FLOAT32, DType::INT8, 8, true},
                           {24, DType::FLOAT32, DType::UINT8, 8, false},
                           {25, DType::FLOAT32, DType::INT8, 4, true},
                           {26, DType::FLOAT32, DType::INT8, 4, false},
                           {27, DType::INT32, DType::INT16, 16, true},
                           {28, DType::INT32, DType::INT16, 16, false},
                           {31, DType::FLOAT32, DType::FLOAT16, 16, true},
                           {34, DType::FLOAT32, DType::BFLOAT16, 16, false}};

std::int64_t clamped(double value, std::int64_t low, std::int64_t high) {
  if (std::isnan(value)) return 0;
  const double whole = std::nearbyint(value);
  return whole < static_cast<double>(low)    ? low
         : whole > static_cast<double>(high) ? high
                                             : static_cast<std::int64_t>(whole);
}

float cut(std::uint64_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits & 0xFFFFE000u));
}

/// The result's bits of the accumulator's element at `address`, of column `column`.
std::uint64_t converted(const FixPipeStore& store, const Mode& mode, std::uint64_t address,
                        unsigned column, TrackedMemory& memory) {
  const auto bits = static_cast<std::uint32_t>(memory.load_word(MemSpace::L0C, address, 4));
  const std::uint64_t word =
      mode.by_column
          ? memory.load_word(MemSpace::FB, (store.state.fpc >> 8 & 0xFF) * 128 + column * 8, 8)
          : store.state.quant_pre;
  const unsigned shift = (word >> 32 & 15) + 1;
  std::int64_t offset = static_cast<std::int64_t>(word >> 37 & 511);
  if (offset > 255) offset -= 512;
  float slope = 0;
  if (store.relu == ReluMode::LeakyRelu)
    slope = std::bit_cast<float>(static_cast<std::uint32_t>(store.state.leaky_alpha));
  if (store.relu == ReluMode::PRelu) {
    slope = cut(memory.load_word(MemSpace::FB, (store.state.fpc & 0xFF) * 64 + column * 4, 4));
  }
  const auto integer = static_cast<std::int32_t>(bits);
  const bool shifts = mode.number == 12 || mode.number == 13;
  if (mode.from == DType::INT32 && (mode.number == 0 || shifts)) {
    std::int64_t value = store.relu == ReluMode::Relu && integer < 0 ? 0 : integer;
    if (shifts) value = std::clamp<std::int64_t>(value >> shift, -32768, 32767);
    return static_cast<std::uint64_t>(value);
  }
  float value = std::bit_cast<float>(bits);
  if (mode.from == DType::INT32) {
    std::int64_t wide = integer;
    if ((word >> 36 & 1) != 0) wide = std::clamp<std::int64_t>(wide >> shift, -32768, 32767);
    value = static_cast<float>(wide);
  }
  if (store.relu != ReluMode::None && value < 0) {
    value = store.relu == ReluMode::Relu ? 0.0f : value * slope;
  }
  if (mode.number > 1 && mode.number != 16) value *= cut(word);
  if (mode.to == DType::FLOAT32) return std::bit_cast<std::uint32_t>(value);
  if (mode.bits < 16) {
    const std::int64_t sum = clamped(value, -256, 255) + offset;
    if (mode.bits == 4)
      return static_cast<std::uint64_t>(std::clamp<std::int64_t>(sum, -8, 7)) & 15;
    const bool is_signed = (word >> 46 & 1) != 0;
    return static_cast<std::uint64_t>(is_signed ? std::clamp<std::int64_t>(sum, -128, 127)
                                                : std::clamp<std::int64_t>(sum, 0, 255));
  }
  if (mode.to == DType::INT16) return static_cast<std::uint64_t>(clamped(value, -32768, 32767));
  const bool half = mode.to == DType::FLOAT16;
  const bool saturates = (store.state.control >> 48 & 1) == 0;
  if (saturates && std::isnan(value)) return 0;
  std::uint16_t result = half ? float_to_float16_rne(value) : float_to_bfloat16_rne(value);
  const std::uint16_t infinity = half ? 0x7C00 : 0x7F80;
  if (saturates && (result & 0x7FFF) == infinity) --result;
  return result;
}

void put(MemSpace space, std::uint64_t bit, unsigned bits, std::uint64_t word,
         TrackedMemory& memory) {
  if (bits >= 8) {
    memory.store_word(space, bit / 8, word, bits / 8);
    return;
  }
  const std::uint8_t old = memory.bytes[TrackedMemory::index(space)].at(bit / 8);
  const unsigned at = bit % 8;
  memory.store(space, bit / 8, static_cast<std::uint8_t>((old & ~(15u << at)) | word << at));
}

void reference(const FixPipeStore& store, const Mode& mode, TrackedMemory& memory) {
  const MemSpace space = store.opcode == Opcode::COPY_L0C_TO_GM ? MemSpace::GM : MemSpace::L1;
  const auto accumulator = [&](unsigned row, unsigned column, std::uint64_t away) {
    return store.src + away + (std::uint64_t{column / 16} * store.src_stride + row) * 64 +
           column % 16 * 4;
  };
  if (store.n == 0 || store.m == 0) return;
  if (store.to_rows) {
    const unsigned count = store.state.nd_para & 0xFFFF;
    for (unsigned matrix = 0; matrix < count; ++matrix) {
      const std::uint64_t from = matrix * (store.state.nd_para >> 16 & 0xFFFF) * 1024;
      const std::uint64_t to = matrix * (store.state.nd_para >> 32 & 0xFFFF);
      for (unsigned row = 0; row < store.m; ++row) {
        for (unsigned column = 0; column < store.n; ++column) {
          const std::uint64_t element = to + row * std::uint64_t{store.dst_stride} + column;
          put(space, store.dst * 8 + element * mode.bits, mode.bits,
              converted(store, mode, accumulator(row, column, from), column, memory), memory);
        }
      }
    }
    return;
  }
  const unsigned width = store.channel_split ? 8 : mode.bits == 8 ? 32 : mode.bits == 4 ? 64 : 16;
  const unsigned unit = store.channel_split ? 8 : 16;
  const unsigned columns = (store.n + unit - 1) / unit * unit;
  for (unsigned column = 0; column < columns; ++column) {
    const unsigned box = column / width, pitch = std::min(width, columns - box * width);
    for (unsigned row = 0; row < store.m; ++row) {
      const std::uint64_t bit = (store.dst + std::uint64_t{box} * store.dst_stride * 32) * 8 +
                                (std::uint64_t{row} * pitch + column % width) * mode.bits;
      put(space, bit, mode.bits,
          converted(store, mode, accumulator(row, column, 0), column, memory), memory);
    }
  }
}

std::uint64_t parameters(Draws& draws) {
  const auto scale = std::bit_cast<std::uint32_t>(
      std::exp2(static_cast<float>(draws.below(8)) - 26.0f) * (draws.below(2) == 0 ? 1.3f : -1.7f));
  return scale | std::uint64_t{draws.below(16)} << 32 | std::uint64_t{draws.below(2)} << 36 |
         std::uint64_t{draws.below(512)} << 37 | std::uint64_t{draws.below(2)} << 46;
}

/// Accumulators and vectors of parameters of reasonable size, with some that are not.
void settle(const FixPipeStore& store, TrackedMemory& memory, std::uint64_t seed) {
  auto& l0c = memory.bytes[TrackedMemory::index(MemSpace::L0C)];
  for (std::size_t at = 0; at < l0c.size(); at += 4) {
    std::uint32_t word;
    std::memcpy(&word, &l0c[at], 4);
    if (store.src_dtype == DType::FLOAT32 && word % 64 != 0) {
      const float value = static_cast<float>(static_cast<std::int32_t>(word)) * 0x1p-4f;
      word = std::bit_cast<std::uint32_t>(value);
    } else if (word % 64 == 0) {
      constexpr std::uint32_t kSpecial[] = {0x7F800000, 0xFF800000, 0x7FC00000,
                                            0x80000000, 0x477FF000, 0x7F7FFFFF};
      word = kSpecial[word / 64 % 6];
    }
    std::memcpy(&l0c[at], &word, 4);
  }
  Draws draws(seed);
  auto& fb = memory.bytes[TrackedMemory::index(MemSpace::FB)];
  for (std::size_t at = 0; at < 4096; at += 8) {
    const std::uint64_t word = parameters(draws);
    std::memcpy(&fb[at], &word, 8);
  }
}

}  // namespace

TEST_CASE("accumulators leave L0C in every type and layout", "[models][isa]") {
  Draws draws(41);
  for (unsigned i = 0; i < 240; ++i) {
    const Mode& mode = kModes[i % std::size(kModes)];
    FixPipeStore store;
    store.opcode = draws.below(3) == 0 ? Opcode::COPY_L0C_TO_L1 : Opcode::COPY_L0C_TO_GM;
    store.src_dtype = mode.from;
    store.dtype = mode.to;
    store.dst_is_s4 = mode.bits == 4;
    store.quantisation = static_cast<std::uint8_t>(mode.number);
    store.src = 1024 * draws.below(3);
    store.m = draws.one_of<std::uint16_t>({0, 1, 5, 16, 33});
    store.to_rows = store.opcode == Opcode::COPY_L0C_TO_GM && draws.below(2) == 0;
    store.channel_split =
        !store.to_rows && mode.bits == 32 && mode.from == DType::FLOAT32 && draws.below(2) == 0;
    store.n = store.to_rows ? draws.one_of<std::uint16_t>({2, 16, 18, 40})
                            : draws.one_of<std::uint16_t>({16, 48, 64, 80});
    if (store.channel_split) store.n = draws.one_of<std::uint16_t>({8, 24, 32});
    store.src_stride = static_cast<std::uint16_t>((store.m + 15) / 16 * 16 + 16 * draws.below(2));
    store.dst = store.to_rows && mode.bits != 4 ? draws.below(77) : 32 * draws.below(5);
    store.dst_stride = store.to_rows ? store.n + 2 * draws.below(3) : store.m * 2u + draws.below(4);
    store.relu = draws.one_of(
        {ReluMode::None, ReluMode::None, ReluMode::Relu, ReluMode::LeakyRelu, ReluMode::PRelu});
    if (mode.from == DType::INT32 && (mode.number == 0 || mode.number == 12 || mode.number == 13) &&
        store.relu != ReluMode::None) {
      store.relu = ReluMode::Relu;
    }
    store.state.leaky_alpha = std::bit_cast<std::uint32_t>(0.13f);
    store.state.quant_pre = parameters(draws);
    store.state.fpc = 3 | 5 << 8;
    store.state.control = std::uint64_t{draws.below(2)} << 48;
    const std::uint64_t apart = store.m * std::uint64_t{store.dst_stride} + 2;
    store.state.nd_para = draws.below(3) | std::uint64_t{12} << 16 | apart << 32;
    CAPTURE(i, mode.number, name(mode.from), name(mode.to), store.m, store.n, store.to_rows,
            store.channel_split, static_cast<int>(store.relu), store.state.nd_para & 3);
    const auto run = [&](TrackedMemory& memory) { reference(store, mode, memory); };
    const auto prepare = [&](TrackedMemory& memory) { settle(store, memory, i); };
    if (store.opcode == Opcode::COPY_L0C_TO_GM) {
      require_transfer(store, i, 1 + draws.below(6), run, prepare);
    } else {
      require_move(store, i, run, prepare);
    }
  }
}

TEST_CASE("modes that do not go with the types are named", "[models][isa]") {
  std::vector<isa::Footprint> footprint;
  FixPipeStore store;
  store.n = store.m = 16;
  store.quantisation = 11;  // DEQF16 of floats
  REQUIRE_THROWS_AS(isa::footprint(store, footprint), isa::NotModelled);
  store.quantisation = 1;  // to half, into float32
  REQUIRE_THROWS_AS(isa::footprint(store, footprint), isa::NotModelled);
  store.quantisation = 17;  // of half accumulators, which L0C does not give to it
  REQUIRE_THROWS_AS(isa::footprint(store, footprint), isa::NotModelled);
}

}  // namespace npusim::test
