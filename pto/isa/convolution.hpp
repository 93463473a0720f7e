// SPDX-License-Identifier: Apache-2.0
// What convolutions add to the tile ISA: feature maps and weights in L1 (ConvTile) are loaded and
// filled, and unfolded into a matrix in L0A. Written on the intrinsics, inlined into the kernel:
// the place of an instruction is the kernel's statement.
#pragma once

#include <limits>

#include "pto/isa/core_functions.hpp"
#include "pto/isa/instruction_builder.hpp"

namespace pto {
namespace detail {

template <typename T>
concept AnyConvTile = is_conv_tile_v<T>;

constexpr std::int64_t kMostBursts = 4095;  ///< 12 bits of the copy
constexpr std::int64_t kMostBlocks = std::numeric_limits<std::uint16_t>::max();

/// Elements of one block of 32 bytes: what the layouts call C0.
template <typename Element>
constexpr std::int64_t kBlockElements = 32 / sizeof(Element);

/// Bursts of `blocks` each from GM to L1, where they lie one after the other.
template <typename Element>
PTO_INTERNAL void load_bursts(Element* dst, const Element* src, std::int64_t bursts,
                              std::int64_t blocks, std::int64_t gm_gap) {
  copy_gm_to_cbuf(dst, const_cast<Element*>(src), 0, static_cast<std::uint16_t>(bursts),
                  static_cast<std::uint16_t>(blocks), static_cast<std::uint16_t>(gm_gap), 0,
                  PAD_NONE);
}

/// A feature map: images (and depths) of C1 channel blocks of H rows of W blocks. One copy an image
/// if its rows follow each other in GM, else one a channel block.
template <AnyConvTile D, AnyGlobal G, typename Outer>
PTO_INTERNAL void load_feature_maps(D& dst, G& src, int first_dim, Outer image) {
  using Element = typename D::DType;
  constexpr std::int64_t kC0 = kBlockElements<Element>;
  const std::int64_t channels = dst.GetShape(first_dim), rows = dst.GetShape(first_dim + 1),
                     columns = dst.GetShape(first_dim + 2);
  const std::int64_t channel_stride = src.GetStride(first_dim),
                     row_stride = src.GetStride(first_dim + 1);
  const auto gap = static_cast<std::uint32_t>(channel_stride - rows * columns * kC0) *
                       static_cast<std::uint32_t>(sizeof(Element)) >>
                   5;
  const bool whole = (row_stride == columns * kC0 || rows == 1) && gap <= kMostBlocks &&
                     channels <= kMostBursts && rows * columns <= kMostBlocks;
  image([&](std::int64_t source, std::int64_t number) {
    const auto* from = src.data() + source;
    auto* to = dst.data() + number * channels * rows * columns * kC0;
    if (whole) return load_bursts(to, from, channels, rows * columns, gap);
    const std::int64_t row_gap =
        (row_stride - src.GetShape(first_dim + 2) * kC0) * std::int64_t{sizeof(Element)} >> 5;
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      load_bursts(to + channel * rows * columns * kC0, from + channel * channel_stride, rows,
                  columns, row_gap);
    }
  });
}

/// Weights: C1, H, W, and N rows of C0; or C1 * H * W, N / 16, 16 and C0.
template <AnyConvTile D, AnyGlobal G>
PTO_INTERNAL void load_weights(D& dst, G& src) {
  using Element = typename D::DType;
  constexpr std::int64_t kC0 = kBlockElements<Element>;
  if constexpr (D::totalDimCount == 4) {
    static_assert(D::staticShape[2] == 16 && D::staticShape[3] == kC0,
                  "TLOAD: the last dimensions of weights are 16 and 32 bytes of elements");
    const std::int64_t gap = (src.GetStride(1) - src.GetShape(2) * src.GetShape(3) * kC0) *
                                 std::int64_t{sizeof(Element)} >>
                             5;
    load_bursts(dst.data(), src.data(), dst.GetShape(0), dst.GetShape(1) * dst.GetShape(2), gap);
  } else {
    const std::int64_t gap =
        (src.GetStride(2) - src.GetShape(3) * kC0) * std::int64_t{sizeof(Element)} >> 5;
    const std::int64_t filters = dst.GetShape(1) * dst.GetShape(2), rows = dst.GetShape(3);
    if (dst.GetShape(0) * filters <= kMostBursts) {
      load_bursts(dst.data(), src.data(), dst.GetShape(0) * filters, rows, gap);
    } else {
      for (std::int64_t channel = 0; channel < dst.GetShape(0); ++channel) {
        load_bursts(dst.data() + channel * filters * rows * kC0,
                    src.data() + channel * src.GetStride(0), filters, rows, gap);
      }
    }
  }
}

/// Weights from L1 to L0B: rows and columns of the matrix from (row, column) on, one load a row of
/// boxes.
template <AnyTile D, AnyConvTile S>
PTO_INTERNAL void extract_weights(D& dst, S& src, std::int64_t columns_of_source, std::uint16_t row,
                                  std::uint16_t column) {
  static_assert(S::Loc == TileType::Mat && D::Loc == TileType::Right,
                "weights of a ConvTile go from Mat to Right");
  using Element = typename D::DType;
  constexpr std::int64_t kC0 = kBlockElements<Element>;
  const std::int64_t rows = (dst.GetValidRow() + kC0 - 1) / kC0,
                     columns = (dst.GetValidCol() + 15) / 16, boxes = columns_of_source / 16;
  const std::int64_t first = (row * std::int64_t{sizeof(Element)} * boxes >> 5) + (column >> 4);
  for (std::int64_t i = 0; i < rows; ++i) {
    load_cbuf_to_cb(dst.data() + i * columns * 16 * kC0, src.data(),
                    static_cast<std::uint16_t>(first + i * boxes),
                    static_cast<std::uint8_t>(columns), 1, 0, 0, false, inc);
  }
}

constexpr bool is_automatic(SetFmatrixMode mode) {
  return mode == SetFmatrixMode::FMATRIX_A_AUTO || mode == SetFmatrixMode::FMATRIX_B_AUTO;
}
constexpr bool is_second(SetFmatrixMode mode) {
  return mode == SetFmatrixMode::FMATRIX_B_AUTO || mode == SetFmatrixMode::FMATRIX_B_MANUAL;
}

/// Size of the feature map and its padding.
template <SetFmatrixMode Mode, AnyConvTile S>
PTO_INTERNAL void write_fmatrix(S& src) {
  std::uint64_t value = src.GetFmapW() | std::uint64_t{src.GetFmapH()} << 16;
  for (int side = 0; side < 4; ++side) {
    value |= std::uint64_t{src.GetPadListArray()[side]} << (32 + 8 * side);
  }
  if constexpr (is_second(Mode))
    set_fmatrix_b(value);
  else
    set_fmatrix(value);
}
template <AnyConvTile S>
PTO_INTERNAL void write_repeat(S& src) {
  set_l3d_rpt(src.GetRepeatStride() | std::uint64_t{src.GetRepeatTime()} << 16 |
              std::uint64_t{src.GetRepeatMode()} << 24);
}
/// A byte stands twice in the register.
template <AnyConvTile S>
PTO_INTERNAL void write_padding(S& src) {
  const auto bits = static_cast<std::uint32_t>(bits_of(src.GetPadValue()));
  set_padding(sizeof(typename S::DType) == 1 ? bits << 8 | bits : bits);
}

}  // namespace detail

