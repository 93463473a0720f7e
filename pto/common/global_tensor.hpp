// SPDX-License-Identifier: Apache-2.0
// GlobalTensor: a five-dimensional window into GM (tile-isa.md section 2.2).
#pragma once

#include <cstdint>
#include <type_traits>

#include "pto/common/shape.hpp"

namespace pto {

template <typename Element, typename ShapeType, typename StrideType,
          Layout GlobalLayout = Layout::ND>
struct GlobalTensor {
  using Shape = ShapeType;
  using Stride = StrideType;
  using RawDType = std::remove_cv_t<Element>;
  using DType = RawDType;
  static constexpr Layout layout = GlobalLayout;
  static constexpr const auto& staticShape = ShapeType::staticShape;
  static constexpr const auto& staticStride = StrideType::staticStride;

  PTO_INTERNAL GlobalTensor() = default;
  PTO_INTERNAL GlobalTensor(DType* data, const ShapeType& shape = {}, const StrideType& stride = {})
      : shape_(shape), stride_(stride), data_(data) {}

  PTO_INTERNAL DType* data() const { return data_; }
  PTO_INTERNAL void SetAddr(DType* data) { data_ = data; }

  PTO_INTERNAL std::int64_t GetShape(int dim) const { return shape_.numbers[dim]; }
  PTO_INTERNAL std::int64_t GetStride(int dim) const { return stride_.numbers[dim]; }
  template <int Dim>
  static constexpr std::int64_t GetShape() {
    static_assert(Dim >= 0 && Dim < 5 && staticShape[Dim] != DYNAMIC,
                  "GetShape<dim>(): dim is 0..4 and not dynamic; use GetShape(dim)");
    return staticShape[Dim];
  }
  template <int Dim>
  static constexpr std::int64_t GetStride() {
    static_assert(Dim >= 0 && Dim < 5 && staticStride[Dim] != DYNAMIC,
                  "GetStride<dim>(): dim is 0..4 and not dynamic; use GetStride(dim)");
    return staticStride[Dim];
  }
  template <int... Dims, typename... Values>
  requires(sizeof...(Dims) > 0 && sizeof...(Dims) == sizeof...(Values)) PTO_INTERNAL
      void SetShape(Values... values) {
    static_assert(((staticShape[Dims] == DYNAMIC) && ...), "SetShape needs dynamic dimensions");
    ((shape_.numbers[Dims] = values), ...);
  }
  template <int... Dims, typename... Values>
  requires(sizeof...(Dims) > 0 && sizeof...(Dims) == sizeof...(Values)) PTO_INTERNAL
      void SetStride(Values... values) {
    static_assert(((staticStride[Dims] == DYNAMIC) && ...), "SetStride needs dynamic dimensions");
    ((stride_.numbers[Dims] = values), ...);
  }

 private:
  ShapeType shape_;
  StrideType stride_;
  DType* data_ = nullptr;
};

template <typename T>
struct is_global : std::false_type {};
template <typename Element, typename ShapeType, typename StrideType, Layout GlobalLayout>
struct is_global<GlobalTensor<Element, ShapeType, StrideType, GlobalLayout>> : std::true_type {};
template <typename T>
inline constexpr bool is_global_data_v = is_global<std::remove_cv_t<T>>::value;

}  // namespace pto
