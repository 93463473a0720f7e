// SPDX-License-Identifier: Apache-2.0
// TPRINT: the valid elements of a tile in UB, or a global tensor's, after everything before it.
#pragma once

#include "cce/port/scalar_port.h"
#include "pto/isa/instruction_builder.hpp"

namespace pto {
namespace detail {

/// What goes through `...`: numbers as wide as printf takes them.
template <typename T>
constexpr auto printable(T value) {
  if constexpr (std::is_integral_v<T> || std::is_pointer_v<T>)
    return value;
  else
    return static_cast<double>(static_cast<float>(value));
}

template <PrintFormat Format, typename T>
PTO_INTERNAL void print_element(T value) {
  if constexpr (std::is_integral_v<T>) {
    npusim_printf(Format == PrintFormat::Width10_Precision6 ? " %10lld" : " %8lld",
                  static_cast<long long>(value));
  } else {
    npusim_printf(Format == PrintFormat::Width8_Precision4   ? " %8.4f"
                  : Format == PrintFormat::Width8_Precision2 ? " %8.2f"
                                                             : " %10.6f",
                  printable(value));
  }
}

/// Offset in elements of an element of a tile.
template <AnyTile T>
constexpr std::uint64_t offset_of(std::uint64_t row, std::uint64_t col) {
  if constexpr (!T::isBoxedLayout) {
    return row * T::RowStride + col * T::ColStride;
  } else {
    const std::uint64_t box_row = row / T::InnerRows, box_col = col / T::InnerCols;
    const std::uint64_t in_row = row % T::InnerRows, in_col = col % T::InnerCols;
    return (T::isRowMajor ? box_row * T::Cols * T::InnerRows + box_col * T::InnerNumel
                          : box_col * T::Rows * T::InnerCols + box_row * T::InnerNumel) +
           (T::isInnerRowMajor ? in_row * T::InnerCols + in_col : in_col * T::InnerRows + in_row);
  }
}

}  // namespace detail

template <PrintFormat Format = PrintFormat::Width8_Precision4, detail::AnyTile T>
NPUSIM_LIBRARY_CALL void TPRINT(T& tile) {
  using Element = typename T::DType;
  if constexpr (T::Loc != TileType::Vec || !detail::ElementType<Element>::known) {
    npusim_not_modelled("TPRINT of a tile that is not in UB" NPUSIM_REMEDY, NPUSIM_SITE);
  } else {
    npusim_pipe_barrier(detail::number(PIPE_ALL), NPUSIM_SITE, 0);
    npusim_printf("TPRINT tile %d x %d, valid %u x %u, %s\n", T::Rows, T::Cols, tile.GetValidRow(),
                  tile.GetValidCol(), GetLayoutName(T::BFractal, T::SFractal));
    for (unsigned row = 0; row < tile.GetValidRow(); ++row) {
      for (unsigned col = 0; col < tile.GetValidCol(); ++col) {
        const std::uint64_t at =
            tile.local_address() + detail::offset_of<T>(row, col) * sizeof(Element);
        detail::print_element<Format>(
            detail::value_of<Element>(npusim_load_local(at, sizeof(Element), NPUSIM_SITE, 0)));
      }
      npusim_printf("\n");
    }
  }
}
template <PrintFormat Format = PrintFormat::Width8_Precision4, detail::AnyGlobal G>
NPUSIM_LIBRARY_CALL void TPRINT(G& tensor) {
  using Element = typename G::RawDType;
  npusim_pipe_barrier(detail::number(PIPE_ALL), NPUSIM_SITE, 0);
  std::int64_t shape[5], stride[5];
  for (int dim = 0; dim < 5; ++dim) {
    shape[dim] = tensor.GetShape(dim);
    stride[dim] = tensor.GetStride(dim);
  }
  npusim_printf("TPRINT tensor %lld x %lld x %lld x %lld x %lld\n",
                static_cast<long long>(shape[0]), static_cast<long long>(shape[1]),
                static_cast<long long>(shape[2]), static_cast<long long>(shape[3]),
                static_cast<long long>(shape[4]));
  const std::int64_t rows = shape[0] * shape[1] * shape[2] * shape[3];
  for (std::int64_t row = 0; row < rows; ++row) {
    std::int64_t rest = row, offset = 0;
    for (int dim = 3; dim >= 0; rest /= shape[dim--]) offset += rest % shape[dim] * stride[dim];
    for (std::int64_t col = 0; col < shape[4]; ++col) {
      const Element* const element = tensor.data() + offset + col * stride[4];
      detail::print_element<Format>(detail::value_of<Element>(
          npusim_load_gm(reinterpret_cast<std::uint64_t>(element), sizeof(Element), NPUSIM_SITE)));
    }
    npusim_printf("\n");
  }
}
template <PrintFormat Format = PrintFormat::Width8_Precision4, detail::AnyTile T,
          detail::AnyGlobal G>
NPUSIM_LIBRARY_CALL void TPRINT(T& tile, G&) {
  if constexpr (T::Loc == TileType::Vec) {
    TPRINT<Format>(tile);
  } else {
    npusim_not_modelled("TPRINT by way of GM" NPUSIM_REMEDY, NPUSIM_SITE);
  }
}

}  // namespace pto
