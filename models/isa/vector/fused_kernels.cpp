// SPDX-License-Identifier: Apache-2.0
// Multiply-add: the product is rounded to the destination's type before it is added, or not
// (isa.fused_multiply_add); products of halves are exact in float. Narrowing: the sum of float16 or
// int16 is not rounded or wrapped to its type, but rounds once to the result, ties to even,
// saturating (as the public functional tests of the fused instructions expect).
#include "models/isa/vector/fused_kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/isa/numerics/dequantisation.h"
#include "models/isa/vector/lane_arithmetic.h"

namespace npusim::isa {
namespace {

/// a * b + c, rounded to `To`. In double, the sum of a float16 product and a float16 is exact or
/// has a rest far below what decides a rounding to float16.
template <typename To>
To fused(float a, float b, float c) {
  if constexpr (std::is_same_v<To, Half>) {
    const double sum = static_cast<double>(a) * static_cast<double>(b) + static_cast<double>(c);
    // To odd, so that the second rounding decides alone.
    float narrow = static_cast<float>(sum);
    if (static_cast<double>(narrow) != sum && !std::isnan(sum) && !std::isinf(narrow)) {
      const bool above = std::fabs(static_cast<double>(narrow)) > std::fabs(sum);
      const auto bits = std::bit_cast<std::uint32_t>(narrow) - (above ? 1u : 0u);
      narrow = std::bit_cast<float>(bits | 1u);
    }
    return {float_to_float16_rne(narrow)};
  } else {
    return std::fma(a, b, c);
  }
}

/// Of the three operands, which is multiplied by which.
enum class Order { Accumulate, MultiplyDst };  ///< dst + a*b; a*dst + b

template <typename From, typename To, Order kOrder, bool kScalar, bool kRelu>
void multiply_add(const void* a, const void* b, const LaneParameters& parameters, void* out,
                  unsigned lanes) {
  using F = Arithmetic<From>;
  using T = Arithmetic<To>;
  const From* x = static_cast<const From*>(a);
  const From* y = static_cast<const From*>(b);
  To* z = static_cast<To*>(out);
  for (unsigned i = 0; i < lanes; ++i) {
    const float first = F::load(x[i]);
    const float second = F::load(kScalar ? scalar_as<From>(parameters.scalar) : y[i]);
    const float dst = T::load(z[i]);
    const float factor = kOrder == Order::Accumulate ? second : dst;
    const float addend = kOrder == Order::Accumulate ? dst : second;
    To sum;
    if (parameters.fused_multiply_add) {
      sum = fused<To>(first, factor, addend);
    } else {
      sum = T::store(rounded<To>(first * factor) + addend);
    }
    z[i] = kRelu && T::load(sum) < 0 ? To{} : sum;
  }
}

/// To nearest even; NaN gives 0.
template <typename To>
To narrowed(float value) {
  if constexpr (std::is_same_v<To, Half>) {
    return Arithmetic<Half>::store(value);
  } else {
    constexpr float kLowest = std::numeric_limits<To>::min();
    constexpr float kHighest = std::numeric_limits<To>::max();
    if (std::isnan(value)) return To{0};
    return static_cast<To>(std::nearbyint(std::clamp(value, kLowest, kHighest)));
  }
}

/// Sums of float16 and int16 in a type that holds them.
template <typename From>
float wide(From stored) {
  if constexpr (std::is_same_v<From, std::int16_t>) {
    return stored;
  } else {
    return Arithmetic<From>::load(stored);
  }
}

enum class Combine { Add, Subtract, Multiply };

template <typename From, typename To, Combine kCombine>
void combine_and_narrow(const void* a, const void* b, const LaneParameters&, void* out,
                        unsigned lanes) {
  const From* x = static_cast<const From*>(a);
  const From* y = static_cast<const From*>(b);
  To* z = static_cast<To*>(out);
  for (unsigned i = 0; i < lanes; ++i) {
    const float first = wide(x[i]), second = wide(y[i]);
    if constexpr (kCombine == Combine::Multiply) {
      z[i] = narrowed<To>(first * second);
    } else {
      const float sum = kCombine == Combine::Add ? first + second : first - second;
      z[i] = narrowed<To>(sum < 0 ? 0 : sum);
    }
  }
}

/// Lane j of a block of 16 uses word j.
void add_and_dequantise(const void* a, const void* b, const LaneParameters& parameters, void* out,
                        unsigned lanes) {
  const auto* x = static_cast<const std::int16_t*>(a);
  const auto* y = static_cast<const std::int16_t*>(b);
  auto* z = static_cast<std::uint8_t*>(out);
  for (unsigned i = 0; i < lanes; ++i) {
    std::uint64_t word;
    std::memcpy(&word, parameters.dequantisation_words + (i % 16) * sizeof word, sizeof word);
    z[i] = dequantised(std::max(x[i] + y[i], 0), word);
  }
}

template <Combine kCombine>
LaneKernel relu_and_narrow(DType dtype, DType src_dtype) {
  if (dtype == DType::FLOAT16 && src_dtype == DType::FLOAT32) {
    return combine_and_narrow<float, Half, kCombine>;
  }
  if (dtype != DType::INT8) return nullptr;
  if (src_dtype == DType::FLOAT16) return combine_and_narrow<Half, std::int8_t, kCombine>;
  if (src_dtype == DType::INT16) return combine_and_narrow<std::int16_t, std::int8_t, kCombine>;
  return nullptr;
}

template <Order kOrder, bool kScalar, bool kRelu>
LaneKernel multiply_add_kernel(DType dtype, DType src_dtype) {
  if (dtype == DType::FLOAT32 && src_dtype == DType::FLOAT32) {
    return multiply_add<float, float, kOrder, kScalar, kRelu>;
  }
  if (dtype == DType::FLOAT16 && src_dtype == DType::FLOAT16) {
    return multiply_add<Half, Half, kOrder, kScalar, kRelu>;
  }
  const bool mixed = dtype == DType::FLOAT32 && src_dtype == DType::FLOAT16;
  return mixed && kOrder == Order::Accumulate ? multiply_add<Half, float, kOrder, kScalar, kRelu>
                                              : nullptr;
}

LaneKernel multiply_and_narrow(DType dtype, DType src_dtype) {
  if (src_dtype != DType::FLOAT16) return nullptr;
  if (dtype == DType::INT8) return combine_and_narrow<Half, std::int8_t, Combine::Multiply>;
  if (dtype == DType::UINT8) return combine_and_narrow<Half, std::uint8_t, Combine::Multiply>;
  return nullptr;
}

}  // namespace

LaneOperation fused_operation(Opcode opcode, DType dtype, DType src_dtype) {
  switch (opcode) {
    case Opcode::VMLA:
      return {multiply_add_kernel<Order::Accumulate, false, false>(dtype, src_dtype), 2, true};
    case Opcode::VMADD:
      return {multiply_add_kernel<Order::MultiplyDst, false, false>(dtype, src_dtype), 2, true};
    case Opcode::VMADDRELU:
      return {multiply_add_kernel<Order::MultiplyDst, false, true>(dtype, src_dtype), 2, true};
    case Opcode::VAXPY:
      return {multiply_add_kernel<Order::Accumulate, true, false>(dtype, src_dtype), 1, true};
    case Opcode::VADDRELUCONV:
      return {relu_and_narrow<Combine::Add>(dtype, src_dtype), 2};
    case Opcode::VSUBRELUCONV:
      return {relu_and_narrow<Combine::Subtract>(dtype, src_dtype), 2};
    case Opcode::VMULCONV:
      return {multiply_and_narrow(dtype, src_dtype), 2};
    case Opcode::VADDRELUCONV_VDEQ: {
      const bool known = size_bytes(dtype) == 1 && src_dtype == DType::INT16;
      return {known ? add_and_dequantise : nullptr, 2};
    }
    default:
      return {};
  }
}

}  // namespace npusim::isa
