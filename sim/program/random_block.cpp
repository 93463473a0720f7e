// SPDX-License-Identifier: Apache-2.0
#include "sim/program/random_block.h"

#include <algorithm>

#include "models/arch/hash.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define NPUSIM_VECTOR_CLONES \
  __attribute__((target_clones("default", "avx2", "arch=skylake-avx512")))
#else
#define NPUSIM_VECTOR_CLONES
#endif

namespace npusim {

NPUSIM_VECTOR_CLONES
void random_block(const RandomBlock& block, float* values) {
  const RandomBlock constants = block;
  for (unsigned i = 0; i < kRandomBlock; ++i) {
    const auto fraction =
        static_cast<std::int64_t>(hash64(constants.seed, constants.first + i) >> 11);
    const auto value =
        static_cast<float>(constants.lo + static_cast<double>(fraction) * constants.scale);
    values[i] = std::min(value, constants.limit);
  }
}

}  // namespace npusim
