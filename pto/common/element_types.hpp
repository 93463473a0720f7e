// SPDX-License-Identifier: Apache-2.0
// Element types that C++ lacks: two-byte floats with conversions, and the names of the 8-bit and
// 4-bit types, which a2a3 can only move as bytes.
#pragma once

#include <cstdint>
#include <type_traits>

#include "models/arch/dtype.h"
#include "models/arch/small_float.h"

/// IEEE binary16. Scalar arithmetic goes through float, each result rounded once.
struct half {
  std::uint16_t bits;

  half() = default;
  half(const half&) = default;
  half& operator=(const half&) = default;
  /// A copy from memory to memory as a load and then a store of bits: of an assignment of classes
  /// the instrumentation would see the store first. A template, so that the class stays trivial.
  template <typename T>
  requires std::is_same_v<T, half>
  constexpr half& operator=(T& other) {
    bits = other.bits;
    return *this;
  }
  constexpr half(float value) : bits(npusim::float_to_float16_rne(value)) {}
  constexpr operator float() const { return npusim::float16_to_float(bits); }
};

/// The upper half of a binary32.
struct bfloat16_t {
  std::uint16_t bits;

  bfloat16_t() = default;
  bfloat16_t(const bfloat16_t&) = default;
  bfloat16_t& operator=(const bfloat16_t&) = default;
  /// A copy from memory to memory as a load and then a store of bits: of an assignment of classes
  /// the instrumentation would see the store first. A template, so that the class stays trivial.
  template <typename T>
  requires std::is_same_v<T, bfloat16_t>
  constexpr bfloat16_t& operator=(T& other) {
    bits = other.bits;
    return *this;
  }
  constexpr bfloat16_t(float value) : bits(npusim::float_to_bfloat16_rne(value)) {}
  constexpr operator float() const { return npusim::bfloat16_to_float(bits); }
};

using float16_t = half;
using float32_t = float;
/// The name that host code of the device gives it.
using aclFloat16 = std::uint16_t;

/// Bytes with a name.
struct float8_e4m3_t {
  std::uint8_t bits;
};
struct float8_e5m2_t {
  std::uint8_t bits;
};
struct float8_e8m0_t {
  std::uint8_t bits;
};
struct hifloat8_t {
  std::uint8_t bits;
};
/// Two elements a byte.
struct float4_e1m2x2_t {
  std::uint8_t bits;
};
struct float4_e2m1x2_t {
  std::uint8_t bits;
};

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

/// A value's bits, zero-extended.
template <typename T>
constexpr std::uint64_t bits_of(T value) {
  static_assert(sizeof(T) <= 8);
  if constexpr (sizeof(T) == 1)
    return __builtin_bit_cast(std::uint8_t, value);
  else if constexpr (sizeof(T) == 2)
    return __builtin_bit_cast(std::uint16_t, value);
  else if constexpr (sizeof(T) == 4)
    return __builtin_bit_cast(std::uint32_t, value);
  else
    return __builtin_bit_cast(std::uint64_t, value);
}

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
