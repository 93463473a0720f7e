// SPDX-License-Identifier: Apache-2.0
#include "traces/arrays/array_dataset.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string>

#include <fmt/format.h>

#include "models/arch/find_dtype.h"
#include "traces/arrays/nonzero_copy.h"
#include "traces/hdf5/attributes.h"

namespace npusim::traces {
namespace {

constexpr std::uint64_t kMostChunkBytes = 256 * 1024;

hdf5::Datatype stored_type(DType type) {
  const auto copy = [](hid_t known) {
    return hdf5::Datatype(H5Tcopy(known), "make an array's type");
  };
  switch (type) {
    case DType::FLOAT32:
      return copy(H5T_IEEE_F32LE);
    case DType::FLOAT16: {  // as h5py has it
      hdf5::Datatype half = copy(H5T_IEEE_F32LE);
      hdf5::check(H5Tset_fields(half.get(), 15, 10, 5, 0, 10), "make an array's type");
      hdf5::check(H5Tset_size(half.get(), 2), "make an array's type");
      hdf5::check(H5Tset_ebias(half.get(), 15), "make an array's type");
      return half;
    }
    case DType::INT32:
      return copy(H5T_STD_I32LE);
    case DType::INT16:
      return copy(H5T_STD_I16LE);
    case DType::INT8:
      return copy(H5T_STD_I8LE);
    case DType::UINT8:
      return copy(H5T_STD_U8LE);
    case DType::INT64:
      return copy(H5T_STD_I64LE);
    case DType::UINT64:
      return copy(H5T_STD_U64LE);
    case DType::BFLOAT16:
    case DType::UINT16:
      return copy(H5T_STD_U16LE);
    case DType::UINT32:
      return copy(H5T_STD_U32LE);
  }
  return {};
}

DataArray describe(hid_t parent, const std::string& group, const std::string& array) {
  const std::string action = fmt::format("open the array {}/{}", group, array);
  const hdf5::Dataset dataset(H5Dopen2(parent, array.c_str(), H5P_DEFAULT), action);
  const hdf5::Dataspace space(H5Dget_space(dataset.get()), action);
  const hdf5::Datatype stored(H5Dget_type(dataset.get()), action);
  const int rank = H5Sget_simple_extent_ndims(space.get());
  const std::optional<DType> dtype = find_dtype(hdf5::read_text(dataset.get(), "dtype"));
  if (rank <= 0 || !dtype || H5Tget_size(stored.get()) != size_bytes(*dtype)) {
    throw hdf5::Hdf5Error(action + ": it has no shape, or another type than it says");
  }
  std::vector<hsize_t> shape(static_cast<std::size_t>(rank));
  hdf5::check(H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr), action);
  return {group, array, *dtype, {shape.begin(), shape.end()}};
}

herr_t add_name(hid_t, const char* link, const H5L_info_t*, void* names) {
  static_cast<std::vector<std::string>*>(names)->push_back(link);
  return 0;
}

}  // namespace

std::vector<DataArray> list_arrays(hid_t file) {
  std::vector<DataArray> arrays;
  for (const char* group : {"outputs", "goldens"}) {
    if (hdf5::check(H5Lexists(file, group, H5P_DEFAULT), "look for arrays") == 0) continue;
    const hdf5::Group opened(H5Gopen2(file, group, H5P_DEFAULT), "open the arrays");
    std::vector<std::string> names;
    hsize_t position = 0;
    hdf5::check(H5Literate(opened.get(), H5_INDEX_NAME, H5_ITER_INC, &position, add_name, &names),
                "list the arrays");
    for (const std::string& array : names) arrays.push_back(describe(opened.get(), group, array));
  }
  return arrays;
}

