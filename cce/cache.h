// SPDX-License-Identifier: Apache-2.0
// The scalar unit's data cache, and its accesses past it (intrinsics.md 2.6, 3.4, 3.5).
#pragma once

#include "cce/crossing.h"
#include "cce/port/scalar_port.h"
#include "cce/state.h"

namespace npusim::device {

NPUSIM_CROSSING void clean(const volatile void* address, int scope, int destination) {
  npusim_dcci(const_cast<const void*>(address), scope, destination, NPUSIM_PLACE);
}
NPUSIM_CROSSING std::uint64_t load_past_cache(const volatile void* address, unsigned bytes) {
  return npusim_load_gm(global(address), bytes, NPUSIM_PLACE);
}
/// At the flag unit's address it is a message from the scalar unit (intrinsics.md 3.2).
NPUSIM_CROSSING void store_past_cache(const volatile void* address, std::uint64_t value,
                                      unsigned bytes) {
  const auto flag_unit = static_cast<std::uint64_t>(get_ffts_base_addr());
  if (flag_unit != 0 && global(address) == flag_unit) {
    npusim_cross_core_set(pipe_number(PIPE_S), value, NPUSIM_PLACE);
  } else {
    npusim_store_gm(global(address), value, bytes, NPUSIM_PLACE);
  }
}
NPUSIM_CROSSING void store_atomic(const volatile void* address, std::uint64_t value,
                                  unsigned bytes) {
  npusim_store_atomic(global(address), value, bytes, NPUSIM_PLACE);
}

}  // namespace npusim::device

/// Cleans and invalidates the line of an address, or the entire cache.
template <typename T, typename Scope, typename Destination = dcci_dst_t>
NPUSIM_INTRINSIC void dcci(T* address, Scope scope, Destination destination = CACHELINE_OUT) {
  npusim::device::clean(address, static_cast<int>(scope), static_cast<int>(destination));
}

#define NPUSIM_DEFINE_DEVICE_ACCESS(T)                                                             \
  NPUSIM_INTRINSIC std::uint64_t ld_dev(T* address, std::int16_t offset) {                         \
    return npusim::device::load_past_cache(reinterpret_cast<char*>(address) + offset, sizeof(T));  \
  }                                                                                                \
  NPUSIM_INTRINSIC void st_dev(T value, T* address, std::int16_t offset) {                         \
    npusim::device::store_past_cache(reinterpret_cast<char*>(address) + offset, value, sizeof(T)); \
  }
NPUSIM_DEFINE_DEVICE_ACCESS(std::uint8_t)
NPUSIM_DEFINE_DEVICE_ACCESS(std::uint16_t)
NPUSIM_DEFINE_DEVICE_ACCESS(std::uint32_t)
NPUSIM_DEFINE_DEVICE_ACCESS(std::uint64_t)

/// Combines with what is there, as ST_ATOMIC_CFG says.
template <typename T>
NPUSIM_INTRINSIC void st_atomic(T value, T* address) {
  npusim::device::store_atomic(address, npusim::device::bits_of(value), sizeof(T));
}

// Hints: nothing that a kernel can see comes of them.
template <typename T>
NPUSIM_INTRINSIC void dc_preload(T*, std::int64_t) {}
template <typename T>
NPUSIM_INTRINSIC void preload(T*, std::int64_t = 0) {}
NPUSIM_INTRINSIC void icache_preload(std::int64_t) {}
NPUSIM_INTRINSIC std::int64_t get_icache_prl_st() { return 0; }
