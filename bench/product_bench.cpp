// SPDX-License-Identifier: Apache-2.0
// Speed of the cube's arithmetic: GFLOP/s of execute_product on the compressor's shape, by type.
#include <bit>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "models/arch/hash.h"
#include "models/arch/small_float.h"
#include "models/isa/cube/mad.h"

namespace {

using namespace npusim;

constexpr std::uint32_t kM = 64, kK = 256, kN = 64;

/// Values in [-1, 1), so that no sum overflows or becomes subnormal.
void fill(DType type, std::uint64_t seed, std::vector<std::uint8_t>& bytes) {
  const unsigned size = size_bytes(type);
  for (std::size_t i = 0; i < bytes.size() / size; ++i) {
    const auto value = static_cast<float>(static_cast<std::int64_t>(hash64(seed, i)) * 0x1p-63);
    std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
    if (type == DType::BFLOAT16) bits = float_to_bfloat16_rne(value);
    if (type == DType::FLOAT16) bits = float_to_float16_rne(value);
    if (type == DType::INT8) bits = static_cast<std::uint8_t>(value * 127);
    std::memcpy(bytes.data() + i * size, &bits, size);
  }
}

double gflops(DType type, DType sum_type, unsigned rounds) {
  std::vector<std::uint8_t> a(64 * 1024), b(64 * 1024), c(128 * 1024);
  fill(type, 1, a);
  fill(type, 2, b);
  isa::ProductInstruction product;
  product.a_type = product.b_type = type;
  product.c_type = sum_type;
  product.m = kM;
  product.k = kK;
  product.n = kN;
  isa::LocalMemories memories;
  memories[MemSpace::L0A] = {a.data(), a.size()};
  memories[MemSpace::L0B] = {b.data(), b.size()};
  memories[MemSpace::L0C] = {c.data(), c.size()};
  isa::WriteSet out;
  const auto start = std::chrono::steady_clock::now();
  for (unsigned round = 0; round < rounds; ++round) {
    out.clear();
    isa::execute(product, memories, {}, out);
    out.apply(memories[MemSpace::L0C]);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return 2.0 * kM * kK * kN * rounds / seconds.count() / 1e9;
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned rounds = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 2000;
  fmt::print("product {}x{}x{}, accumulating, one thread\n", kM, kK, kN);
  fmt::print("bfloat16  {:7.1f} GFLOP/s\n", gflops(DType::BFLOAT16, DType::FLOAT32, rounds));
  fmt::print("float16   {:7.1f} GFLOP/s\n", gflops(DType::FLOAT16, DType::FLOAT32, rounds));
  fmt::print("float32   {:7.1f} GFLOP/s\n", gflops(DType::FLOAT32, DType::FLOAT32, rounds));
  fmt::print("int8      {:7.1f} GOP/s\n", gflops(DType::INT8, DType::INT32, rounds));
  return 0;
}
