// SPDX-License-Identifier: Apache-2.0
#include "models/isa/transfer/im2col_matrix.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace npusim::isa {
namespace {

constexpr std::uint32_t kWideKernel = 256;

std::uint32_t kernel(std::uint8_t size, bool wide) { return size + (wide ? kWideKernel : 0); }

/// Positions of a filter of `points` points along `length` pixels.
std::uint32_t positions(std::int64_t length, std::uint32_t points, std::uint32_t dilation,
                        std::uint32_t stride) {
  const std::int64_t reach = std::int64_t{points - 1} * dilation + 1;
  return length < reach ? 0 : static_cast<std::uint32_t>((length - reach) / stride + 1);
}

}  // namespace

Im2ColMatrix::Im2ColMatrix(const Img2Col& load)
    : base_(load.l1_address),
      bound_(load.map.l1_3d_size),
      padding_(load.map.padding),
      padding_bytes_(std::max(load.element_bits / 8, 1u)),
      width_(static_cast<std::int64_t>(load.map.fmatrix & 0xFFFF)),
      height_(static_cast<std::int64_t>(load.map.fmatrix >> 16 & 0xFFFF)),
      pad_left_(static_cast<std::int64_t>(load.map.fmatrix >> 32 & 0xFF)),
      pad_top_(static_cast<std::int64_t>(load.map.fmatrix >> 48 & 0xFF)),
      kernel_width_(kernel(load.kernel_w, load.wide_kernel_w)),
      kernel_height_(kernel(load.kernel_h, load.wide_kernel_h)),
      stride_width_(std::max<std::uint32_t>(load.stride_w, 1)),
      stride_height_(std::max<std::uint32_t>(load.stride_h, 1)),
      dilation_width_(load.dilation_w),
      dilation_height_(load.dilation_h),
      groups_(load.channels / (kBlockBytes * 8 / load.element_bits)),
      tail_bytes_(load.channels % (kBlockBytes * 8 / load.element_bits) * load.element_bits / 8) {
  if (tail_bytes_ != 0 && kBlockBytes % tail_bytes_ != 0) {
    throw NotModelled(std::string(info(load.opcode).name) + " of " + std::to_string(load.channels) +
                      " channels");
  }
  const std::int64_t pad_right = static_cast<std::int64_t>(load.map.fmatrix >> 40 & 0xFF);
  const std::int64_t pad_bottom = static_cast<std::int64_t>(load.map.fmatrix >> 56 & 0xFF);
  if (width_ > 0 && height_ > 0 && points() > 0 && load.channels > 0) {
    out_width_ =
        positions(width_ + pad_left_ + pad_right, kernel_width_, dilation_width_, stride_width_);
    out_height_ = positions(height_ + pad_top_ + pad_bottom, kernel_height_, dilation_height_,
                            stride_height_);
  }
  const bool padded = pad_left_ != 0 || pad_right != 0 || pad_top_ != 0 || pad_bottom != 0;
  plain_ = points() == 1 && stride_width_ == 1 && stride_height_ == 1 && !padded &&
           tail_bytes_ == 0 && bound_ == 0;
}

std::optional<std::uint64_t> Im2ColMatrix::pixel(std::uint32_t row, std::uint32_t point,
                                                 std::uint64_t group, std::uint32_t bytes) const {
  const std::int64_t y = std::int64_t{row / out_width_} * stride_height_ - pad_top_ +
                         std::int64_t{point / kernel_width_} * dilation_height_;
  const std::int64_t x = std::int64_t{row % out_width_} * stride_width_ - pad_left_ +
                         std::int64_t{point % kernel_width_} * dilation_width_;
  if (y < 0 || y >= height_ || x < 0 || x >= width_) return std::nullopt;
  const std::uint64_t address = group + static_cast<std::uint64_t>(y * width_ + x) * bytes;
  return bound_ != 0 && address >= bound_ ? address % bound_ : address;
}

void Im2ColMatrix::read_line(std::uint32_t row, std::uint32_t block, Bytes l1,
                             std::uint8_t* line) const {
  std::memset(line, 0, kBlockBytes);
  for_each_piece(
      row, block,
      [&](std::uint32_t offset, std::optional<std::uint64_t> address, std::uint32_t bytes) {
        if (address) {
          std::memcpy(line + offset, l1.data + *address, bytes);
          return;
        }
        for (std::uint32_t at = 0; at < bytes; at += padding_bytes_) {
          std::memcpy(line + offset + at, &padding_, padding_bytes_);
        }
      });
}

}  // namespace npusim::isa
