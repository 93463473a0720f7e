// SPDX-License-Identifier: Apache-2.0
// Sizes that kernels use by name, and values to pad with (tile-isa.md sections 1.6, 1.7, 2.1).
#pragma once

#include <cstdint>

#include "pto/common/memory.hpp"
#include "pto/common/type.hpp"

namespace pto {

inline constexpr int DYNAMIC = -1;

// Vector instructions.
inline constexpr int BLOCK_BYTE_SIZE = 32;
inline constexpr int REPEAT_BYTE = 256;
inline constexpr int REPEAT_MAX = 255;
inline constexpr int REPEAT_STRIDE_MAX = 255;
inline constexpr std::uint64_t BLOCK_MAX_PER_REPEAT = 8;
inline constexpr std::uint64_t MASK_LEN = 64;
inline constexpr std::uint32_t SHIFT_BLOCK_BYTE = 5;
inline constexpr std::uint32_t SHIFT_BLOCK_LEN = 4;
inline constexpr std::uint32_t SHIFT_FRACTAL_BYTE = 9;
/// Scratch at the end of UB that library instructions use.
inline constexpr std::uint32_t TMP_UB_OFFSET = 184 * 1024;
inline constexpr std::uint32_t TMP_UB_SIZE = 8 * 1024;

// Fractals.
inline constexpr int BLOCK_LEN = 16;
inline constexpr int CUBE_BLOCK_SIZE = 512;
inline constexpr int C0_SIZE_BYTE = 32;
inline constexpr int ACC_C0_SIZE = 16;
inline constexpr int FRACTAL_NZ_ROW = 16;
inline constexpr int FRACTAL_ZZ_ROW = 16;
inline constexpr int FIXP_BURST_UNIT_LEN = 64;
inline constexpr int MX_COL_LEN = 2;
inline constexpr int MX_ROW_LEN = 16;
inline constexpr int MX_BLOCK_SIZE = 32;

constexpr bool isCustomPadValue(PadValue value) { return value >= PadValue::CustomBase; }

constexpr std::uint32_t getCustomPadBits(PadValue value) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) & 0xFFFFFFFFu);
}

/// A custom pad value of the given type: its bits, in the lowest bits of the number.
template <typename T>
constexpr PadValue PadValueCustom(T value) {
  static_assert(sizeof(T) <= 4, "PadValueCustom takes types of at most 4 bytes");
  return static_cast<PadValue>(static_cast<std::uint64_t>(PadValue::CustomBase) |
                               detail::bits_of(value));
}

constexpr PadValue PadValueCustom16(std::uint16_t bits) { return PadValueCustom(bits); }

namespace detail {
template <typename T>
constexpr auto pad_constant(T value) {
  if constexpr (std::is_same_v<T, double>)
    return static_cast<float>(value);
  else if constexpr (sizeof(T) > 4)
    return static_cast<std::uint32_t>(value);
  else
    return value;
}
}  // namespace detail

template <auto Value>
inline constexpr PadValue PadCustom = PadValueCustom(detail::pad_constant(Value));

}  // namespace pto
