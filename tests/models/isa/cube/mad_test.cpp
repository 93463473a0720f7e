// SPDX-License-Identifier: Apache-2.0
// MAD in all its types against plain loops over elements, to the bit (intrinsics.md 2.5).
#include "models/isa/cube/mad.h"

#include <bit>
#include <cmath>

#include "models/arch/small_float.h"
#include "models/isa/cube/hf32.h"
#include "tests/models/isa/transfer/tracked_memory.h"

namespace npusim::test {
namespace {

using isa::Opcode;
using isa::ProductInstruction;
using isa::ProductStart;

struct Kind {
  Opcode opcode;
  DType a, b, c;
};
constexpr Kind kKinds[] = {{Opcode::MAD, DType::FLOAT16, DType::FLOAT16, DType::FLOAT32},
                           {Opcode::MAD, DType::BFLOAT16, DType::BFLOAT16, DType::FLOAT32},
                           {Opcode::MAD, DType::FLOAT32, DType::FLOAT32, DType::FLOAT32},
                           {Opcode::MAD, DType::FLOAT16, DType::FLOAT16, DType::FLOAT16},
                           {Opcode::MAD, DType::INT8, DType::INT8, DType::INT32},
                           {Opcode::MAD, DType::UINT8, DType::INT8, DType::INT32},
                           {Opcode::MAD, DType::UINT8, DType::UINT8, DType::UINT32},
                           {Opcode::MAD_S4, DType::INT8, DType::INT8, DType::INT32},
                           {Opcode::MAD_SPARSE, DType::INT8, DType::INT8, DType::INT32}};

unsigned bits_of(const ProductInstruction& product, DType type) {
  return product.opcode == Opcode::MAD_S4 ? 4 : size_bytes(type) * 8;
}

/// Bit offsets of a(i, p), b(p, j) and c(i, j), from the table of layouts.
std::uint64_t a_bit(const ProductInstruction& product, unsigned i, unsigned p) {
  const unsigned bits = bits_of(product, product.a_type), c0 = 256 / bits;
  if (product.m == 1 && product.opcode != Opcode::MAD_SPARSE) {
    return product.a * 8 + std::uint64_t{p} * bits;
  }
  unsigned across = (product.k + c0 - 1) / c0;
  if (product.a_type == DType::FLOAT32 && product.k_aligned_to_16) across = (across + 1) / 2 * 2;
  return product.a * 8 + ((i / 16 * across + p / c0) * 16 + i % 16) * std::uint64_t{256} +
         std::uint64_t{p % c0} * bits;
}
std::uint64_t b_bit(const ProductInstruction& product, unsigned p, unsigned j) {
  const unsigned bits = bits_of(product, product.b_type), c0 = 256 / bits;
  const unsigned across = (product.n + 15u) / 16;
  return product.b * 8 + ((p / c0 * across + j / 16) * 16 + j % 16) * std::uint64_t{256} +
         std::uint64_t{p % c0} * bits;
}
std::uint64_t c_byte(const ProductInstruction& product, unsigned i, unsigned j) {
  const unsigned rows = (product.m + 15u) / 16 * 16;
  return product.c + (std::uint64_t{j / 16 * rows + i} * 16 + j % 16) * size_bytes(product.c_type);
}

std::uint64_t load_bits(TrackedMemory& memory, MemSpace space, std::uint64_t bit, unsigned bits) {
  const std::uint64_t word = memory.load_word(space, bit / 8, (bits + 7) / 8);
  return bits == 4 ? word >> (bit % 8) & 0xF : word;
}

double value_of(DType type, unsigned bits, std::uint64_t word) {
  if (bits == 4)
    return static_cast<double>(word >= 8 ? static_cast<int>(word) - 16 : static_cast<int>(word));
  switch (type) {
    case DType::INT8:
      return static_cast<std::int8_t>(word);
    case DType::UINT8:
      return static_cast<std::uint8_t>(word);
    case DType::FLOAT16:
      return float16_to_float(static_cast<std::uint16_t>(word));
    case DType::BFLOAT16:
      return bfloat16_to_float(static_cast<std::uint16_t>(word));
    default:
      return std::bit_cast<float>(static_cast<std::uint32_t>(word));
  }
}

double right(const ProductInstruction& product, unsigned p, unsigned j, TrackedMemory& memory) {
  const unsigned bits = bits_of(product, product.b_type);
  if (product.opcode != Opcode::MAD_SPARSE) {
    return value_of(product.b_type, bits,
                    load_bits(memory, MemSpace::L0B, b_bit(product, p, j), bits));
  }
  // Two of the four weights along k are stored.
  double sum = 0;
  unsigned taken[2];
  for (unsigned which = 0; which < 2; ++which) {
    const std::uint64_t at = b_bit(product, p / 4 * 2 + which, j) / 8;
    const unsigned index =
        memory.load(MemSpace::L0B, isa::kSparseIndices + at / 4) >> (at % 4 * 2) & 3;
    taken[which] = which == 0 ? index : index + 1;
    if (which == 1 && taken[1] < taken[0]) taken[1] = taken[0];
    if (taken[which] > 3) taken[which] = 3;
    const auto weight = static_cast<std::int8_t>(memory.load(MemSpace::L0B, at));
    if (taken[which] == p % 4) sum += weight;
  }
  return sum;
}

/// Numbers of moderate size, so that sums stay finite.
void settle(const ProductInstruction& product, TrackedMemory& memory) {
  const auto tame = [&](MemSpace space, DType type) {
    auto& bytes = memory.bytes[TrackedMemory::index(space)];
    const unsigned size = size_bytes(type);
    if (size == 1) return;
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      std::uint32_t word = 0;
      std::memcpy(&word, &bytes[at], size);
      const float value =
          static_cast<float>(static_cast<std::int32_t>(word << (32 - 8 * size))) * 0x1p-33f;
      word = type == DType::FLOAT16    ? float_to_float16_rne(value)
             : type == DType::BFLOAT16 ? float_to_bfloat16_rne(value)
                                       : std::bit_cast<std::uint32_t>(value);
      std::memcpy(&bytes[at], &word, size);
    }
  };
  tame(MemSpace::L0A, product.a_type);
  tame(MemSpace::L0B, product.b_type);
  if (product.c_type == DType::FLOAT32 || product.c_type == DType::FLOAT16) {
    tame(MemSpace::L0C, product.c_type);
    tame(MemSpace::BT, product.c_type);
  }
}

void multiply(const ProductInstruction& product, bool hardware, TrackedMemory& memory) {
  const bool floats = product.c_type == DType::FLOAT32 || product.c_type == DType::FLOAT16;
  const unsigned size = size_bytes(product.c_type), a_bits = bits_of(product, product.a_type);
  const bool hf32 = product.a_type == DType::FLOAT32 && (product.control >> 46 & 1) != 0;
  const bool to_zero = (product.control >> 47 & 1) != 0;
  if (product.k == 0) return;
  for (unsigned i = 0; i < product.m; ++i) {
    for (unsigned j = 0; j < product.n; ++j) {
      std::uint64_t start = 0;
      if (product.start == ProductStart::Accumulator) {
        start = memory.load_word(MemSpace::L0C, c_byte(product, i, j), size);
      } else if (product.start == ProductStart::Bias) {
        start = memory.load_word(MemSpace::BT, product.bias + j * size, size);
      }
      float chain = 0;
      std::uint32_t integer = static_cast<std::uint32_t>(start);
      const auto first = static_cast<float>(floats ? value_of(product.c_type, size * 8, start) : 0);
      if (hardware) chain = first;
      for (unsigned p = 0; p < product.k; ++p) {
        const double a = value_of(product.a_type, a_bits,
                                  load_bits(memory, MemSpace::L0A, a_bit(product, i, p), a_bits));
        const double b = right(product, p, j, memory);
        const auto round = [&](double value) {
          const auto narrow = static_cast<float>(value);
          return hf32 ? isa::rounded_to_hf32(narrow, to_zero) : narrow;
        };
        chain = std::fma(round(a), round(b), chain);
        integer += static_cast<std::uint32_t>(static_cast<std::int64_t>(a * b));
      }
      if (!hardware && product.start != ProductStart::Zero) chain = first + chain;
      std::uint64_t result = integer;
      if (product.c_type == DType::FLOAT32) result = std::bit_cast<std::uint32_t>(chain);
      if (product.c_type == DType::FLOAT16) result = float_to_float16_rne(chain);
      memory.store_word(MemSpace::L0C, c_byte(product, i, j), result, size);
    }
  }
}

void require_product(const ProductInstruction& product, Numerics numerics, std::uint64_t seed) {
  TrackedMemory expected(seed), actual(seed);
  settle(product, expected);
  settle(product, actual);
  multiply(product, numerics == Numerics::Hardware, expected);
  std::vector<isa::Footprint> footprint;
  isa::footprint(product, footprint);
  require_footprint(footprint, expected);
  isa::WriteSet out;
  isa::ExecuteOptions options;
  options.numerics = numerics;
  isa::execute(product, local_memories(actual), options, out);
  auto& c = actual.bytes[TrackedMemory::index(MemSpace::L0C)];
  out.apply({c.data(), c.size()});
  REQUIRE((c == expected.bytes[TrackedMemory::index(MemSpace::L0C)]));
}

}  // namespace

