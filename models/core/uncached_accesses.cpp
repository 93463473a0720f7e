// SPDX-License-Identifier: Apache-2.0
#include "models/core/uncached_accesses.h"

#include <iterator>

#include <fmt/format.h>

namespace npusim {

std::uint64_t UncachedAccesses::load(std::uint64_t address, unsigned bytes,
                                     const SyncOrigin& from) {
  std::uint64_t value = 0;
  scalar_unit_.load_gm_past_cache(address, bytes, reinterpret_cast<std::uint8_t*>(&value), from);
  return value;
}

void UncachedAccesses::store(std::uint64_t address, std::uint64_t value, unsigned bytes,
                             const SyncOrigin& from) {
  scalar_unit_.store_gm_past_cache(address, bytes, reinterpret_cast<const std::uint8_t*>(&value),
                                   from);
}

std::string UncachedAccesses::add_atomically(std::uint64_t address, std::uint64_t value,
                                             unsigned bytes, std::uint64_t config,
                                             const SyncOrigin& from) {
  // atomic_type_t and atomic_op_t (intrinsics.md 1.2).
  constexpr DType kTypes[] = {DType::FLOAT32, DType::FLOAT16, DType::INT16,
                              DType::INT32,   DType::INT8,    DType::BFLOAT16};
  const std::uint64_t type = config & 7, operation = config >> 3 & 3;
  if (type == 0 || type > std::size(kTypes) || operation != 0) {
    return fmt::format(
        "st_atomic with ST_ATOMIC_CFG {:#x} (modelled: sums of f32, f16, s16, s32, s8 and bf16)",
        config);
  }
  const DType dtype = kTypes[type - 1];
  if (size_bytes(dtype) != bytes) {
    return fmt::format("st_atomic of {} bytes with ST_ATOMIC_CFG of {}", bytes, name(dtype));
  }
  scalar_unit_.add_atomically(address, bytes, dtype, reinterpret_cast<const std::uint8_t*>(&value),
                              from);
  return "";
}

}  // namespace npusim
