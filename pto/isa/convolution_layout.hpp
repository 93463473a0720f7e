// SPDX-License-Identifier: Apache-2.0
// TTRANS of an operand of a convolution in UB: from one layout to another. Planes of channels and
// pixels are transposed by pipe V where both extents are whole blocks, and by the scalar unit where
// not; blocks of C0 channels are copied. Written on the intrinsics, like convolution.hpp.
#pragma once

#include "pto/isa/convolution.hpp"

namespace pto {
namespace detail {

/// The other pipe goes on when this one has come here.
template <pipe_t From, pipe_t To>
PTO_INTERNAL void hand_over() {
  set_flag(From, To, EVENT_ID0);
  wait_flag(From, To, EVENT_ID0);
}

PTO_INTERNAL void copy_blocks(void* dst, void* src, unsigned bursts, unsigned blocks,
                              unsigned src_gap, unsigned dst_gap) {
  copy_ubuf_to_ubuf(dst, src, 0, static_cast<std::uint16_t>(bursts),
                    static_cast<std::uint16_t>(blocks), static_cast<std::uint16_t>(src_gap),
                    static_cast<std::uint16_t>(dst_gap));
}

/// Matrices of rows x cols elements without gaps.
struct Plane {
  unsigned rows, cols;
  unsigned size() const { return rows * cols; }
};

template <typename T>
class PlaneTransposition {
 public:
  static constexpr unsigned kBlock = static_cast<unsigned>(kBlockElements<T>);
  static constexpr unsigned kLines = 16;  ///< of an instruction
  static constexpr unsigned kBoxRows = sizeof(T) == 1 ? 2 * kLines : kLines;

  PTO_INTERNAL explicit PlaneTransposition(Plane plane)
      : plane_(plane), pitch_((plane.rows + kBoxRows - 1) / kBoxRows * kBoxRows) {}

  PTO_INTERNAL bool by_scalar_unit() const {
    return plane_.rows % kBlock != 0 || plane_.cols % kBlock != 0 || plane_.cols / kBlock > 255;
  }

  PTO_INTERNAL void element_by_element(T* dst, const T* src) const {
    hand_over<PIPE_V, PIPE_S>();
    for (unsigned row = 0; row < plane_.rows; ++row) {
      for (unsigned col = 0; col < plane_.cols; ++col)
        dst[col * plane_.rows + row] = src[row * plane_.cols + col];
    }
    hand_over<PIPE_S, PIPE_V>();
  }

  /// Rows of boxes into `tmp`, whose columns have room for whole boxes, and from there to dst.
  PTO_INTERNAL void by_boxes(T* dst, T* src, T* tmp) const {
    unsigned row = 0;
    for (; row + kBoxRows <= plane_.rows; row += kBoxRows) convert(src, tmp, row, kBoxRows);
    if (row < plane_.rows) convert(src, tmp, row, plane_.rows - row);
    const unsigned bytes = plane_.rows * sizeof(T), blocks = (bytes + 31) / 32;
    pipe_barrier(PIPE_V);
    copy_blocks(dst, tmp, plane_.cols, blocks, pitch_ * sizeof(T) / 32 - blocks,
                bytes / 32 - blocks);
  }

