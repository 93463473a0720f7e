// SPDX-License-Identifier: Apache-2.0
// ConvTile: the operand of the convolution helpers. The type compiles; the instructions that take
// one are not modelled.
#pragma once

#include <cstdint>
#include <type_traits>

#include "pto/common/memory.hpp"

namespace pto {

template <int... Dims>
struct ConvTileShape {
  static_assert(sizeof...(Dims) >= 1 && sizeof...(Dims) <= 6,
                "ConvTileShape has 1 to 6 dimensions");
  static constexpr int totalDimCount = sizeof...(Dims);
  static constexpr int dynamicDimCount = ((Dims == -1 ? 1 : 0) + ...);
};

template <TileType Memory, typename Element, int BufferSize, Layout GlobalLayout, typename Shape>
struct ConvTile {
  using DType = Element;
  using ShapeType = Shape;
  static constexpr TileType Loc = Memory;
  static constexpr int bufferSize = BufferSize;
  static constexpr Layout layout = GlobalLayout;

  PTO_INTERNAL ConvTile() = default;
  template <typename... Sizes>
  requires(sizeof...(Sizes) > 0 && sizeof...(Sizes) == Shape::dynamicDimCount) PTO_INTERNAL
      explicit ConvTile(Sizes...) {}

  PTO_INTERNAL std::uint64_t local_address() const { return address_; }
  PTO_INTERNAL void set_local_address(std::uint64_t address) { address_ = address; }

 private:
  std::uint64_t address_ = 0;
};

template <typename T>
struct is_conv_tile : std::false_type {};
template <TileType Memory, typename Element, int BufferSize, Layout GlobalLayout, typename Shape>
struct is_conv_tile<ConvTile<Memory, Element, BufferSize, GlobalLayout, Shape>> : std::true_type {};
template <typename T>
inline constexpr bool is_conv_tile_v = is_conv_tile<std::remove_cv_t<T>>::value;

}  // namespace pto
