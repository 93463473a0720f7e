// SPDX-License-Identifier: Apache-2.0
#include "traces/write/chunk_encoder.h"

#include <libdeflate.h>

#include "models/arch/check.h"

namespace npusim::traces {

ChunkEncoder::ChunkEncoder() : compressor_(libdeflate_alloc_compressor(kDeflateLevel)) {
  NPUSIM_CHECK(compressor_ != nullptr);
}

ChunkEncoder::~ChunkEncoder() { libdeflate_free_compressor(compressor_); }

std::span<const unsigned char> ChunkEncoder::encode(std::span<const unsigned char> values,
                                                    std::size_t width) {
  std::span<const unsigned char> source = values;
  if (width > 1) {
    shuffled_.resize(values.size());
    const std::size_t count = values.size() / width;
    for (std::size_t byte = 0; byte < width; ++byte) {
      unsigned char* const plane = shuffled_.data() + byte * count;
      const unsigned char* const from = values.data() + byte;
      for (std::size_t i = 0; i < count; ++i) plane[i] = from[i * width];
    }
    source = shuffled_;
  }
  // HDF5's deflate filter is the zlib format.
  deflated_.resize(libdeflate_zlib_compress_bound(compressor_, source.size()));
  const std::size_t size = libdeflate_zlib_compress(compressor_, source.data(), source.size(),
                                                    deflated_.data(), deflated_.size());
  NPUSIM_CHECK(size != 0);
  return std::span(deflated_).first(size);
}

}  // namespace npusim::traces
