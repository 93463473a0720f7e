// SPDX-License-Identifier: Apache-2.0
// Copying into memory that holds zeros without touching the pages that stay zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "models/arch/byte_range.h"

namespace npusim::traces {

inline constexpr std::uint64_t kCopyPage = 4096;

inline bool is_zero(const std::byte* data, std::uint64_t bytes) {
  static constexpr std::byte kZeros[kCopyPage] = {};
  for (; bytes > kCopyPage; data += kCopyPage, bytes -= kCopyPage) {
    if (std::memcmp(data, kZeros, kCopyPage) != 0) return false;
  }
  return std::memcmp(data, kZeros, bytes) == 0;
}

/// Copies `bytes` bytes to tensor[offset...] page by page, all-zero pages excepted, and appends
/// what was written to `written`. Requires: tensor holds zeros there, offsets ascend from call to
/// call or the caller merges the ranges afterwards.
inline void copy_nonzero(std::byte* tensor, std::uint64_t offset, const std::byte* source,
                         std::uint64_t bytes, std::vector<ByteRange>& written) {
  const std::uint64_t end = offset + bytes;
  while (offset < end) {
    const std::uint64_t step = std::min(kCopyPage - offset % kCopyPage, end - offset);
    if (!is_zero(source, step)) {
      std::memcpy(tensor + offset, source, step);
      if (!written.empty() && written.back().end == offset) {
        written.back().end = offset + step;
      } else {
        written.push_back({offset, offset + step});
      }
    }
    source += step;
    offset += step;
  }
}

}  // namespace npusim::traces
