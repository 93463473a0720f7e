// SPDX-License-Identifier: Apache-2.0
// The way back from ChunkEncoder: a column's chunks as HDF5 stores them, inflated and unshuffled
// here, three times as fast as by HDF5's own filters.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "traces/format/schema.h"
#include "traces/hdf5/handle.h"

struct libdeflate_decompressor;

namespace npusim::traces {

class ChunkDecoder {
 public:
  ChunkDecoder();
  ~ChunkDecoder();
  ChunkDecoder(const ChunkDecoder&) = delete;
  ChunkDecoder& operator=(const ChunkDecoder&) = delete;

  /// Whether the dataset's chunks and filters are those that TraceFile gives this column; another
  /// program may have written the file anew.
  static bool is_ours(hid_t dataset, const ColumnSpec& column, std::uint32_t chunk_rows);

  enum class Found { Stored, NotStored, Damaged };
  /// The chunk that begins with row `first_row`; Stored: its bytes are in `values`, which has the
  /// size of a whole chunk; NotStored: all of its rows have their usual value. Requires is_ours().
  Found read(hid_t dataset, std::uint64_t first_row, std::size_t width,
             std::span<unsigned char> values);

 private:
  libdeflate_decompressor* decompressor_;
  std::vector<unsigned char> stored_;
  std::vector<unsigned char> shuffled_;
};

}  // namespace npusim::traces