template <detail::AnyConvTile D, detail::AnyGlobal G, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TLOAD(D& dst, G& src, E&... events) {
  static_assert(D::Loc == TileType::Mat && D::layout == G::layout,
                "TLOAD: a ConvTile is in L1 (Mat) and has the tensor's layout");
  (events.Wait(), ...);
  if constexpr (D::layout == Layout::NC1HWC0) {
    detail::load_feature_maps(dst, src, 1, [&](auto load) {
      for (std::int64_t n = 0; n < dst.GetShape(0); ++n) load(n * src.GetStride(0), n);
    });
  } else if constexpr (D::layout == Layout::NDC1HWC0) {
    detail::load_feature_maps(dst, src, 2, [&](auto load) {
      const std::int64_t depths = dst.GetShape(1);
      for (std::int64_t n = 0; n < dst.GetShape(0) * depths; ++n) {
        load(n / depths * src.GetStride(0) + n % depths * src.GetStride(1), n);
      }
    });
  } else {
    static_assert(D::layout == Layout::FRACTAL_Z || D::layout == Layout::FRACTAL_Z_3D,
                  "TLOAD: a ConvTile is NC1HWC0, NDC1HWC0, FRACTAL_Z or FRACTAL_Z_3D");
    detail::load_weights(dst, src);
  }
  return {};
}

