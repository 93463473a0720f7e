// SPDX-License-Identifier: Apache-2.0
// Reads the rows of one table, a chunk at a time.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "traces/hdf5/handle.h"
#include "traces/schema.h"

namespace npusim::traces {

class TableReader {
 public:
  /// Opens the table's columns in an open file. Throws TraceFormatError, naming `file_name`, if a
  /// column is missing or has another type than the schema's.
  TableReader(hid_t file, Table table, std::string file_name);

  /// Rows that every column has; after a kill some columns may have more.
  std::uint64_t rows() const { return rows_; }

  /// Bytes that the table's data takes in the file.
  std::uint64_t stored_bytes() const;

  /// Value of an integer column, sign-extended. Requires row < rows().
  /// Throws TraceFormatError if the data cannot be read or a value names nothing.
  std::uint64_t number(unsigned column, std::uint64_t row);
  std::string text(unsigned column, std::uint64_t row);

  /// A whole integer column.
  std::vector<std::uint64_t> numbers(unsigned column);

 private:
  /// Rows of one chunk, as stored.
  using Block = std::vector<std::vector<unsigned char>>;
  /// Rows behind are still looked up for a while: accesses refer to instructions.
  static constexpr std::size_t kMostBlocks = 64;

  const Block& block_of(std::uint64_t row);
  Block read_block(std::uint64_t first_row);
  std::vector<unsigned char> read_column(unsigned column, std::uint64_t first_row,
                                         std::uint64_t count);
  void check_names(const ColumnSpec& column, const std::vector<unsigned char>& bytes) const;

  const TableSpec& spec_;
  std::string file_name_;
  std::vector<hdf5::Dataset> columns_;
  std::vector<hdf5::Datatype> types_;
  std::uint64_t rows_ = 0;
  std::map<std::uint64_t, Block> blocks_;  ///< by chunk number
  const Block* last_block_ = nullptr;
  std::uint64_t last_number_ = 0;
};

}  // namespace npusim::traces
