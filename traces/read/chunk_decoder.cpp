// SPDX-License-Identifier: Apache-2.0
#include "traces/read/chunk_decoder.h"

#include <libdeflate.h>

#include "models/arch/check.h"

namespace npusim::traces {
namespace {

bool has_filters(hid_t properties, std::uint32_t width) {
  std::vector<H5Z_filter_t> wanted;
  if (width > 1) wanted.push_back(H5Z_FILTER_SHUFFLE);
  wanted.push_back(H5Z_FILTER_DEFLATE);
  if (H5Pget_nfilters(properties) != static_cast<int>(wanted.size())) return false;
  for (unsigned i = 0; i < wanted.size(); ++i) {
    unsigned flags = 0;
    std::size_t values = 0;
    if (H5Pget_filter2(properties, i, &flags, &values, nullptr, 0, nullptr, nullptr) != wanted[i]) {
      return false;
    }
  }
  return true;
}

herr_t is_of_index(unsigned, const H5E_error2_t* error, void* found) {
  if (error->maj_num != H5E_DATASET) *static_cast<bool*>(found) = true;
  return 0;
}

/// HDF5 1.10 fails for a chunk that was never stored, and for an index that it cannot read. The
/// first has errors of datasets alone; below the second are those of what reads the index.
bool index_is_damaged() {
  bool found = false;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, is_of_index, &found);
  H5Eclear2(H5E_DEFAULT);
  return found;
}

template <std::size_t Width>
void unshuffle(const unsigned char* planes, std::size_t count, unsigned char* values) {
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t byte = 0; byte < Width; ++byte) {
      values[i * Width + byte] = planes[byte * count + i];
    }
  }
}

void unshuffle(const unsigned char* planes, std::size_t count, std::size_t width,
               unsigned char* values) {
  switch (width) {
    case 2:
      return unshuffle<2>(planes, count, values);
    case 4:
      return unshuffle<4>(planes, count, values);
    case 8:
      return unshuffle<8>(planes, count, values);
  }
  for (std::size_t byte = 0; byte < width; ++byte) {
    for (std::size_t i = 0; i < count; ++i) values[i * width + byte] = planes[byte * count + i];
  }
}

}  // namespace

ChunkDecoder::ChunkDecoder() : decompressor_(libdeflate_alloc_decompressor()) {
  NPUSIM_CHECK(decompressor_ != nullptr);
}

ChunkDecoder::~ChunkDecoder() { libdeflate_free_decompressor(decompressor_); }

bool ChunkDecoder::is_ours(hid_t dataset, const ColumnSpec& column, std::uint32_t chunk_rows) {
  const hdf5::PropertyList properties(H5Dget_create_plist(dataset), "get a column's properties");
  hsize_t extent = 0;
  return H5Pget_layout(properties.get()) == H5D_CHUNKED &&
         H5Pget_chunk(properties.get(), 1, &extent) == 1 && extent == chunk_rows &&
         has_filters(properties.get(), column.width);
}

ChunkDecoder::Found ChunkDecoder::read(hid_t dataset, std::uint64_t first_row, std::size_t width,
                                       std::span<unsigned char> values) {
  const hsize_t offset = first_row;
  hsize_t size = 0;
  if (H5Dget_chunk_storage_size(dataset, &offset, &size) < 0) {
    return index_is_damaged() ? Found::Damaged : Found::NotStored;
  }
  if (size == 0) return Found::NotStored;
  // No encoder makes more of a chunk than this; a damaged file must not ask for more.
  if (size > 2 * values.size() + 1024) return Found::Damaged;
  stored_.resize(size);
  std::uint32_t skipped_filters = 0;
  if (H5Dread_chunk(dataset, H5P_DEFAULT, &offset, &skipped_filters, stored_.data()) < 0 ||
      skipped_filters != 0) {
    return Found::Damaged;
  }
  unsigned char* target = values.data();
  if (width > 1) {
    shuffled_.resize(values.size());
    target = shuffled_.data();
  }
  if (libdeflate_zlib_decompress(decompressor_, stored_.data(), stored_.size(), target,
                                 values.size(), nullptr) != LIBDEFLATE_SUCCESS) {
    return Found::Damaged;
  }
  if (width > 1) unshuffle(target, values.size() / width, width, values.data());
  return Found::Stored;
}

}  // namespace npusim::traces
