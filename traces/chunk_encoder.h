// SPDX-License-Identifier: Apache-2.0
// HDF5's shuffle and deflate filters, done here so that HDF5 stores finished chunks
// (H5Dwrite_chunk) and copies nothing. Any HDF5 reads the result through its own filters.
#pragma once

#include <span>
#include <vector>

namespace npusim::traces {

class ChunkEncoder {
 public:
  static constexpr int kDeflateLevel = 1;

  /// Bytes grouped by significance (shuffle), then deflated. Valid until the next call.
  std::span<const unsigned char> encode(std::span<const unsigned char> values, std::size_t width);

 private:
  std::vector<unsigned char> shuffled_;
  std::vector<unsigned char> deflated_;
};

}  // namespace npusim::traces
