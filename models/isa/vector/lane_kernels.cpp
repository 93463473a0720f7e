// SPDX-License-Identifier: Apache-2.0
// The table of elementwise operations, and those that need one rounding. exp, ln, sqrt and 1/sqrt
// go through double and round once (numerics.md rule 4): the C library's double functions are
// accurate far beyond float, so the bits are those of the exact value but for a tie to within
// 2^-52.
#include "models/isa/vector/lane_kernels.h"

#include <array>
#include <cmath>

#include "models/isa/vector/fused_kernels.h"
#include "models/isa/vector/integer_kernels.h"
#include "models/isa/vector/lane_arithmetic.h"

namespace npusim::isa {
namespace {

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
struct Exp {
  static float apply(float a) { return static_cast<float>(std::exp(static_cast<double>(a))); }
};
struct Ln {
  static float apply(float a) { return static_cast<float>(std::log(static_cast<double>(a))); }
};
struct Sqrt {
  static float apply(float a) { return std::sqrt(a); }
};
struct Reciprocal {
  static float apply(float a) { return 1.0f / a; }
};
struct ReciprocalSqrt {
  static float apply(float a) {
    return static_cast<float>(1.0 / std::sqrt(static_cast<double>(a)));
  }
};
struct Abs {
  static float apply(float a) { return std::fabs(a); }
  static std::int16_t apply(std::int16_t a) { return static_cast<std::int16_t>(a < 0 ? -a : a); }
};
struct Relu {
  template <typename V>
  static V apply(V a) {
    return a < V{0} ? V{0} : a;
  }
};
/// The sum or difference is rounded before it is compared with 0.
template <typename Op, typename T>
struct ThenRelu {
  static ValueOf<T> apply(ValueOf<T> a, ValueOf<T> b) {
    return Relu::apply(rounded<T>(Op::apply(a, b)));
  }
};
struct LeakyRelu {
  static float apply(float a, float slope) { return a > 0 ? a : slope * a; }
};

/// What VMAX and VMIN do with NaN (isa.nan_minmax).
struct CompareOnly {
  template <typename V>
  static V choose(V, V, V chosen) {
    return chosen;
  }
};
struct PropagateNan {
  template <typename V>
  static V choose(V a, V b, V chosen) {
    return a != a ? a : b != b ? b : chosen;
  }
};
struct IgnoreNan {
  template <typename V>
  static V choose(V a, V b, V chosen) {
    return a != a ? b : b != b ? a : chosen;
  }
};
template <typename Nan>
struct Max {
  template <typename V>
  static V apply(V a, V b) {
    return Nan::choose(a, b, a < b ? b : a);
  }
};
template <typename Nan>
struct Min {
  template <typename V>
  static V apply(V a, V b) {
    return Nan::choose(a, b, b < a ? b : a);
  }
};

template <template <typename> typename Extreme, typename T, bool kScalar>
void extreme(const void* a, const void* b, const LaneParameters& parameters, void* out,
             unsigned lanes) {
  const auto run = [&]<typename Op>(Op*) {
    (kScalar ? with_scalar<Op, T> : two_sources<Op, T>)(a, b, parameters, out, lanes);
  };
  if constexpr (std::is_integral_v<T>) {
    run(static_cast<Extreme<CompareOnly>*>(nullptr));
  } else {
    switch (parameters.nan_minmax) {
      case NanMinMax::Compare:
        return run(static_cast<Extreme<CompareOnly>*>(nullptr));
      case NanMinMax::Propagate:
        return run(static_cast<Extreme<PropagateNan>*>(nullptr));
      case NanMinMax::Number:
        return run(static_cast<Extreme<IgnoreNan>*>(nullptr));
    }
  }
}

/// Kernels of the four arithmetic types of pipe V; null where the hardware has none.
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
#define NPUSIM_EXTREME(opcode, sources, Op, scalar)                                 \
  {                                                                                 \
    Opcode::opcode, sources, extreme<Op, float, scalar>, extreme<Op, Half, scalar>, \
        extreme<Op, std::int32_t, scalar>, extreme<Op, std::int16_t, scalar>        \
  }
#define NPUSIM_RELU(opcode, Op)                                 \
  {                                                             \
    Opcode::opcode, 2, two_sources<ThenRelu<Op, float>, float>, \
        two_sources<ThenRelu<Op, Half>, Half>, nullptr,         \
        two_sources<ThenRelu<Op, std::int16_t>, std::int16_t>   \
  }

constexpr Row kRows[] = {
    NPUSIM_ALL(VADD, 2, two_sources, Add),
    NPUSIM_ALL(VSUB, 2, two_sources, Sub),
    NPUSIM_ALL(VMUL, 2, two_sources, Mul),
    NPUSIM_FLOAT(VDIV, 2, two_sources, Div),
    NPUSIM_EXTREME(VMAX, 2, Max, false),
    NPUSIM_EXTREME(VMIN, 2, Min, false),
    NPUSIM_RELU(VADDRELU, Add),
    NPUSIM_RELU(VSUBRELU, Sub),
    NPUSIM_ALL(VADDS, 1, with_scalar, Add),
    NPUSIM_ALL(VMULS, 1, with_scalar, Mul),
    NPUSIM_EXTREME(VMAXS, 1, Max, true),
    NPUSIM_EXTREME(VMINS, 1, Min, true),
    NPUSIM_FLOAT(VLRELU, 1, with_scalar, LeakyRelu),
    NPUSIM_FLOAT(VEXP, 1, one_source, Exp),
    NPUSIM_FLOAT(VLN, 1, one_source, Ln),
    NPUSIM_FLOAT(VSQRT, 1, one_source, Sqrt),
    NPUSIM_FLOAT(VREC, 1, one_source, Reciprocal),
    NPUSIM_FLOAT(VRSQRT, 1, one_source, ReciprocalSqrt),
    {Opcode::VABS, 1, one_source<Abs, float>, one_source<Abs, Half>, nullptr,
     one_source<Abs, std::int16_t>},
    {Opcode::VRELU, 1, one_source<Relu, float>, one_source<Relu, Half>,
     one_source<Relu, std::int32_t>, nullptr},
};

#undef NPUSIM_ALL
#undef NPUSIM_FLOAT
#undef NPUSIM_EXTREME
#undef NPUSIM_RELU

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
  return table;
}

constexpr Table kTable = make_table();

}  // namespace

LaneOperation lane_operation(Opcode opcode, DType dtype, DType src_dtype) {
  if (dtype == src_dtype) {
    const LaneOperation operation =
        kTable[static_cast<std::size_t>(opcode)][static_cast<std::size_t>(dtype)];
    if (operation.kernel != nullptr) return operation;
    if (const LaneOperation bits = integer_operation(opcode, dtype); bits.kernel != nullptr) {
      return bits;
    }
  }
  return fused_operation(opcode, dtype, src_dtype);
}

}  // namespace npusim::isa
