// SPDX-License-Identifier: Apache-2.0
// ConvTile: a feature map or weights in L1, and how a convolution reads them
// (pto/isa/convolution.hpp).
#pragma once

#include <cstdint>
#include <type_traits>

#include "cce/port/port.h"
#include "pto/common/memory.hpp"

namespace pto {

/// Extents; -1: given when the tile is made.
template <int... Dims>
struct ConvTileShape {
  static_assert(sizeof...(Dims) >= 1 && sizeof...(Dims) <= 6,
                "ConvTileShape has 1 to 6 dimensions");
  static constexpr int totalDimCount = sizeof...(Dims);
  static constexpr int dynamicDimCount = ((Dims == -1 ? 1 : 0) + ...);
  static constexpr std::int64_t staticShape[6] = {Dims...};
};

/// Padding left, right, top, bottom; sizes of filter, stride and dilation in elements.
template <typename Element>
struct ConvParameters {
  std::uint8_t pad[4] = {};
  std::uint16_t fmap_h = 0, fmap_w = 0;
  std::uint16_t filter_h = 1, filter_w = 1;
  std::uint16_t dilation_h = 1, dilation_w = 1;
  std::uint16_t stride_h = 1, stride_w = 1;
  Element pad_value = Element(0);
  std::uint16_t channel_size = 0;
  std::uint16_t repeat_stride = 0;
  std::uint8_t repeat_time = 1, repeat_mode = 0;
  bool transpose = false;
};

template <TileType Memory, typename Element, int BufferSize, Layout GlobalLayout, typename Shape>
struct ConvTile {
  using DType = Element;
  using TileDType = typename MemoryQualifier<Memory, Element>::type;
  using ShapeType = Shape;
  static constexpr TileType Loc = Memory;
  static constexpr int bufferSize = BufferSize;
  static constexpr Layout layout = GlobalLayout;
  static constexpr int totalDimCount = Shape::totalDimCount;
  static constexpr int dynamicDimCount = Shape::dynamicDimCount;
  static constexpr const std::int64_t (&staticShape)[6] = Shape::staticShape;

  PTO_INTERNAL ConvTile() = default;
  template <typename... Sizes>
  requires(sizeof...(Sizes) > 0 && sizeof...(Sizes) == Shape::dynamicDimCount) PTO_INTERNAL
      explicit ConvTile(Sizes... sizes) {
    const std::int64_t given[] = {static_cast<std::int64_t>(sizes)...};
    int next = 0;
    for (int dim = 0; dim < totalDimCount; ++dim) {
      if (staticShape[dim] == -1) shape_[dim] = given[next++];
    }
  }

  PTO_INTERNAL std::int64_t GetShape(int dim) const {
    if (dim < 0 || dim >= totalDimCount) return -1;
    return staticShape[dim] == -1 ? shape_[dim] : staticShape[dim];
  }

  PTO_INTERNAL TileDType data() const {
    return reinterpret_cast<TileDType>(
        static_cast<char*>(npusim_local_window(static_cast<int>(Memory))) + address_);
  }
  PTO_INTERNAL std::uint64_t local_address() const { return address_; }
  PTO_INTERNAL void set_local_address(std::uint64_t address) { address_ = address; }

#define NPUSIM_CONV_PARAMETER(Type, Name, member)                    \
  PTO_INTERNAL Type Get##Name() const { return parameters_.member; } \
  PTO_INTERNAL void Set##Name(Type value) { parameters_.member = value; }
  NPUSIM_CONV_PARAMETER(std::uint16_t, FmapH, fmap_h)
  NPUSIM_CONV_PARAMETER(std::uint16_t, FmapW, fmap_w)
  NPUSIM_CONV_PARAMETER(std::uint16_t, FilterH, filter_h)
  NPUSIM_CONV_PARAMETER(std::uint16_t, FilterW, filter_w)
  NPUSIM_CONV_PARAMETER(std::uint8_t, DilationH, dilation_h)
  NPUSIM_CONV_PARAMETER(std::uint8_t, DilationW, dilation_w)
  NPUSIM_CONV_PARAMETER(std::uint8_t, StrideH, stride_h)
  NPUSIM_CONV_PARAMETER(std::uint8_t, StrideW, stride_w)
  NPUSIM_CONV_PARAMETER(Element, PadValue, pad_value)
  NPUSIM_CONV_PARAMETER(std::uint16_t, ChannelSize, channel_size)
  NPUSIM_CONV_PARAMETER(std::uint16_t, RepeatStride, repeat_stride)
  NPUSIM_CONV_PARAMETER(std::uint8_t, RepeatTime, repeat_time)
  NPUSIM_CONV_PARAMETER(std::uint8_t, RepeatMode, repeat_mode)
  NPUSIM_CONV_PARAMETER(bool, Transpose, transpose)
#undef NPUSIM_CONV_PARAMETER
  PTO_INTERNAL std::uint8_t GetPadList(std::uint8_t side) const { return parameters_.pad[side]; }
  PTO_INTERNAL void SetPadList(std::uint8_t side, std::uint8_t value) {
    parameters_.pad[side] = value;
  }
  PTO_INTERNAL const std::uint8_t* GetPadListArray() const { return parameters_.pad; }
  PTO_INTERNAL void SetPadListArray(const std::uint8_t values[4]) {
    for (int side = 0; side < 4; ++side) parameters_.pad[side] = values[side];
  }

 private:
  std::uint64_t address_ = 0;
  std::int64_t shape_[6] = {1};
  ConvParameters<Element> parameters_;
};

template <typename T>
struct is_conv_tile : std::false_type {};
template <TileType Memory, typename Element, int BufferSize, Layout GlobalLayout, typename Shape>
struct is_conv_tile<ConvTile<Memory, Element, BufferSize, GlobalLayout, Shape>> : std::true_type {};
template <typename T>
inline constexpr bool is_conv_tile_v = is_conv_tile<std::remove_cv_t<T>>::value;

}  // namespace pto
