// SPDX-License-Identifier: Apache-2.0
// The matrix into which a convolution unrolls a feature map of L1 (intrinsics.md 2.2, 2.5): a row
// for each position of the filter, a column for each of its points and channels. A plain matrix is
// the map of height 1 under a filter of one point.
//
// The map is stored by groups of C0 channels, 32 bytes a pixel; channels that do not fill a group
// follow in one of their own, packed. Columns go by group, then point, then channel.
#pragma once

#include <cstdint>
#include <optional>

#include "cce/port/local_load.h"
#include "models/isa/execute.h"

namespace npusim::isa {

class Im2ColMatrix {
 public:
  explicit Im2ColMatrix(const Img2Col& load);

  std::uint32_t rows() const { return out_height_ * out_width_; }

  /// A row of the matrix, 32 bytes of it: columns [block*C0, block*C0 + C0). Calls
  /// visit(offset, address, bytes) for each piece of the line in order; address is where it lies
  /// in L1, empty where the filter stands beyond the map. Not at all beyond the matrix.
  template <typename Visit>
  void for_each_piece(std::uint32_t row, std::uint32_t block, Visit&& visit) const;

  /// The line's bytes; zeros beyond the matrix.
  void read_line(std::uint32_t row, std::uint32_t block, Bytes l1, std::uint8_t* line) const;

  /// Lines of consecutive rows lie one after the other in L1, none of them beyond the map.
  bool is_plain() const { return plain_; }

 private:
  std::optional<std::uint64_t> pixel(std::uint32_t row, std::uint32_t point, std::uint64_t group,
                                     std::uint32_t bytes) const;
  std::uint32_t points() const { return kernel_width_ * kernel_height_; }

  std::uint64_t base_;
  std::uint64_t bound_;  ///< reads from here on begin again at address 0; 0: none
  std::uint64_t padding_;
  unsigned padding_bytes_;  ///< of padding_: an element's, at least a byte
  std::int64_t width_, height_, pad_left_, pad_top_;
  std::uint32_t kernel_width_, kernel_height_, stride_width_, stride_height_;
  std::uint32_t dilation_width_, dilation_height_;
  std::uint32_t out_width_ = 0, out_height_ = 0;
  std::uint32_t groups_;      ///< whole groups of channels
  std::uint32_t tail_bytes_;  ///< of the remaining channels of a pixel
  bool plain_;
};

template <typename Visit>
void Im2ColMatrix::for_each_piece(std::uint32_t row, std::uint32_t block, Visit&& visit) const {
  if (row >= rows()) return;
  const std::uint64_t group_bytes = static_cast<std::uint64_t>(width_ * height_) * kBlockBytes;
  if (block < groups_ * points()) {
    const std::uint64_t group = base_ + block / points() * group_bytes;
    visit(std::uint32_t{0}, pixel(row, block % points(), group, kBlockBytes),
          std::uint32_t{kBlockBytes});
    return;
  }
  if (tail_bytes_ == 0) return;
  const std::uint64_t tail = base_ + groups_ * group_bytes;
  const std::uint32_t per_line = kBlockBytes / tail_bytes_;
  std::uint32_t point = (block - groups_ * points()) * per_line;
  for (std::uint32_t i = 0; i < per_line && point < points(); ++i, ++point) {
    visit(i * tail_bytes_, pixel(row, point, tail, tail_bytes_), tail_bytes_);
  }
}

}  // namespace npusim::isa
