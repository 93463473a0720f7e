// SPDX-License-Identifier: Apache-2.0
// Element types that C++ lacks. Classes, so that bits depend neither on the compiler nor on what
// half-precision arithmetic the host has.
#pragma once

#include <cstdint>
#include <type_traits>

#include "models/arch/dtype.h"
#include "models/arch/small_float.h"

/// IEEE binary16. Each operation of the scalar unit rounds once, to nearest even; with a float it
/// is a float operation.
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
  constexpr half operator-() const { return -static_cast<float>(*this); }
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

/// Its name as a keyword of the device's compiler, which a host compiler may have for another type.
#define __bf16 bfloat16_t

// binary32 has more than twice binary16's precision, so that rounding its result is rounding once.
// Templates: an operand that is no half converts to float instead of to half.
#define NPUSIM_HALF_OPERATOR(OP)                                                                  \
  template <typename A, typename B>                                                               \
  requires std::is_same_v<A, half> && std::is_same_v<B, half>                                     \
  constexpr half operator OP(A a, B b) { return static_cast<float>(a) OP static_cast<float>(b); } \
  template <typename B>                                                                           \
  requires std::is_convertible_v<B, float>                                                        \
  constexpr half& operator OP##=(half& a, B b) {                                                  \
    return a = static_cast<float>(a) OP static_cast<float>(b);                                    \
  }
NPUSIM_HALF_OPERATOR(+)
NPUSIM_HALF_OPERATOR(-)
NPUSIM_HALF_OPERATOR(*)
NPUSIM_HALF_OPERATOR(/)
#undef NPUSIM_HALF_OPERATOR

using float16_t = half;
using float32_t = float;
#ifndef __clang__  // to clang it is a keyword
using __fp16 = half;
#endif

/// Types of other chips, which this one can move as bytes.
struct hifloat8_t {
  std::uint8_t bits;
};
struct float8_e4m3_t {
  std::uint8_t bits;
};
struct float8_e5m2_t {
  std::uint8_t bits;
};
struct float8_e8m0_t {
  std::uint8_t bits;
};
/// Two elements a byte.
struct float4_e1m2x2_t {
  std::uint8_t bits;
};
struct float4_e2m1x2_t {
  std::uint8_t bits;
};

namespace npusim::device {

/// The model's number for an element type.
template <typename T>
constexpr DType dtype_of() {
  using U = std::remove_cv_t<T>;
  if constexpr (std::is_same_v<U, float>)
    return DType::FLOAT32;
  else if constexpr (std::is_same_v<U, half>)
    return DType::FLOAT16;
  else if constexpr (std::is_same_v<U, bfloat16_t>)
    return DType::BFLOAT16;
  else if constexpr (sizeof(U) == 1)
    return std::is_signed_v<U> ? DType::INT8 : DType::UINT8;
  else if constexpr (sizeof(U) == 2)
    return std::is_signed_v<U> ? DType::INT16 : DType::UINT16;
  else if constexpr (sizeof(U) == 4)
    return std::is_signed_v<U> ? DType::INT32 : DType::UINT32;
  else
    return std::is_signed_v<U> ? DType::INT64 : DType::UINT64;
}

/// A scalar operand's bits, zero-extended.
template <typename T>
constexpr std::uint64_t bits_of(T value) {
  if constexpr (sizeof(T) == 1)
    return __builtin_bit_cast(std::uint8_t, value);
  else if constexpr (sizeof(T) == 2)
    return __builtin_bit_cast(std::uint16_t, value);
  else if constexpr (sizeof(T) == 4)
    return __builtin_bit_cast(std::uint32_t, value);
  else
    return __builtin_bit_cast(std::uint64_t, value);
}

}  // namespace npusim::device
