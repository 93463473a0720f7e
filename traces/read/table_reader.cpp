// SPDX-License-Identifier: Apache-2.0
#include "traces/read/table_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "traces/format/chunk.h"
#include "traces/format/trace_error.h"
#include "traces/hdf5/column_type.h"

namespace npusim::traces {
namespace {

template <class T>
std::uint64_t load_as(const unsigned char* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return static_cast<std::uint64_t>(value);
}

std::uint64_t load(ColumnType type, const unsigned char* at) {
  switch (type) {
    case ColumnType::U8:
      return load_as<std::uint8_t>(at);
    case ColumnType::U16:
      return load_as<std::uint16_t>(at);
    case ColumnType::U32:
      return load_as<std::uint32_t>(at);
    case ColumnType::U64:
      return load_as<std::uint64_t>(at);
    case ColumnType::I32:
      return load_as<std::int32_t>(at);
    case ColumnType::I64:
      return load_as<std::int64_t>(at);
    case ColumnType::Text:
      break;
  }
  return 0;
}

template <class T>
void load_all(const unsigned char* at, std::span<std::uint64_t> values) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = load_as<T>(at + i * sizeof(T));
}

void load_all(ColumnType type, const unsigned char* at, std::span<std::uint64_t> values) {
  switch (type) {
    case ColumnType::U8:
      return load_all<std::uint8_t>(at, values);
    case ColumnType::U16:
      return load_all<std::uint16_t>(at, values);
    case ColumnType::U32:
      return load_all<std::uint32_t>(at, values);
    case ColumnType::U64:
      return load_all<std::uint64_t>(at, values);
    case ColumnType::I32:
      return load_all<std::int32_t>(at, values);
    case ColumnType::I64:
      return load_all<std::int64_t>(at, values);
    case ColumnType::Text:
      break;
  }
}

}  // namespace

TableReader::TableReader(hid_t file, Table table, std::string file_name)
    : spec_(spec(table)),
      file_name_(std::move(file_name)),
      decoder_(std::make_unique<ChunkDecoder>()),
      rows_(kNone64) {
  for (const ColumnSpec& column : spec_.columns) {
    const std::string path = fmt::format("{}/{}", spec_.name, column.name);
    hdf5::Dataset dataset(H5Dopen2(file, path.c_str(), H5P_DEFAULT));
    if (!dataset) {
      throw TraceFormatError(
          fmt::format("{}: column {} is missing; the file is damaged or was not "
                      "written by npusim",
                      file_name_, path));
    }
    hdf5::Datatype wanted = hdf5::column_type(column);
    const hdf5::Datatype found(H5Dget_type(dataset.get()), "get a column's type");
    const hdf5::Dataspace space(H5Dget_space(dataset.get()), "get a column's extent");
    hsize_t rows = 0;
    if (H5Tequal(found.get(), wanted.get()) <= 0 || H5Sget_simple_extent_ndims(space.get()) != 1 ||
        H5Sget_simple_extent_dims(space.get(), &rows, nullptr) != 1) {
      throw TraceFormatError(
          fmt::format("{}: column {} has another type than version {} of the "
                      "format says",
                      file_name_, path, kFormatVersion));
    }
    rows_ = std::min<std::uint64_t>(rows_, rows);
    ours_.push_back(ChunkDecoder::is_ours(dataset.get(), column, spec_.chunk_rows));
    columns_.push_back(std::move(dataset));
    types_.push_back(std::move(wanted));
  }
}

std::uint64_t TableReader::stored_bytes() const {
  std::uint64_t bytes = 0;
  for (unsigned i = 0; i < columns_.size(); ++i) {
    const hsize_t stored = H5Dget_storage_size(columns_[i].get());
    // HDF5 says 0 of a column without a chunk, and of one whose index it cannot read.
    hsize_t chunks = 0;
    const hdf5::Dataspace space(H5Dget_space(columns_[i].get()), "get a column's extent");
    const bool readable = H5Dget_num_chunks(columns_[i].get(), space.get(), &chunks) >= 0;
    if (!readable || (stored == 0 && chunks != 0)) damaged(i, 0);
    bytes += stored;
  }
  return bytes;
}

std::uint64_t TableReader::number(unsigned column, std::uint64_t row) {
  const std::size_t at = row % spec_.chunk_rows;
  const ColumnSpec& which = spec_.columns[column];
  const std::vector<unsigned char>& bytes = column_of(column, row);
  return bytes.empty() ? which.usual : load(which.type, bytes.data() + at * which.width);
}

std::string TableReader::text(unsigned column, std::uint64_t row) {
  const std::vector<unsigned char>& bytes = column_of(column, row);
  if (bytes.empty()) return "";
  const std::size_t width = spec_.columns[column].width;
  const unsigned char* const at = bytes.data() + row % spec_.chunk_rows * width;
  return {at, std::find(at, at + width, '\0')};
}

