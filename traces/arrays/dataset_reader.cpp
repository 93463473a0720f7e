// SPDX-License-Identifier: Apache-2.0
// Reading datasets block by block. A block is a chunk of the dataset, or a slab of some MiB where
// it is not chunked. Simple model: H5Dread of everything, then copy what is not zero.
#include "traces/arrays/dataset_reader.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <hdf5.h>

#include "models/arch/input_error.h"
#include "traces/arrays/nonzero_copy.h"

namespace npusim::traces {

namespace {

using Extents = std::vector<hsize_t>;

class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  hid_t get() const { return id_; }
  bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

/// The library prints its error stack to stderr unless told not to; our messages replace it.
class QuietLibrary {
 public:
  QuietLibrary() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~QuietLibrary() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }
  QuietLibrary(const QuietLibrary&) = delete;
  QuietLibrary& operator=(const QuietLibrary&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

hid_t native_type(DType type) {
  switch (type) {
    case DType::FLOAT32:
      return H5T_NATIVE_FLOAT;
    case DType::FLOAT16:
      return -1;  // HDF5 has none: the stored type itself
    case DType::INT32:
      return H5T_NATIVE_INT32;
    case DType::INT16:
      return H5T_NATIVE_INT16;
    case DType::INT8:
      return H5T_NATIVE_INT8;
    case DType::UINT8:
      return H5T_NATIVE_UINT8;
    case DType::BFLOAT16:
      return H5T_NATIVE_UINT16;
    case DType::INT64:
      return H5T_NATIVE_INT64;
    case DType::UINT64:
      return H5T_NATIVE_UINT64;
    case DType::UINT16:
      return H5T_NATIVE_UINT16;
    case DType::UINT32:
      return H5T_NATIVE_UINT32;
  }
  return -1;
}

std::optional<DType> element_type(hid_t stored) {
  const std::size_t bytes = H5Tget_size(stored);
  const H5T_class_t kind = H5Tget_class(stored);
  if (kind == H5T_FLOAT && bytes == 4) return DType::FLOAT32;
  if (kind == H5T_FLOAT && bytes == 2 && H5Tget_order(stored) == H5T_ORDER_LE &&
      H5Tget_ebias(stored) == 15) {
    return DType::FLOAT16;
  }
  if (kind != H5T_INTEGER) return std::nullopt;
  const bool is_signed = H5Tget_sign(stored) == H5T_SGN_2;
  if (bytes == 1) return is_signed ? DType::INT8 : DType::UINT8;
  if (bytes == 2) return is_signed ? DType::INT16 : DType::UINT16;
  if (bytes == 4) return is_signed ? DType::INT32 : DType::UINT32;
  if (bytes == 8) return is_signed ? DType::INT64 : DType::UINT64;
  return std::nullopt;
}

/// A part of the dataset that is read at once.
struct Block {
  Extents offset;
  Extents extent;
};

/// A decoded chunk, kept with its stored bytes in case the same bytes come again.
struct DecodedChunk {
  std::vector<std::byte> stored;
  std::uint32_t filter_mask = 0;
  std::vector<std::byte> elements;
  bool zero = false;
};

class Dataset {
 public:
  Dataset(const std::filesystem::path& file, const std::string& name)
      : shown_(file.string()),
        name_(name),
        file_bytes_(bytes_of(file)),
        file_(open_file(file), H5Fclose),
        access_(access_within_file(), H5Pclose),
        dataset_(H5Dopen2(file_.get(), name.c_str(), access_.get()), H5Dclose),
        space_(dataset_.valid() ? H5Dget_space(dataset_.get()) : -1, H5Sclose),
        stored_type_(dataset_.valid() ? H5Dget_type(dataset_.get()) : -1, H5Tclose),
        properties_(dataset_.valid() ? H5Dget_create_plist(dataset_.get()) : -1, H5Pclose) {
    if (!dataset_.valid()) {
      fail("a dataset of that name in this file", "none", "give \"dataset\" its full path");
    }
    if (H5Pget_external_count(properties_.get()) != 0 ||
        H5Pget_layout(properties_.get()) == H5D_VIRTUAL) {
      fail("a dataset whose bytes are in this file", "one that takes them from other files",
           "store the bytes in the file itself");
    }
    const auto type = element_type(stored_type_.get());
    if (!type) fail("integers of 1 to 8 bytes, float16 or float32", "another type", "convert it");
    type_ = *type;
    const int rank = H5Sget_simple_extent_ndims(space_.get());
    shape_.resize(static_cast<std::size_t>(std::max(rank, 0)));
    H5Sget_simple_extent_dims(space_.get(), shape_.data(), nullptr);
    if (shape_.empty()) fail("an array", "a scalar", "store it with shape [1]");
  }

  DType type() const { return type_; }
  const Extents& shape() const { return shape_; }
  std::vector<ByteRange> read(std::byte* zeroed);

  static hid_t open_file(const std::filesystem::path& file) {
    const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    if (id >= 0) return id;
    throw InputError(file.string(), "", "a readable HDF5 file", "something else",
                     "check the path, its permissions, and that its writer has closed it; a file "
                     "outside the program's folder needs --allow-read");
  }

 private:
  static std::uint64_t bytes_of(const std::filesystem::path& file) {
    std::error_code failed;
    const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
    return failed ? 0 : bytes;
  }

  /// A file of the program's must not lead to files of others: no external link is followed.
  static hid_t access_within_file() {
    const hid_t access = H5Pcreate(H5P_DATASET_ACCESS);
    H5Pset_elink_cb(
        access,
        [](const char*, const char*, const char*, const char*, unsigned*, hid_t, void*) -> herr_t {
          return -1;
        },
        nullptr);
    return access;
  }

  [[noreturn]] void fail(const std::string& expected, const std::string& found,
                         const std::string& remedy) const {
    throw InputError(shown_, name_, expected, found, remedy);
  }

  bool unallocated_is_zero() const;
  Extents block_shape() const;
  void require_stored_bytes() const;
  void require_sound_chunk(hsize_t stored_bytes, unsigned skipped_filters) const;
  void read_block(const Block& block, std::byte* elements) const;
  const DecodedChunk& decode(const Block& block, hsize_t stored_bytes);
  void place(const Block& block, const std::byte* elements, std::byte* zeroed,
             std::vector<ByteRange>& written) const;

  std::string shown_, name_;
  std::uint64_t file_bytes_ = 0;
  Handle file_, access_, dataset_, space_, stored_type_, properties_;
  DType type_ = DType::FLOAT32;
  Extents shape_;
  /// The two used last are enough for tensors of zeros with islands and for repeated fills.
  DecodedChunk decoded_[2];
  std::size_t replaced_next_ = 0;
};

std::uint64_t product(const Extents& extents) {
  std::uint64_t result = 1;
  for (hsize_t extent : extents) result *= extent;
  return result;
}

bool Dataset::unallocated_is_zero() const {
  H5D_fill_value_t state = H5D_FILL_VALUE_DEFAULT;
  H5Pfill_value_defined(properties_.get(), &state);
  if (state != H5D_FILL_VALUE_USER_DEFINED) return true;
  std::byte value[8] = {};
  H5Pget_fill_value(properties_.get(), stored_type_.get(), value);
  return is_zero(value, sizeof(value));
}

/// The chunk's shape; else as many rows as make about 4 MiB.
Extents Dataset::block_shape() const {
  Extents block = shape_;
  if (H5Pget_layout(properties_.get()) == H5D_CHUNKED) {
    H5Pget_chunk(properties_.get(), static_cast<int>(block.size()), block.data());
  } else {
    const std::uint64_t row = std::max<std::uint64_t>(
        1, product(shape_) / std::max<hsize_t>(shape_[0], 1) * size_bytes(type_));
    block[0] = std::clamp<hsize_t>((4u << 20) / row, 1, std::max<hsize_t>(shape_[0], 1));
  }
  return block;
}

void Dataset::read_block(const Block& block, std::byte* elements) const {
  const auto rank = static_cast<int>(block.extent.size());
  const Handle memory(H5Screate_simple(rank, block.extent.data(), nullptr), H5Sclose);
  const Handle selected(H5Scopy(space_.get()), H5Sclose);
  H5Sselect_hyperslab(selected.get(), H5S_SELECT_SET, block.offset.data(), nullptr,
                      block.extent.data(), nullptr);
  const hid_t native = native_type(type_);
  if (H5Dread(dataset_.get(), native >= 0 ? native : stored_type_.get(), memory.get(),
              selected.get(), H5P_DEFAULT, elements) < 0) {
    fail("elements that can be read", "damaged data or a filter that is not installed",
         "write the file again");
  }
}

/// What the index says of a chunk: the library believes it.
void Dataset::require_sound_chunk(hsize_t stored_bytes, unsigned skipped_filters) const {
  const unsigned filters = (1u << H5Pget_nfilters(properties_.get())) - 1;
  const bool is_plain = (skipped_filters & filters) == filters;
  const hsize_t whole = product(block_shape()) * H5Tget_size(stored_type_.get());
  if (stored_bytes > file_bytes_ || (is_plain && stored_bytes != whole)) {
    fail("chunks that are in the file", "a damaged index of chunks", "write the file again");
  }
}

/// The elements of a whole chunk. Ensures: the same as read_block gives.
const DecodedChunk& Dataset::decode(const Block& block, hsize_t stored_bytes) {
  std::vector<std::byte> stored(stored_bytes);
  std::uint32_t filter_mask = 0;
  if (H5Dread_chunk(dataset_.get(), H5P_DEFAULT, block.offset.data(), &filter_mask, stored.data()) <
      0) {
    fail("chunks that can be read", "a damaged chunk", "write the file again");
  }
  for (std::size_t i = 0; i < 2; ++i) {
    const DecodedChunk& known = decoded_[i];
    if (!known.elements.empty() && known.filter_mask == filter_mask && known.stored == stored) {
      replaced_next_ = 1 - i;
      return known;
    }
  }
  DecodedChunk& chunk = decoded_[replaced_next_];
  replaced_next_ = 1 - replaced_next_;
  chunk.stored = std::move(stored);
  chunk.filter_mask = filter_mask;
  chunk.elements.resize(product(block.extent) * size_bytes(type_));
  read_block(block, chunk.elements.data());
  chunk.zero = is_zero(chunk.elements.data(), chunk.elements.size());
  return chunk;
}

/// Copies a block to where it belongs. The innermost dimensions that the block covers whole make
/// one run of bytes.
void Dataset::place(const Block& block, const std::byte* elements, std::byte* zeroed,
                    std::vector<ByteRange>& written) const {
  std::size_t run_dimension = shape_.size() - 1;
  std::uint64_t run_bytes = block.extent[run_dimension] * size_bytes(type_);
  while (run_dimension > 0 && block.extent[run_dimension] == shape_[run_dimension]) {
    --run_dimension;
    run_bytes *= block.extent[run_dimension];
  }
  const std::uint64_t runs = product(block.extent) * size_bytes(type_) / run_bytes;
  Extents position = block.offset;
  for (std::uint64_t run = 0; run < runs; ++run) {
    std::uint64_t index = 0;
    for (std::size_t d = 0; d < shape_.size(); ++d) index = index * shape_[d] + position[d];
    copy_nonzero(zeroed, index * size_bytes(type_), elements + run * run_bytes, run_bytes, written);
    for (std::size_t d = run_dimension; d-- > 0;) {
      if (++position[d] < block.offset[d] + block.extent[d]) break;
      position[d] = block.offset[d];
    }
  }
}

/// The library does not look whether a dataset that is not chunked has as many bytes as its shape
/// says.
void Dataset::require_stored_bytes() const {
  const hsize_t stored = H5Dget_storage_size(dataset_.get());
  const hsize_t element = H5Tget_size(stored_type_.get());
  const bool is_allocated = stored != 0 || H5Pget_layout(properties_.get()) == H5D_COMPACT;
  if (is_allocated && stored / element < product(shape_)) {
    fail("as many bytes as the shape says", "fewer", "write the file again");
  }
}

std::vector<ByteRange> Dataset::read(std::byte* zeroed) {
  std::vector<ByteRange> written;
  if (product(shape_) == 0) return written;
  const bool chunked = H5Pget_layout(properties_.get()) == H5D_CHUNKED;
  if (!chunked) require_stored_bytes();
  const bool skip_unallocated = chunked && unallocated_is_zero();
  const Extents whole = block_shape();
  Block block{Extents(shape_.size(), 0), whole};
  std::vector<std::byte> scratch;
  for (;;) {
    for (std::size_t d = 0; d < shape_.size(); ++d) {
      block.extent[d] = std::min(whole[d], shape_[d] - block.offset[d]);
    }
    haddr_t address = HADDR_UNDEF;
    hsize_t stored_bytes = 0;
    unsigned mask = 0;
    if (chunked && H5Dget_chunk_info_by_coord(dataset_.get(), block.offset.data(), &mask, &address,
                                              &stored_bytes) < 0) {
      fail("an index of chunks that can be read", "a damaged one", "write the file again");
    }
    if (address != HADDR_UNDEF && chunked) require_sound_chunk(stored_bytes, mask);
    if (address != HADDR_UNDEF && block.extent == whole) {
      const DecodedChunk& chunk = decode(block, stored_bytes);
      if (!chunk.zero) place(block, chunk.elements.data(), zeroed, written);
    } else if (address != HADDR_UNDEF || !skip_unallocated) {
      scratch.resize(product(block.extent) * size_bytes(type_));
      read_block(block, scratch.data());
      place(block, scratch.data(), zeroed, written);
    }
    std::size_t d = shape_.size();
    while (d > 0 && (block.offset[d - 1] += whole[d - 1]) >= shape_[d - 1]) block.offset[--d] = 0;
    if (d == 0) return merged_ranges(std::move(written));
  }
}

}  // namespace

std::pair<DType, std::vector<std::uint64_t>> describe_dataset(const std::filesystem::path& file,
                                                              const std::string& dataset) {
  const QuietLibrary quiet;
  const Dataset opened(file, dataset);
  return {opened.type(), {opened.shape().begin(), opened.shape().end()}};
}

std::vector<ByteRange> read_dataset(const std::filesystem::path& file, const std::string& dataset,
                                    std::byte* zeroed) {
  const QuietLibrary quiet;
  return Dataset(file, dataset).read(zeroed);
}

std::vector<std::string> list_datasets(const std::filesystem::path& file) {
  const QuietLibrary quiet;
  const Handle opened(Dataset::open_file(file), H5Fclose);
  std::vector<std::string> names;
  const auto visit = [](hid_t, const char* name, const H5O_info_t* info, void* data) -> herr_t {
    auto* list = static_cast<std::vector<std::string>*>(data);
    if (info->type == H5O_TYPE_DATASET) list->emplace_back(name);
    return 0;
  };
  H5Ovisit(opened.get(), H5_INDEX_NAME, H5_ITER_INC, visit, &names);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace npusim::traces
