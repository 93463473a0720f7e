// SPDX-License-Identifier: Apache-2.0
// Elements of float types as floats, one at a time.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "models/arch/dtype.h"
#include "models/arch/small_float.h"

namespace npusim::isa {

template <typename T>
T value_at(const void* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

/// A float16 or float32 element.
inline float float_at(DType type, const void* bytes) {
  return type == DType::FLOAT16 ? float16_to_float(value_at<std::uint16_t>(bytes))
                                : value_at<float>(bytes);
}

/// Bits of `value` as float16 (to nearest even) or float32.
inline std::uint32_t float_bits(DType type, float value) {
  return type == DType::FLOAT16 ? float_to_float16_rne(value) : std::bit_cast<std::uint32_t>(value);
}

}  // namespace npusim::isa
