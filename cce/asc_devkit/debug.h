// SPDX-License-Identifier: Apache-2.0
// In place of the headers that print, check and dump through a buffer in GM (intrinsics.md 1.3,
// traps 4, 8 and 11): printing goes where all printing goes, a failed check ends the run at its
// line, and dumps of tensors are not modelled.
#pragma once

#include <cassert>

#include "cce/crossing.h"
#include "cce/print.h"

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

#define NPUSIM_DUMP(name)                                   \
  template <typename... T>                                  \
  NPUSIM_INTRINSIC void name(T&&...) {                      \
    npusim::device::not_modelled("DumpTensor (" #name ")"); \
  }
NPUSIM_DUMP(asc_dump)
NPUSIM_DUMP(asc_dump_gm)
NPUSIM_DUMP(asc_dump_ubuf)
NPUSIM_DUMP(asc_dump_cbuf)
NPUSIM_DUMP(asc_dump_l1buf)
NPUSIM_DUMP(asc_dump_shape_impl)
#undef NPUSIM_DUMP

}  // namespace __asc_aicore

// The library calls its debugging functions without their namespace.
using namespace __asc_aicore;
