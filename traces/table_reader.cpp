// SPDX-License-Identifier: Apache-2.0
#include "traces/table_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "traces/hdf5/column_type.h"
#include "traces/trace_error.h"

namespace npusim::traces {
namespace {

std::uint64_t load(ColumnType type, const unsigned char* at) {
  const auto as = [at]<class T>(T value) {
    std::memcpy(&value, at, sizeof(T));
    return static_cast<std::uint64_t>(value);
  };
  switch (type) {
    case ColumnType::U8:
      return as(std::uint8_t{});
    case ColumnType::U16:
      return as(std::uint16_t{});
    case ColumnType::U32:
      return as(std::uint32_t{});
    case ColumnType::U64:
      return as(std::uint64_t{});
    case ColumnType::I32:
      return as(std::int32_t{});
    case ColumnType::I64:
      return as(std::int64_t{});
    case ColumnType::Text:
      break;
  }
  return 0;
}

}  // namespace

TableReader::TableReader(hid_t file, Table table, std::string file_name)
    : spec_(spec(table)), file_name_(std::move(file_name)), rows_(kNone64) {
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
    columns_.push_back(std::move(dataset));
    types_.push_back(std::move(wanted));
  }
}

std::uint64_t TableReader::stored_bytes() const {
  std::uint64_t bytes = 0;
  for (const hdf5::Dataset& column : columns_) bytes += H5Dget_storage_size(column.get());
  return bytes;
}

std::uint64_t TableReader::number(unsigned column, std::uint64_t row) {
  const std::size_t at = row % spec_.chunk_rows;
  const ColumnSpec& which = spec_.columns[column];
  return load(which.type, block_of(row)[column].data() + at * which.width);
}

std::string TableReader::text(unsigned column, std::uint64_t row) {
  const std::size_t width = spec_.columns[column].width;
  const unsigned char* const at = block_of(row)[column].data() + row % spec_.chunk_rows * width;
  return {at, std::find(at, at + width, '\0')};
}

std::vector<std::uint64_t> TableReader::numbers(unsigned column) {
  const ColumnSpec& which = spec_.columns[column];
  const std::vector<unsigned char> bytes = read_column(column, 0, rows_);
  std::vector<std::uint64_t> values(rows_);
  for (std::uint64_t i = 0; i < rows_; ++i) values[i] = load(which.type, &bytes[i * which.width]);
  return values;
}

const TableReader::Block& TableReader::block_of(std::uint64_t row) {
  const std::uint64_t number = row / spec_.chunk_rows;
  if (last_block_ != nullptr && last_number_ == number) return *last_block_;
  auto block = blocks_.find(number);
  if (block == blocks_.end()) {
    if (blocks_.size() == kMostBlocks) blocks_.erase(blocks_.begin());
    block = blocks_.emplace(number, read_block(number * spec_.chunk_rows)).first;
  }
  last_block_ = &block->second;
  last_number_ = number;
  return *last_block_;
}

TableReader::Block TableReader::read_block(std::uint64_t first_row) {
  const std::uint64_t count = std::min<std::uint64_t>(spec_.chunk_rows, rows_ - first_row);
  Block block;
  for (unsigned i = 0; i < spec_.columns.size(); ++i) {
    block.push_back(read_column(i, first_row, count));
    check_names(spec_.columns[i], block.back());
  }
  return block;
}

std::vector<unsigned char> TableReader::read_column(unsigned column, std::uint64_t first_row,
                                                    std::uint64_t count) {
  std::vector<unsigned char> bytes(count * spec_.columns[column].width);
  if (count == 0) return bytes;
  const hid_t dataset = columns_[column].get();
  const hsize_t start = first_row;
  const hsize_t size = count;
  const hdf5::Dataspace space(H5Dget_space(dataset), "get a column's extent");
  const hdf5::Dataspace memory(H5Screate_simple(1, &size, nullptr), "describe a buffer");
  if (H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &size, nullptr) < 0 ||
      H5Dread(dataset, types_[column].get(), memory.get(), space.get(), H5P_DEFAULT, bytes.data()) <
          0) {
    throw TraceFormatError(fmt::format(
        "{}: rows {} to {} of {}/{} cannot be read; the file is "
        "damaged",
        file_name_, first_row, first_row + count - 1, spec_.name, spec_.columns[column].name));
  }
  return bytes;
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