ArrayChunks chunks_of(const DataArray& array) {
  ArrayChunks chunks;
  chunks.extents.assign(array.shape.size(), 1);
  std::uint64_t bytes = size_bytes(array.dtype);
  std::size_t dimension = array.shape.size();
  // Whole dimensions from the last one on, as many as fit, then as much of the next as fits.
  while (dimension > 1 && bytes * array.shape[dimension - 1] <= kMostChunkBytes) {
    --dimension;
    chunks.extents[dimension] = array.shape[dimension];
    bytes *= array.shape[dimension];
  }
  chunks.split = dimension - 1;
  chunks.row_bytes = bytes;
  const std::uint64_t most = std::max<std::uint64_t>(kMostChunkBytes / bytes, 1);
  chunks.extents[chunks.split] = std::min(array.shape[chunks.split], most);
  chunks.bytes = bytes * chunks.extents[chunks.split];
  return chunks;
}

hdf5::Dataset create_array(hid_t group, const DataArray& array) {
  const std::string action = "create the array " + array.name;
  const ArrayChunks chunks = chunks_of(array);
  const int rank = static_cast<int>(array.shape.size());
  const std::vector<hsize_t> shape(array.shape.begin(), array.shape.end());
  const std::vector<hsize_t> extents(chunks.extents.begin(), chunks.extents.end());
  const hdf5::Datatype type = stored_type(array.dtype);
  const hdf5::PropertyList list(H5Pcreate(H5P_DATASET_CREATE), action);
  hdf5::check(H5Pset_obj_track_times(list.get(), false), action);
  hdf5::check(H5Pset_chunk(list.get(), rank, extents.data()), action);
  if (size_bytes(array.dtype) > 1) hdf5::check(H5Pset_shuffle(list.get()), action);
  hdf5::check(H5Pset_deflate(list.get(), ChunkEncoder::kDeflateLevel), action);
  const hdf5::Dataspace space(H5Screate_simple(rank, shape.data(), nullptr), action);
  hdf5::Dataset dataset(H5Dcreate2(group, array.name.c_str(), type.get(), space.get(), H5P_DEFAULT,
                                   list.get(), H5P_DEFAULT),
                        action);
  hdf5::write_fixed_text(dataset.get(), "dtype", name(array.dtype), name(array.dtype).size());
  return dataset;
}

void write_array(hid_t dataset, const DataArray& array, const std::byte* data,
                 const std::vector<ByteRange>& nonzero, ChunkEncoder& encoder) {
  const ArrayChunks chunks = chunks_of(array);
  const std::uint64_t split_extent = array.shape[chunks.split];
  const std::uint64_t group_bytes = split_extent * chunks.row_bytes;  // of one outer position
  const std::byte* before = nullptr;  // the whole chunk that `encoded` is of
  std::vector<unsigned char> piece(chunks.bytes);
  std::span<const unsigned char> encoded;
  std::vector<hsize_t> offset(array.shape.size());
  std::uint64_t done = 0;  // first byte not looked at yet
  for (const ByteRange& range : nonzero) {
    std::uint64_t at = std::max(range.begin, done);
    while (at < range.end) {
      const std::uint64_t outer = at / group_bytes;
      const std::uint64_t in_group = at % group_bytes / chunks.bytes * chunks.bytes;
      const std::uint64_t begin = outer * group_bytes + in_group;
      const std::uint64_t bytes = std::min(chunks.bytes, group_bytes - in_group);
      at = done = begin + bytes;
      if (is_zero(data + begin, bytes)) continue;
      const bool is_whole = bytes == chunks.bytes;
      if (!is_whole || before == nullptr || std::memcmp(before, data + begin, bytes) != 0) {
        std::memcpy(piece.data(), data + begin, bytes);
        std::fill(piece.begin() + static_cast<std::ptrdiff_t>(bytes), piece.end(), 0);
        encoded = encoder.encode(piece, size_bytes(array.dtype));
        before = is_whole ? data + begin : nullptr;
      }
      offset[chunks.split] = in_group / chunks.row_bytes;
      std::uint64_t rest = outer;
      for (std::size_t d = chunks.split; d-- > 0;) {
        offset[d] = rest % array.shape[d];
        rest /= array.shape[d];
      }
      hdf5::check(
          H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset.data(), encoded.size(), encoded.data()),
          "write the array " + array.name);
    }
  }
}

}  // namespace npusim::traces
