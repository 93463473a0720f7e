// SPDX-License-Identifier: Apache-2.0
// The matrix product against plain loops over elements, to the bit.
#include "models/isa/cube/product.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "models/isa/cube/product_kernel.h"
#include "tests/support/catch.h"

namespace npusim::test {
namespace {

constexpr std::uint64_t kSeed = 3;

struct Memories {
  // Twice L0: the widest case has float32 and 16 columns more than the tile.
  std::vector<std::uint8_t> a = std::vector<std::uint8_t>(128 * 1024);
  std::vector<std::uint8_t> b = std::vector<std::uint8_t>(128 * 1024);
  std::vector<std::uint8_t> c = std::vector<std::uint8_t>(128 * 1024);
};

/// Element offsets written out from the table of layouts: Zz, Zn with boxes 16 x c0, Nz 16 x 16.
std::size_t zz(unsigned r, unsigned c, unsigned cols, unsigned c0) {
  return (r / 16) * cols * 16 + (c / c0) * 16 * c0 + (r % 16) * c0 + c % c0;
}
std::size_t zn(unsigned r, unsigned c, unsigned cols, unsigned c0) {
  return (r / c0) * cols * c0 + (c / 16) * c0 * 16 + (c % 16) * c0 + r % c0;
}
std::size_t nz(unsigned r, unsigned c, unsigned rows) {
  return (c / 16) * rows * 16 + (r / 16) * 256 + (r % 16) * 16 + c % 16;
}

float element(const std::vector<std::uint8_t>& memory, std::size_t index, DType type) {
  if (type == DType::INT8) return static_cast<float>(static_cast<std::int8_t>(memory[index]));
  if (type == DType::FLOAT32) {
    float value;
    std::memcpy(&value, memory.data() + index * 4, 4);
    return value;
  }
  std::uint16_t bits;
  std::memcpy(&bits, memory.data() + index * 2, 2);
  return type == DType::FLOAT16 ? float16_to_float(bits) : bfloat16_to_float(bits);
}

void fill(std::vector<std::uint8_t>& memory, DType type, std::uint64_t seed) {
  const unsigned size = size_bytes(type);
  for (std::size_t i = 0; i < memory.size() / size; ++i) {
    const auto random = hash64(seed, i);
    const float value = static_cast<float>(static_cast<int>(random % 20001) - 10000) *
                        std::exp2(static_cast<float>(static_cast<int>(random >> 40 & 7) - 12));
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if (type == DType::INT8) bits = static_cast<std::uint32_t>(random & 0xFF);
    if (type == DType::FLOAT16) bits = float_to_float16_rne(value);
    if (type == DType::BFLOAT16) bits = float_to_bfloat16_rne(value);
    std::memcpy(memory.data() + i * size, &bits, size);
  }
}

}  // namespace

TEST_CASE("a product has the bits of plain loops with k ascending", "[models][isa][cube]") {
  constexpr DType kTypes[] = {DType::BFLOAT16, DType::FLOAT16, DType::FLOAT32, DType::INT8};
  constexpr unsigned kSizes[][3] = {{64, 256, 64}, {1, 1, 1},    {16, 16, 16}, {33, 47, 21},
                                    {7, 100, 50},  {40, 50, 60}, {16, 3, 65},  {80, 128, 5}};
  for (const DType type : kTypes) {
    for (const auto& size : kSizes) {
      for (const bool accumulate : {false, true}) {
        const unsigned m = size[0], k = size[1], n = size[2], c0 = 32 / size_bytes(type);
        CAPTURE(kSeed, name(type), m, k, n, accumulate);
        Memories memories;
        const bool integer = type == DType::INT8;
        fill(memories.a, type, kSeed);
        fill(memories.b, type, kSeed + 1);
        fill(memories.c, DType::FLOAT32, kSeed + 2);
        const unsigned a_cols = (k + c0 - 1) / c0 * c0, b_cols = (n + 15) / 16 * 16 + 16;
        const unsigned c_rows = (m + 15) / 16 * 16 + 16;
        const isa::MatrixProduct product{isa::Opcode::MAD,
                                         0,
                                         0,
                                         512,
                                         m,
                                         k,
                                         n,
                                         a_cols,
                                         b_cols,
                                         c_rows,
                                         type,
                                         type,
                                         integer ? DType::INT32 : DType::FLOAT32,
                                         accumulate};
        std::vector<std::uint8_t> expected = memories.c;
        std::vector<bool> touched(expected.size(), false);
        for (unsigned i = 0; i < m; ++i) {
          for (unsigned j = 0; j < n; ++j) {
            const std::size_t at = 512 + nz(i, j, c_rows) * 4;
            std::uint32_t bits = 0;
            if (integer) {
              std::uint32_t sum = 0;
              if (accumulate) std::memcpy(&sum, &memories.c[at], 4);
              for (unsigned p = 0; p < k; ++p) {
                sum += static_cast<std::uint32_t>(
                    static_cast<int>(element(memories.a, zz(i, p, a_cols, c0), type)) *
                    static_cast<int>(element(memories.b, zn(p, j, b_cols, c0), type)));
              }
              bits = sum;
            } else {
              float sum = 0;
              for (unsigned p = 0; p < k; ++p) {
                sum = std::fma(element(memories.a, zz(i, p, a_cols, c0), type),
                               element(memories.b, zn(p, j, b_cols, c0), type), sum);
              }
              float old;
              std::memcpy(&old, &memories.c[at], 4);
              bits = std::bit_cast<std::uint32_t>(accumulate ? old + sum : sum);
            }
            std::memcpy(&expected[at], &bits, 4);
            for (unsigned b = 0; b < 4; ++b) touched[at + b] = true;
          }
        }
        isa::WriteSet out;
        isa::LocalMemories local;
        local[MemSpace::L0A] = {memories.a.data(), memories.a.size()};
        local[MemSpace::L0B] = {memories.b.data(), memories.b.size()};
        local[MemSpace::L0C] = {memories.c.data(), memories.c.size()};
        isa::execute(product, local, {}, out);
        out.apply(local[MemSpace::L0C]);
        REQUIRE(memories.c == expected);

        std::vector<isa::Footprint> footprint;
        isa::footprint(product, footprint);
        std::vector<bool> written(expected.size(), false);
        std::uint64_t a_bytes = 0, b_bytes = 0;
        for (const isa::Footprint& access : footprint) {
          if (access.space == MemSpace::L0A) a_bytes += access.span.total_bytes();
          if (access.space == MemSpace::L0B) b_bytes += access.span.total_bytes();
          if (!access.write) continue;
          const Span& span = access.span;
          for (std::int64_t g = 0; g < span.groups; ++g) {
            for (std::int64_t r = 0; r < span.runs; ++r) {
              for (std::uint64_t byte = 0; byte < span.run_bytes; ++byte) {
                written[span.address + byte +
                        static_cast<std::uint64_t>(g * span.group_stride + r * span.run_stride)] =
                    true;
              }
            }
          }
        }
        REQUIRE(written == touched);
        REQUIRE(a_bytes == std::uint64_t{m} * k * size_bytes(type));
        REQUIRE(b_bytes == std::uint64_t{k} * n * size_bytes(type));
      }
    }
  }
}

TEST_CASE("the processor's fastest kernel has the bits of the generic one", "[models][isa][cube]") {
  constexpr unsigned kM = 23, kK = 61, kColumns = 48;
  std::vector<float> a(kM * kK), b(kK * kColumns), fast(kM * kColumns), plain(kM * kColumns);
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = static_cast<float>(hash64(1, i) % 1000) / 7;
  for (std::size_t i = 0; i < b.size(); ++i) b[i] = static_cast<float>(hash64(2, i) % 1000) / -3;
  isa::product_kernel()(a.data(), b.data(), nullptr, fast.data(), kM, kK, kColumns);
  isa::product_generic(a.data(), b.data(), nullptr, plain.data(), kM, kK, kColumns);
  REQUIRE(fast == plain);
}

TEST_CASE("an unknown combination of types is not modelled", "[models][isa][cube]") {
  isa::MatrixProduct product;
  product.a_type = DType::FLOAT16;
  std::vector<isa::Footprint> footprint;
  REQUIRE_THROWS_AS(isa::footprint(product, footprint), isa::NotModelled);
}

}  // namespace npusim::test
