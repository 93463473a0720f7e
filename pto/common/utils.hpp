// SPDX-License-Identifier: Apache-2.0
// Small helpers that kernels take from the tile library.
#pragma once

#include <cstdint>

#include "pto/common/constants.hpp"
#include "pto/isa/core_functions.hpp"

namespace pto {

constexpr std::int32_t CeilDivision(std::int32_t dividend, std::int32_t divisor) {
  return divisor == 0 ? 0 : (dividend + divisor - 1) / divisor;
}
constexpr std::uint32_t CeilAlignment(std::uint32_t value, std::uint32_t unit) {
  return unit == 0 ? 0 : (value + unit - 1) / unit * unit;
}

/// The first lanes of each repeat.
PTO_INTERNAL void SetContinuousMask(unsigned lanes) {
  const auto first = [](unsigned count) {
    return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
  };
  set_vector_mask(lanes > 64 ? first(lanes - 64) : 0, first(lanes));
}
/// The message of a flag between cores, for ffts_cross_core_sync and st_dev.
PTO_INTERNAL std::uint16_t getFFTSMsg(std::uint16_t mode, std::uint16_t flag,
                                      std::uint16_t count = 1) {
  return static_cast<std::uint16_t>((count & 0xF) + ((mode & 0x3) << 4) + ((flag & 0xF) << 8));
}

PTO_INTERNAL void SetVectorCount(std::uint64_t elements) { set_vector_mask(0, elements); }

}  // namespace pto
