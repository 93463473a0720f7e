// SPDX-License-Identifier: Apache-2.0
// How lanes are stored, in what type they compute, and loops over them.
//   float16 computes in float and rounds once, to nearest even. Integers wrap.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "models/arch/small_float.h"
#include "models/isa/vector/lane_kernels.h"

namespace npusim::isa {

struct Half {
  std::uint16_t bits;
};

/// How a type is stored and in what it computes.
template <typename T>
struct Arithmetic {
  using Value = T;
  static T load(T stored) { return stored; }
  static T store(T value) { return value; }
};
template <>
struct Arithmetic<Half> {
  using Value = float;
  static float load(Half stored) { return float16_to_float(stored.bits); }
  static Half store(float value) { return {float_to_float16_rne(value)}; }
};

template <typename T>
using ValueOf = typename Arithmetic<T>::Value;

/// `value` as it is after a trip through memory.
template <typename T>
ValueOf<T> rounded(ValueOf<T> value) {
  return Arithmetic<T>::load(Arithmetic<T>::store(value));
}

/// The low bits of a scalar operand.
template <typename T>
T scalar_as(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// Integer arithmetic modulo 2^n, without signed overflow.
template <typename V, typename Function>
V modular(V a, V b, Function function) {
  if constexpr (std::is_integral_v<V>) {
    return static_cast<V>(function(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)));
  } else {
    return function(a, b);
  }
}

/// out[i] = Op::apply(a[i]).
template <typename Op, typename T>
void one_source(const void* a, const void*, const LaneParameters&, void* out, unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i])));
}

/// out[i] = Op::apply(a[i], b[i]).
template <typename Op, typename T>
void two_sources(const void* a, const void* b, const LaneParameters&, void* out, unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i]), A::load(y[i])));
}

/// out[i] = Op::apply(a[i], scalar).
template <typename Op, typename T>
void with_scalar(const void* a, const void*, const LaneParameters& parameters, void* out,
                 unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  const auto s = A::load(scalar_as<T>(parameters.scalar));
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i]), s));
}

}  // namespace npusim::isa