TEST_CASE("every product of the cube has the bits of plain loops", "[models][isa][cube]") {
  constexpr std::uint16_t kSizes[][3] = {{1, 1, 1},   {16, 16, 16}, {33, 44, 21}, {1, 100, 50},
                                         {7, 36, 40}, {40, 50, 60}, {16, 4, 65},  {20, 128, 5},
                                         {0, 16, 16}, {16, 0, 16},  {16, 16, 0},  {17, 2, 16}};
  std::uint64_t seed = 0;
  for (const Kind& kind : kKinds) {
    for (const auto& size : kSizes) {
      for (const ProductStart start :
           {ProductStart::Zero, ProductStart::Accumulator, ProductStart::Bias}) {
        ProductInstruction product;
        product.opcode = kind.opcode;
        product.a_type = kind.a;
        product.b_type = kind.b;
        product.c_type = kind.c;
        product.m = size[0];
        product.k = size[1];
        product.n = size[2];
        if (kind.opcode == Opcode::MAD_S4 && product.k % 2 != 0) ++product.k;
        product.a = 512;
        product.b = 1024;
        product.c = 2048;
        product.bias = 64;
        product.start = start;
        product.k_aligned_to_16 = ++seed % 2 == 0;
        CAPTURE(isa::info(kind.opcode).name, name(kind.a), name(kind.c), product.m, product.k,
                product.n, static_cast<int>(start), product.k_aligned_to_16);
        require_product(product, Numerics::Reference, seed);
        if (start == ProductStart::Accumulator) {
          require_product(product, Numerics::Hardware, seed);
        }
      }
    }
  }
}

