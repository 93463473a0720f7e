// SPDX-License-Identifier: Apache-2.0
// In place of the headers that print, check and dump through a buffer in GM (intrinsics.md 1.3,
// traps 4, 8 and 11): printing and dumps of tensors go where all printing goes, and a failed check
// ends the run at its line.
#pragma once

#include <cassert>

#include "cce/crossing.h"
#include "cce/print.h"
#include "cce/sync.h"

#define ASCENDC_MODULE_OPERATOR_DUMP_TENSOR_IMPL_H
#define IMPL_UTILS_DEBUG_ASC_AICORE_ASSERT_IMPL_H
#define IMPL_UTILS_DEBUG_ASC_AICORE_DUMP_IMPL_H
#define IMPL_UTILS_DEBUG_ASC_AICORE_PRINTF_IMPL_H

namespace __asc_aicore {

// The library declares these two itself.
template <class... T>
__attribute__((noinline)) static void printf(const char* format, T&&... values) {
  cce::printf(format, values...);
}
template <class... T>
__attribute__((noinline)) static void PRINTF(const char* format, T&&... values) {
  cce::printf(format, values...);
}
template <typename... T>
NPUSIM_INTRINSIC void printf_impl(const char* format, T&&... values) {
  cce::printf(format, values...);
}
template <typename... T>
NPUSIM_INTRINSIC void printf_impl_assert(const char* format, T&&... values) {
  cce::printf(format, values...);
}

template <typename... T>
NPUSIM_INTRINSIC void __assert_fail_msg(const char* assertion, const char* file, unsigned line,
                                        const char* function, const char* format, T&&... values) {
  cce::printf(format, values...);
  ::__assert_fail(assertion, file, line, function);
}

}  // namespace __asc_aicore

// The library calls its debugging functions without their namespace.
using namespace __asc_aicore;

namespace AscendC {

/// All elements in a line, when all that was begun before is done.
template <typename Tensor>
NPUSIM_INTRINSIC void DumpTensorGM2GMImpl(const Tensor& tensor, std::uint32_t desc,
                                          std::uint32_t elements, const std::uint32_t* = nullptr,
                                          std::uint32_t = 0) {
  pipe_barrier(PIPE_ALL);
  cce::printf("DumpTensor %u:", desc);
  for (std::uint32_t i = 0; i < elements; ++i) {
    cce::printf(" %.9g", static_cast<double>(static_cast<float>(tensor.GetValue(i))));
  }
  cce::printf("\n");
}
/// Only UB has a way to the scalar unit.
template <typename Tensor>
NPUSIM_INTRINSIC void DumpTensorLocal2GMImpl(const Tensor& tensor, std::uint32_t desc,
                                             std::uint32_t elements,
                                             const std::uint32_t* shape = nullptr,
                                             std::uint32_t dimensions = 0) {
#ifdef __DAV_CUBE__
  npusim::device::not_modelled("DumpTensor of L1 and L0C");
#else
  DumpTensorGM2GMImpl(tensor, desc, elements, shape, dimensions);
#endif
}

template <typename Shape>
NPUSIM_INTRINSIC void DumpShapeImpl(const Shape&) {}
template <typename... T>
NPUSIM_INTRINSIC void InitDump(T...) {}
template <typename... T>
NPUSIM_INTRINSIC void InitDumpImpl(T...) {}
NPUSIM_INTRINSIC void DumpTimeStampImpl(std::uint32_t) {}
template <typename Type, typename... T>
NPUSIM_INTRINSIC void PrintfImpl(Type, const char* format, T&&... values) {
  cce::printf(format, values...);
}

}  // namespace AscendC
