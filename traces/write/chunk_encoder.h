// SPDX-License-Identifier: Apache-2.0
// HDF5's shuffle and deflate filters, done here so that HDF5 stores finished chunks
// (H5Dwrite_chunk) and copies nothing. Any HDF5 reader reads the result through its own filters.
#pragma once

#include <span>
#include <vector>

struct libdeflate_compressor;

namespace npusim::traces {

class ChunkEncoder {
 public:
  /// libdeflate takes as long at this level as at 1 and leaves less; at 6 it takes nearly twice as
  /// long for another twentieth.
  static constexpr int kDeflateLevel = 3;

  ChunkEncoder();
  ~ChunkEncoder();
  ChunkEncoder(const ChunkEncoder&) = delete;
  ChunkEncoder& operator=(const ChunkEncoder&) = delete;

  /// Bytes grouped by significance (shuffle), then deflated. Valid until the next call.
  std::span<const unsigned char> encode(std::span<const unsigned char> values, std::size_t width);

 private:
  libdeflate_compressor* compressor_;
  std::vector<unsigned char> shuffled_;
  std::vector<unsigned char> deflated_;
};

}  // namespace npusim::traces
