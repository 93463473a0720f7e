// SPDX-License-Identifier: Apache-2.0
#include "traces/chunk_encoder.h"

#include <zlib.h>

#include "models/arch/check.h"

namespace npusim::traces {

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
  uLongf size = compressBound(source.size());
  deflated_.resize(size);
  const int status =
      compress2(deflated_.data(), &size, source.data(), source.size(), kDeflateLevel);
  NPUSIM_CHECK(status == Z_OK);
  return std::span(deflated_).first(size);
}

}  // namespace npusim::traces
