// SPDX-License-Identifier: Apache-2.0
// float16 computes in float and rounds once, to nearest even. Integers wrap. exp, ln and sqrt go
// through double and round once (numerics.md rule 4): the C library's double functions are accurate
// far beyond float, so the bits are those of the exact value but for a tie to within 2^-52.
#include "models/isa/vector/lane_kernels.h"

#include <array>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "models/arch/small_float.h"

namespace npusim::isa {
namespace {

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

/// Integer arithmetic modulo 2^n, without signed overflow.
template <typename V, typename Function>
V modular(V a, V b, Function function) {
  if constexpr (std::is_integral_v<V>) {
    return static_cast<V>(function(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b)));
  } else {
    return function(a, b);
  }
}

struct Add {
  template <typename V>
  static V apply(V a, V b) {
    return modular(a, b, [](auto x, auto y) { return x + y; });
  }
};
struct Sub {
  template <typename V>
  static V apply(V a, V b) {
    return modular(a, b, [](auto x, auto y) { return x - y; });
  }
};
struct Mul {
  template <typename V>
  static V apply(V a, V b) {
    return modular(a, b, [](auto x, auto y) { return x * y; });
  }
};
struct Div {
  static float apply(float a, float b) { return a / b; }
};
struct Max {
  template <typename V>
  static V apply(V a, V b) {
    return a < b ? b : a;
  }
};
struct Min {
  template <typename V>
  static V apply(V a, V b) {
    return b < a ? b : a;
  }
};
struct Exp {
  static float apply(float a) { return static_cast<float>(std::exp(static_cast<double>(a))); }
};
struct Ln {
  static float apply(float a) { return static_cast<float>(std::log(static_cast<double>(a))); }
};
struct Sqrt {
  static float apply(float a) { return std::sqrt(a); }
};
struct Abs {
  static float apply(float a) { return std::fabs(a); }
};
struct Relu {
  template <typename V>
  static V apply(V a) {
    return a < V{0} ? V{0} : a;
  }
};

template <typename Op, typename T>
void two_sources(const void* a, const void* b, std::uint64_t, void* out, unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  const T* y = static_cast<const T*>(b);
  T* z = static_cast<T*>(out);
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i]), A::load(y[i])));
}

template <typename T>
T scalar_as(std::uint64_t bits) {
  T value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

template <typename Op, typename T>
void with_scalar(const void* a, const void*, std::uint64_t scalar, void* out, unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  const auto s = A::load(scalar_as<T>(scalar));
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i]), s));
}

template <typename Op, typename T>
void one_source(const void* a, const void*, std::uint64_t, void* out, unsigned lanes) {
  using A = Arithmetic<T>;
  const T* x = static_cast<const T*>(a);
  T* z = static_cast<T*>(out);
  for (unsigned i = 0; i < lanes; ++i) z[i] = A::store(Op::apply(A::load(x[i])));
}

template <typename T>
void duplicate(const void*, const void*, std::uint64_t scalar, void* out, unsigned lanes) {
  T* z = static_cast<T*>(out);
  for (unsigned i = 0; i < lanes; ++i) z[i] = scalar_as<T>(scalar);
}

/// Kernels for the four arithmetic types of pipe V; null where the hardware has none.
struct Row {
  Opcode opcode;
  unsigned sources;
  LaneKernel f32, f16, i32, i16;
};

#define NPUSIM_ALL(opcode, sources, form, Op)                                         \
  {                                                                                   \
    Opcode::opcode, sources, form<Op, float>, form<Op, Half>, form<Op, std::int32_t>, \
        form<Op, std::int16_t>                                                        \
  }
#define NPUSIM_FLOAT(opcode, sources, form, Op) \
  { Opcode::opcode, sources, form<Op, float>, form<Op, Half>, nullptr, nullptr }

constexpr Row kRows[] = {
    NPUSIM_ALL(VADD, 2, two_sources, Add),
    NPUSIM_ALL(VSUB, 2, two_sources, Sub),
    NPUSIM_ALL(VMUL, 2, two_sources, Mul),
    NPUSIM_FLOAT(VDIV, 2, two_sources, Div),
    NPUSIM_ALL(VMAX, 2, two_sources, Max),
    NPUSIM_ALL(VMIN, 2, two_sources, Min),
    NPUSIM_ALL(VADDS, 1, with_scalar, Add),
    NPUSIM_ALL(VMULS, 1, with_scalar, Mul),
    NPUSIM_ALL(VMAXS, 1, with_scalar, Max),
    NPUSIM_ALL(VMINS, 1, with_scalar, Min),
    NPUSIM_FLOAT(VEXP, 1, one_source, Exp),
    NPUSIM_FLOAT(VLN, 1, one_source, Ln),
    NPUSIM_FLOAT(VSQRT, 1, one_source, Sqrt),
    NPUSIM_FLOAT(VABS, 1, one_source, Abs),
    {Opcode::VRELU, 1, one_source<Relu, float>, one_source<Relu, Half>,
     one_source<Relu, std::int32_t>, nullptr},
};

#undef NPUSIM_ALL
#undef NPUSIM_FLOAT

using Table = std::array<std::array<LaneOperation, kDTypeCount>, std::size(kOpcodes)>;

constexpr Table make_table() {
  Table table{};
  const auto at = [&table](Opcode opcode, DType type) -> LaneOperation& {
    return table[static_cast<std::size_t>(opcode)][static_cast<std::size_t>(type)];
  };
  for (const Row& row : kRows) {
    at(row.opcode, DType::FLOAT32) = {row.f32, row.sources};
    at(row.opcode, DType::FLOAT16) = {row.f16, row.sources};
    at(row.opcode, DType::INT32) = {row.i32, row.sources};
    at(row.opcode, DType::INT16) = {row.i16, row.sources};
  }
  // vector_dup moves bits: any type of 2 or 4 bytes.
  for (const DType type : {DType::FLOAT32, DType::INT32, DType::UINT32}) {
    at(Opcode::VECTOR_DUP, type) = {duplicate<std::uint32_t>, 0};
  }
  for (const DType type : {DType::FLOAT16, DType::BFLOAT16, DType::INT16, DType::UINT16}) {
    at(Opcode::VECTOR_DUP, type) = {duplicate<std::uint16_t>, 0};
  }
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

LaneOperation lane_operation(Opcode opcode, DType type) {
  return kTable[static_cast<std::size_t>(opcode)][static_cast<std::size_t>(type)];
}

}  // namespace npusim::isa
