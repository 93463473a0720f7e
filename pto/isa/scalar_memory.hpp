// SPDX-License-Identifier: Apache-2.0
// What the scalar unit does to GM past its data cache (intrinsics.md 2.6, 3.5): loads, stores, and
// additions at the memory. Global names, because kernels call them without pto::.
#pragma once

#include <cstdint>

#include "cce/atomic_types.h"
#include "cce/port/scalar_port.h"
#include "pto/isa/core_functions.hpp"

/// The element `offset` bytes behind `address`.
template <typename T>
NPUSIM_LIBRARY_CALL std::uint64_t ld_dev(__gm__ T* address, std::int16_t offset) {
  return npusim_load_gm(
      reinterpret_cast<std::uint64_t>(address) + static_cast<std::uint64_t>(offset), sizeof(T),
      NPUSIM_SITE);
}
template <typename T>
NPUSIM_LIBRARY_CALL void st_dev(T value, __gm__ T* address, std::int16_t offset) {
  npusim_store_gm(reinterpret_cast<std::uint64_t>(address) + static_cast<std::uint64_t>(offset),
                  static_cast<std::uint64_t>(value), sizeof(T), NPUSIM_SITE);
}

/// What st_atomic does: [2:0] type, [4:3] operation.
NPUSIM_LIBRARY_CALL inline void set_st_atomic_cfg(atomic_type_t type, atomic_op_t operation) {
  npusim_write_register(static_cast<int>(npusim::port::SpecialRegister::ScalarAtomic),
                        static_cast<std::uint64_t>(type) | static_cast<std::uint64_t>(operation)
                                                               << 3);
}
template <typename T>
NPUSIM_LIBRARY_CALL void st_atomic(T value, __gm__ T* address) {
  std::uint64_t bits = 0;
  __builtin_memcpy(&bits, &value, sizeof value);
  npusim_store_atomic(reinterpret_cast<std::uint64_t>(address), bits, sizeof(T), NPUSIM_SITE);
}