 private:
  template <typename Address>
  PTO_INTERNAL static void name_lines(ub_addr8_t first, ub_addr8_t second, unsigned count,
                                      Address address) {
    std::uint64_t lines[kLines] = {};
    for (unsigned i = 0; i < count && i < kLines; ++i)
      lines[i] = reinterpret_cast<std::uint64_t>(address(i));
    set_va_reg_sb(first, lines);
    set_va_reg_sb(second, lines + kLines / 2);
  }
  /// The boxes of `count` rows from `row` on, a repeat each.
  PTO_INTERNAL void convert(T* src, T* tmp, unsigned row, unsigned count) const {
    const auto line = [&](unsigned i) { return src + (row + i) * plane_.cols; };
    const auto column = [&](unsigned i) {
      if (sizeof(T) == 4) return tmp + (i >> 1) * pitch_ + row + (i & 1) * kBlock;
      return tmp + i * pitch_ + row;
    };
    const auto lower = [&] {
      name_lines(VA2, VA3, count, line);
      name_lines(VA0, VA1, kLines, column);
    };
    const auto upper = [&] {
      name_lines(VA4, VA5, count < kLines ? 0 : count - kLines,
                 [&](unsigned i) { return line(kLines + i); });
      name_lines(VA6, VA7, kLines, [&](unsigned i) { return column(kLines + i); });
    };
    // In the library's order, which is another one for the last rows.
    if (sizeof(T) == 1 && count == kBoxRows) upper();
    lower();
    if (sizeof(T) == 1 && count != kBoxRows) upper();
    transpose_boxes(static_cast<std::uint8_t>(plane_.cols / kBlock));
  }
  PTO_INTERNAL void transpose_boxes(std::uint8_t repeats) const {
    const auto dst_stride = static_cast<std::uint16_t>(repeats == 1 ? 0 : pitch_);
    const std::uint16_t src_stride = repeats == 1 ? 0 : 1;
    if constexpr (sizeof(T) == 1) {
      scatter_vnchwconv_b8(VA0, VA2, repeats, dst_stride, src_stride, false, false);
      scatter_vnchwconv_b8(VA6, VA2, repeats, dst_stride, src_stride, false, true);
      scatter_vnchwconv_b8(VA0, VA4, repeats, dst_stride, src_stride, true, false);
      scatter_vnchwconv_b8(VA6, VA4, repeats, dst_stride, src_stride, true, true);
    } else if constexpr (sizeof(T) == 2) {
      scatter_vnchwconv_b16(VA0, VA2, repeats, dst_stride, src_stride);
    } else {
      scatter_vnchwconv_b32(VA0, VA2, repeats, dst_stride, src_stride);
    }
  }

  Plane plane_;
  unsigned pitch_;  ///< of tmp, in elements
};

template <typename T>
PTO_INTERNAL void transpose_planes(T* dst, T* src, T* tmp, unsigned planes, Plane plane) {
  const PlaneTransposition<T> transposition(plane);
  for (unsigned i = 0; i < planes; ++i) {
    T *const to = dst + i * plane.size(), *const from = src + i * plane.size();
    if (transposition.by_scalar_unit())
      transposition.element_by_element(to, from);
    else
      transposition.by_boxes(to, from, tmp);
  }
}

/// Blocks of C0 channels, `pixels` of each image, to where all images' blocks of a pixel lie side
/// by side, `padded_images` of them.
template <typename T>
struct ImageInterleaving {
  unsigned images, padded_images, pixels, c0;

  PTO_INTERNAL bool by_scalar_unit() const { return c0 * sizeof(T) % 32 != 0; }
  PTO_INTERNAL void copy(T* dst, T* src) const {
    const unsigned blocks = c0 * sizeof(T) / 32;
    for (unsigned n = 0; n < images; ++n) {
      copy_blocks(dst + n * c0, src + n * pixels * c0, pixels, blocks, 0,
                  (padded_images - 1) * blocks);
    }
  }
  PTO_INTERNAL void element_by_element(T* dst, const T* src) const {
    for (unsigned n = 0; n < images; ++n) {
      for (unsigned pixel = 0; pixel < pixels; ++pixel) {
        for (unsigned c = 0; c < c0; ++c)
          dst[(pixel * padded_images + n) * c0 + c] = src[(n * pixels + pixel) * c0 + c];
      }
    }
  }
  PTO_INTERNAL void clear_padding(T* dst) const {
    for (unsigned n = images; n < padded_images; ++n) {
      for (unsigned pixel = 0; pixel < pixels; ++pixel) {
        for (unsigned c = 0; c < c0; ++c)
          dst[(pixel * padded_images + n) * c0 + c] = static_cast<T>(0);
      }
    }
  }
};

}  // namespace detail
}  // namespace pto
