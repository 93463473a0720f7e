// SPDX-License-Identifier: Apache-2.0
// Accesses of a kernel to GM past its data cache: ld_dev, st_dev, st_atomic
// (intrinsics.md 2.6, 3.5).
#include <iterator>

#include <fmt/format.h>

#include "models/core/front_end.h"

namespace npusim {

std::uint64_t FrontEnd::kernel_load_gm(std::uint64_t address, unsigned bytes, Site site) {
  collect_store();
  std::uint64_t value = 0;
  scalar_unit_.load_gm_past_cache(address, bytes, reinterpret_cast<std::uint8_t*>(&value),
                                  origin(site));
  return value;
}

void FrontEnd::kernel_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes,
                               Site site) {
  collect_store();
  scalar_unit_.store_gm_past_cache(address, bytes, reinterpret_cast<const std::uint8_t*>(&value),
                                   origin(site));
}

void FrontEnd::kernel_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes,
                                   Site site) {
  collect_store();
  // atomic_type_t and atomic_op_t (intrinsics.md 1.2).
  constexpr DType kTypes[] = {DType::FLOAT32, DType::FLOAT16, DType::INT16,
                              DType::INT32,   DType::INT8,    DType::BFLOAT16};
  const std::uint64_t type = registers_.scalar_atomic & 7,
                      operation = registers_.scalar_atomic >> 3 & 3;
  if (type == 0 || type > std::size(kTypes) || operation != 0) {
    kernel_not_modelled(fmt::format("st_atomic with ST_ATOMIC_CFG {:#x} (modelled: sums of f32, "
                                    "f16, s16, s32, s8 and bf16)",
                                    registers_.scalar_atomic),
                        site);
  }
  const DType dtype = kTypes[type - 1];
  if (size_bytes(dtype) != bytes) {
    kernel_not_modelled(
        fmt::format("st_atomic of {} bytes with ST_ATOMIC_CFG of {}", bytes, name(dtype)), site);
  }
  scalar_unit_.add_atomically(address, bytes, dtype, reinterpret_cast<const std::uint8_t*>(&value),
                              origin(site));
}

}  // namespace npusim
