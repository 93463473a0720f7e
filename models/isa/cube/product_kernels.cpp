// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/product_kernels.h"

#include <vector>

namespace npusim::isa {
namespace {

std::vector<ProductKernels> kernels_of_this_processor() {
  std::vector<ProductKernels> kernels;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) kernels.push_back(kAvx512Kernels);
  // Every processor with AVX2 has F16C; not every compiler can ask for it.
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back(kAvx2Kernels);
  }
#endif
  kernels.push_back(kPlainKernels);
  return kernels;
}

}  // namespace

std::span<const ProductKernels> product_kernels() {
  static const std::vector<ProductKernels> kernels = kernels_of_this_processor();
  return kernels;
}

}  // namespace npusim::isa