/// Fills the tile.
template <detail::AnyConvTile D, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TEXPANDS(D& dst, typename D::DType scalar, E&... events) {
  static_assert(D::Loc == TileType::Mat, "TEXPANDS: a ConvTile is in L1 (Mat)");
  (events.Wait(), ...);
  std::int64_t bytes = sizeof(typename D::DType);
  for (int dim = 0; dim < D::totalDimCount; ++dim) bytes *= dst.GetShape(dim);
  const std::int64_t config = std::int64_t{1} << 16 | (bytes / 32 & 0xFFFF);
  if constexpr (sizeof(typename D::DType) == 2) {
    create_cbuf_matrix(dst.data(), config, scalar);
  } else {
    constexpr std::uint32_t kCopies = sizeof(typename D::DType) == 1 ? 0x01010101u : 1u;
    create_cbuf_matrix(reinterpret_cast<std::uint32_t*>(dst.data()), config,
                       static_cast<std::uint32_t>(detail::bits_of(scalar)) * kCopies);
  }
  return {};
}

/// Weights to the right side of a product, from an element of the matrix on.
template <detail::AnyTile D, detail::AnyConvTile S, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TEXTRACT(D& dst, S& src, std::uint16_t row = 0, std::uint16_t col = 0,
                                  E&... events) {
  (events.Wait(), ...);
  const bool boxed = S::totalDimCount == 4;
  detail::extract_weights(dst, src, boxed ? src.GetShape(1) * src.GetShape(2) : src.GetShape(3),
                          row, col);
  return {};
}
template <detail::AnyTile D, detail::AnyConvTile S, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TMOV(D& dst, S& src, E&... events) {
  static_assert(S::layout == Layout::FRACTAL_Z, "TMOV: a ConvTile of weights is FRACTAL_Z");
  (events.Wait(), ...);
  detail::extract_weights(dst, src, src.GetShape(3), 0, 0);
  return {};
}

// The registers that TIMG2COL reads; modes that end in _AUTO let it write them itself.
#define NPUSIM_CONV_REGISTER(NAME, WRITE)                                                  \
  template <detail::AnyConvTile S, SetFmatrixMode Mode = SetFmatrixMode::FMATRIX_A_MANUAL, \
            detail::AnyEvent... E>                                                         \
  PTO_INTERNAL RecordEvent NAME(S& src, E&... events) {                                    \
    (events.Wait(), ...);                                                                  \
    if constexpr (!detail::is_automatic(Mode)) detail::WRITE(src);                         \
    return {};                                                                             \
  }
NPUSIM_CONV_REGISTER(SETFMATRIX, write_fmatrix<Mode>)
NPUSIM_CONV_REGISTER(SET_IMG2COL_RPT, write_repeat)
NPUSIM_CONV_REGISTER(SET_IMG2COL_PADDING, write_padding)
#undef NPUSIM_CONV_REGISTER

/// Rows posM.. and columns posK.. of the matrix whose rows are the places of the filter.
template <detail::AnyTile D, detail::AnyConvTile S,
          SetFmatrixMode Mode = SetFmatrixMode::FMATRIX_A_MANUAL, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TIMG2COL(D& dst, S& src, std::uint16_t posM = 0, std::uint16_t posK = 0,
                                  E&... events) {
  static_assert(S::Loc == TileType::Mat && D::Loc == TileType::Left, "TIMG2COL: from Mat to Left");
  static_assert(std::is_same_v<typename D::DType, typename S::DType>,
                "TIMG2COL: both tiles have one element type");
  (events.Wait(), ...);
  if constexpr (detail::is_automatic(Mode)) {
    detail::write_fmatrix<Mode>(src);
    detail::write_repeat(src);
    detail::write_padding(src);
  }
  using Element = std::conditional_t<sizeof(typename D::DType) == 2, half, typename D::DType>;
  constexpr auto kC0 = static_cast<std::uint32_t>(detail::kBlockElements<Element>);
  const std::uint32_t columns = (dst.GetValidCol() + kC0 - 1) / kC0 * kC0;
  img2colv2_cbuf_to_ca(reinterpret_cast<Element*>(dst.data()),
                       reinterpret_cast<Element*>(src.data()), static_cast<std::uint16_t>(columns),
                       static_cast<std::uint16_t>(dst.GetValidRow()), posK, posM, src.GetStrideW(),
                       src.GetStrideH(), static_cast<std::uint8_t>(src.GetFilterW()),
                       static_cast<std::uint8_t>(src.GetFilterH()), src.GetDilationW(),
                       src.GetDilationH(), src.GetFilterW() > 255, src.GetFilterH() > 255,
                       src.GetTranspose(), detail::is_second(Mode), src.GetChannelSize());
  return {};
}

}  // namespace pto
