// SPDX-License-Identifier: Apache-2.0
// Speed of the cube's arithmetic: GFLOP/s of execute_product on the compressor's shape, by type.
#include <chrono>
#include <cstdlib>
#include <vector>

#include <fmt/format.h>

#include "models/arch/hash.h"
#include "models/isa/execute.h"

namespace {

using namespace npusim;

constexpr std::uint32_t kM = 64, kK = 256, kN = 64;

double gflops(DType type, DType sum_type, unsigned rounds) {
  std::vector<std::uint8_t> a(64 * 1024), b(64 * 1024), c(128 * 1024);
  // Small positive values: exponents that neither overflow nor become subnormal.
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = static_cast<std::uint8_t>(hash64(1, i) & 0x3F);
    b[i] = static_cast<std::uint8_t>(hash64(2, i) & 0x3F);
  }
  isa::Instruction instruction;
  instruction.opcode = isa::Opcode::MAD;
  instruction.product = {0, 0, 0, kM, kK, kN, kK, kN, kM, type, type, sum_type, true};
  isa::WriteSet out;
  const auto start = std::chrono::steady_clock::now();
  for (unsigned round = 0; round < rounds; ++round) {
    out.clear();
    isa::execute_product(instruction, {a.data(), a.size()}, {b.data(), b.size()},
                         {c.data(), c.size()}, {}, out);
    out.apply({c.data(), c.size()});
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