TEST_CASE("HF32 looks at 11 bits of mantissa", "[models][isa][cube]") {
  REQUIRE(isa::rounded_to_hf32(1.0f + 0x1p-12f, false) == 1.0f);  // tie to even
  REQUIRE(isa::rounded_to_hf32(1.0f + 0x1.8p-11f, false) == 1.0f + 0x1p-10f);
  REQUIRE(isa::rounded_to_hf32(1.0f + 0x1.8p-11f, true) == 1.0f + 0x1p-11f);  // tie to zero
  REQUIRE(isa::rounded_to_hf32(-1.0f - 0x1.9p-11f, true) == -1.0f - 0x1p-10f);
  REQUIRE(std::isinf(isa::rounded_to_hf32(INFINITY, false)));
  REQUIRE(std::isnan(isa::rounded_to_hf32(NAN, false)));
  ProductInstruction product;
  product.a_type = product.b_type = DType::FLOAT32;
  product.m = product.n = product.k = 24;
  product.start = ProductStart::Zero;
  for (const std::uint64_t control : {1ull << 46, 3ull << 46}) {
    product.control = control;
    require_product(product, Numerics::Reference, 9);
  }
}

TEST_CASE("types that the cube does not multiply are named", "[models][isa][cube]") {
  ProductInstruction product;
  product.a_type = DType::FLOAT16;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(product, footprint), isa::NotModelled);
}

}  // namespace npusim::test
