// SPDX-License-Identifier: Apache-2.0
// Element types: those of the device's compiler (cce/element.h), and the library's 4-bit type,
// which a2a3 can only move as bytes.
#pragma once

#include <cstdint>
#include <type_traits>

#include "cce/element.h"
#include "models/arch/dtype.h"

/// The name that host code of the device gives it.
using aclFloat16 = std::uint16_t;

namespace pto {

/// Two elements a byte, low half first.
struct int4b_t {
  std::uint8_t storage;

  int4b_t() = default;
  explicit constexpr int4b_t(std::int32_t value)
      : storage(static_cast<std::uint8_t>(value & 0x0F)) {}
  constexpr operator std::int8_t() const {
    return static_cast<std::int8_t>((storage ^ 0x08) - 0x08);
  }
};

namespace detail {

/// The model's number for an element type; `known` is false for those it does not compute with.
template <typename T>
struct ElementType {
  static constexpr bool known = false;
  static constexpr npusim::DType value = npusim::DType::UINT8;
};
template <npusim::DType Type>
struct KnownElementType {
  static constexpr bool known = true;
  static constexpr npusim::DType value = Type;
};
template <typename T>
requires std::is_integral_v<T>
struct ElementType<T>
    : KnownElementType<
          sizeof(T) == 1   ? (std::is_signed_v<T> ? npusim::DType::INT8 : npusim::DType::UINT8)
          : sizeof(T) == 2 ? (std::is_signed_v<T> ? npusim::DType::INT16 : npusim::DType::UINT16)
          : sizeof(T) == 4 ? (std::is_signed_v<T> ? npusim::DType::INT32 : npusim::DType::UINT32)
                           : (std::is_signed_v<T> ? npusim::DType::INT64 : npusim::DType::UINT64)> {
};
template <>
struct ElementType<float> : KnownElementType<npusim::DType::FLOAT32> {};
template <>
struct ElementType<half> : KnownElementType<npusim::DType::FLOAT16> {};
template <>
struct ElementType<bfloat16_t> : KnownElementType<npusim::DType::BFLOAT16> {};

using npusim::device::bits_of;

template <typename T>
constexpr T value_of(std::uint64_t bits) {
  static_assert(sizeof(T) <= 8);
  if constexpr (sizeof(T) == 1)
    return __builtin_bit_cast(T, static_cast<std::uint8_t>(bits));
  else if constexpr (sizeof(T) == 2)
    return __builtin_bit_cast(T, static_cast<std::uint16_t>(bits));
  else if constexpr (sizeof(T) == 4)
    return __builtin_bit_cast(T, static_cast<std::uint32_t>(bits));
  else
    return __builtin_bit_cast(T, bits);
}

}  // namespace detail
}  // namespace pto
