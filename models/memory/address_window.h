// SPDX-License-Identifier: Apache-2.0
// The addresses kernels see. Device addresses are host addresses in one reserved window at a fixed
// place, so they are the same in every run and can appear in traces. The window's bytes are only
// what the scalar unit of the running core has in its hands: they are filled before a load and
// collected after a store. The true content of GM lives in GlobalMemory.
#pragma once

#include <cstdint>

#include "models/arch/topology.h"

namespace npusim {

inline constexpr std::uint64_t kWindowBase = 0x120000000000;
/// Device memory: arguments, then the heap rings.
inline constexpr std::uint64_t kGmWindowBytes = 64ull << 30;
/// One core's UB seen through plain pointers; room behind it so that small overruns are seen.
inline constexpr std::uint64_t kUbWindowBase = kWindowBase + kGmWindowBytes;
inline constexpr std::uint64_t kUbWindowBytes = 1ull << 20;
/// The cores' kernel arguments, so that their loads are seen. They hold host memory, not GM.
inline constexpr std::uint64_t kArgsWindowBase = kUbWindowBase + kUbWindowBytes;
inline constexpr std::uint64_t kArgsBytesPerCore = 512;
inline constexpr std::uint64_t kArgsWindowBytes = kArgsBytesPerCore * kCoreCount;
inline constexpr std::uint64_t kWindowEnd = kArgsWindowBase + kArgsWindowBytes;

constexpr bool in_window(std::uint64_t address) {
  return address - kWindowBase < kWindowEnd - kWindowBase;
}
constexpr bool in_args_window(std::uint64_t address) {
  return address - kArgsWindowBase < kArgsWindowBytes;
}
constexpr bool in_ub_window(std::uint64_t address) {
  return address - kUbWindowBase < kUbWindowBytes;
}

/// Reserves the window (address space only, no memory). Idempotent.
/// Throws std::runtime_error if something else lies there.
void reserve_address_window();

}  // namespace npusim
