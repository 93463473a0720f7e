// SPDX-License-Identifier: Apache-2.0
// x[0] = 1
#include <cstdint>

#include <pto/pto-inst.hpp>

#include "tensor.h"

using namespace pto;

#include "intrinsic.h"
// KERNEL_GLOBAL
extern "C" __aicore__ void kernel_entry(__gm__ int64_t* args) {
  __gm__ Tensor* tensor = reinterpret_cast<__gm__ Tensor*>(args[0]);
  __gm__ volatile int32_t* x = reinterpret_cast<__gm__ int32_t*>(tensor->buffer.addr);
  // KERNEL
  x[0] = 1;
  dcci((__gm__ void*)x, SINGLE_CACHE_LINE, CACHELINE_OUT);
  dsb(DSB_DDR);
}
