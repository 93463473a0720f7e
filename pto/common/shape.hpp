// SPDX-License-Identifier: Apache-2.0
// Shape and Stride of a global tensor: five numbers, each fixed by the type or given at run time.
#pragma once

#include <cstdint>

#include "pto/common/constants.hpp"

namespace pto {
namespace GlobalTensorDim {
inline constexpr int DIM_0 = 0, DIM_1 = 1, DIM_2 = 2, DIM_3 = 3, DIM_4 = 4, TOTAL_DIM = 5;
}

namespace detail {

/// The five numbers. A constructor takes all five (fixed ones are then ignored), or as many as are
/// dynamic, in order, or none: dynamic ones are 1 then.
template <std::int64_t... Numbers>
struct FiveNumbers {
  static constexpr std::int64_t fixed[5] = {Numbers...};
  static constexpr int dynamic_count = ((Numbers == DYNAMIC ? 1 : 0) + ...);
  std::int64_t numbers[5] = {(Numbers == DYNAMIC ? 1 : Numbers)...};

  PTO_INTERNAL constexpr FiveNumbers() = default;

  template <typename... Values>
  requires(sizeof...(Values) > 0 && sizeof...(Values) <= 5) PTO_INTERNAL
      constexpr explicit(sizeof...(Values) == 1) FiveNumbers(Values... values) {
    static_assert(sizeof...(Values) == 5 || sizeof...(Values) == dynamic_count,
                  "give one value for each dynamic dimension, or all five");
    const std::int64_t given[] = {static_cast<std::int64_t>(values)...};
    for (int dim = 0, next = 0; dim < 5; ++dim) {
      if (fixed[dim] == DYNAMIC) numbers[dim] = given[sizeof...(Values) == 5 ? dim : next++];
    }
  }
};

}  // namespace detail

template <std::int64_t N1 = DYNAMIC, std::int64_t N2 = DYNAMIC, std::int64_t N3 = DYNAMIC,
          std::int64_t N4 = DYNAMIC, std::int64_t N5 = DYNAMIC>
struct Shape : detail::FiveNumbers<N1, N2, N3, N4, N5> {
  using detail::FiveNumbers<N1, N2, N3, N4, N5>::FiveNumbers;
  static constexpr std::int64_t staticShape[5] = {N1, N2, N3, N4, N5};
};

/// Numbers given without template arguments: all dynamic.
template <typename... Values>
requires(sizeof...(Values) == 5) Shape(Values...)
->Shape<>;

/// In elements.
template <std::int64_t N1 = DYNAMIC, std::int64_t N2 = DYNAMIC, std::int64_t N3 = DYNAMIC,
          std::int64_t N4 = DYNAMIC, std::int64_t N5 = DYNAMIC>
struct Stride : detail::FiveNumbers<N1, N2, N3, N4, N5> {
  using detail::FiveNumbers<N1, N2, N3, N4, N5>::FiveNumbers;
  static constexpr std::int64_t staticStride[5] = {N1, N2, N3, N4, N5};
};
template <typename... Values>
requires(sizeof...(Values) == 5) Stride(Values...)
->Stride<>;

}  // namespace pto