std::vector<std::uint64_t> TableReader::numbers(unsigned column) {
  std::vector<std::uint64_t> values(rows_);
  for (std::uint64_t first = 0; first < rows_; first += spec_.chunk_rows) {
    const std::uint64_t count = std::min<std::uint64_t>(spec_.chunk_rows, rows_ - first);
    numbers(column, first, std::span(values).subspan(first, count));
  }
  return values;
}

void TableReader::numbers(unsigned column, std::uint64_t first_row,
                          std::span<std::uint64_t> values) {
  const ColumnSpec& which = spec_.columns[column];
  read_chunk(column, first_row, scratch_);
  if (scratch_.empty()) {
    std::ranges::fill(values, which.usual);
  } else {
    load_all(which.type, scratch_.data(), values);
  }
}

std::vector<unsigned char> TableReader::bytes(unsigned column) {
  std::vector<unsigned char> values;
  values.reserve(rows_);
  for (std::uint64_t first = 0; first < rows_; first += spec_.chunk_rows) {
    const auto count =
        static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(spec_.chunk_rows, rows_ - first));
    read_chunk(column, first, scratch_);
    if (scratch_.empty()) scratch_ = usual_bytes(spec_.columns[column], spec_.chunk_rows);
    check_names(spec_.columns[column], scratch_);
    values.insert(values.end(), scratch_.begin(), scratch_.begin() + count);
  }
  return values;
}

const std::vector<unsigned char>& TableReader::column_of(unsigned column, std::uint64_t row) {
  BlockColumn& found = block_of(row)[column];
  if (!found.loaded) {
    read_chunk(column, row / spec_.chunk_rows * spec_.chunk_rows, found.bytes);
    check_names(spec_.columns[column], found.bytes);
    found.loaded = true;
  }
  return found.bytes;
}

TableReader::Block& TableReader::block_of(std::uint64_t row) {
  const std::uint64_t number = row / spec_.chunk_rows;
  if (last_block_ != nullptr && last_number_ == number) return *last_block_;
  auto block = blocks_.find(number);
  if (block == blocks_.end()) {
    if (blocks_.size() == kMostBlocks) blocks_.erase(blocks_.begin());
    block = blocks_.emplace(number, Block(spec_.columns.size())).first;
  }
  last_block_ = &block->second;
  last_number_ = number;
  return *last_block_;
}

void TableReader::read_chunk(unsigned column, std::uint64_t first_row,
                             std::vector<unsigned char>& bytes) {
  if (!ours_[column]) return read_with_hdf5(column, first_row, bytes);
  const std::size_t width = spec_.columns[column].width;
  bytes.resize(spec_.chunk_rows * width);
  switch (decoder_->read(columns_[column].get(), first_row, width, bytes)) {
    case ChunkDecoder::Found::Stored:
      return;
    case ChunkDecoder::Found::NotStored:
      bytes.clear();
      return;
    case ChunkDecoder::Found::Damaged:
      damaged(column, first_row);
  }
}

void TableReader::read_with_hdf5(unsigned column, std::uint64_t first_row,
                                 std::vector<unsigned char>& bytes) {
  const hid_t dataset = columns_[column].get();
  const hsize_t start = first_row;
  const hsize_t size = std::min<std::uint64_t>(spec_.chunk_rows, rows_ - first_row);
  bytes.resize(size * spec_.columns[column].width);
  const hdf5::Dataspace space(H5Dget_space(dataset), "get a column's extent");
  const hdf5::Dataspace memory(H5Screate_simple(1, &size, nullptr), "describe a buffer");
  if (H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &size, nullptr) < 0 ||
      H5Dread(dataset, types_[column].get(), memory.get(), space.get(), H5P_DEFAULT, bytes.data()) <
          0) {
    damaged(column, first_row);
  }
}

void TableReader::damaged(unsigned column, std::uint64_t first_row) const {
  throw TraceFormatError(
      fmt::format("{}: rows {} to {} of {}/{} cannot be read; the file is damaged", file_name_,
                  first_row, std::min<std::uint64_t>(first_row + spec_.chunk_rows, rows_) - 1,
                  spec_.name, spec_.columns[column].name));
}

void TableReader::check_names(const ColumnSpec& column,
                              const std::vector<unsigned char>& bytes) const {
  const auto& tables = name_tables();
  const auto table = std::ranges::find(tables, column.names(), &NameTable::name);
  if (table == tables.end()) return;
  for (std::size_t i = 0; i < bytes.size(); i += column.width) {
    const std::uint64_t value = load(column.type, &bytes[i]);
    if (value < table->names.size()) continue;
    throw TraceFormatError(
        fmt::format("{}: column {}/{} has the value {}, expected less than {}; "
                    "the file is damaged",
                    file_name_, spec_.name, column.name, value, table->names.size()));
  }
}

}  // namespace npusim::traces
