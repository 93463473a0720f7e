// SPDX-License-Identifier: Apache-2.0
// How an intrinsic crosses to the model. An intrinsic is inlined where it is used, and calls one
// function of its family that fills the operands' struct and hands it to the port (cce/port/). The
// return address of that function is the place in the kernel: the debug information unfolds it into
// the user's line and the library's lines below it.
#pragma once

#include <cstdint>

#include "cce/element.h"
#include "cce/enumerations.h"
#include "cce/port/issue.h"

#define NPUSIM_INTRINSIC inline __attribute__((always_inline))

/// Never inlined or merged, so that it has a return address; not instrumented, because its accesses
/// are not the kernel's; hidden, because every kernel has its own.
#if defined(__clang__)
#define NPUSIM_CROSSING \
  inline __attribute__((noinline, no_sanitize("thread", "coverage"), visibility("hidden")))
#else
#define NPUSIM_CROSSING \
  inline __attribute__((noipa, no_sanitize("thread"), no_sanitize_coverage, visibility("hidden")))
#endif
#define NPUSIM_PLACE __builtin_return_address(0)

namespace npusim::device {

/// Where a core's local memories begin in the addresses that kernels see. Its low half is 0, so
/// that what a kernel computes from an offset, and truncates, is the offset again (models/memory).
inline constexpr std::uint64_t kLocalWindow = 0x121000000000;

/// A pointer into a local memory: bytes from its start. Which memory it is says the parameter.
inline std::uint64_t local(const volatile void* pointer) {
  return reinterpret_cast<std::uint64_t>(pointer) & 0xFFFFFFFF;
}
inline std::uint64_t global(const volatile void* pointer) {
  return reinterpret_cast<std::uint64_t>(pointer);
}

/// Stops the run: the intrinsic exists, and the model does not know what it does.
[[noreturn]] NPUSIM_CROSSING void not_modelled(const char* name) {
  npusim_not_modelled(name, NPUSIM_PLACE);
}

/// The model computes with addresses of 32 bits or of the GM window, and counts of 16.
template <typename T>
constexpr std::uint64_t number(T value) {
  return static_cast<std::uint64_t>(value);
}

}  // namespace npusim::device

/// A pointer that a tile holds is an offset; to be dereferenced it must lie in the window.
template <typename T>
NPUSIM_INTRINSIC T __cce_get_tile_ptr(T pointer) {
  const auto address = reinterpret_cast<std::uint64_t>(pointer);
  return address < (1u << 20) ? reinterpret_cast<T>(npusim::device::kLocalWindow + address)
                              : pointer;
}
