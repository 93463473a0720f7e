// SPDX-License-Identifier: Apache-2.0
// Reads the rows of one table, a chunk of a column at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "traces/format/schema.h"
#include "traces/hdf5/handle.h"
#include "traces/read/chunk_decoder.h"

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
  /// A part of it, rows first_row to first_row + values.size() - 1. Requires: first_row is a
  /// multiple of chunk_rows(), the rows are of one chunk.
  void numbers(unsigned column, std::uint64_t first_row, std::span<std::uint64_t> values);
  /// A whole column of bytes. Requires width 1.
  std::vector<unsigned char> bytes(unsigned column);

  std::uint32_t chunk_rows() const { return spec_.chunk_rows; }

 private:
  /// A column of a chunk, as stored; no bytes: all rows have their usual value.
  struct BlockColumn {
    bool loaded = false;
    std::vector<unsigned char> bytes;
  };
  using Block = std::vector<BlockColumn>;
  /// Rows behind are still looked up for a while: accesses refer to instructions.
  static constexpr std::size_t kMostBlocks = 64;

  Block& block_of(std::uint64_t row);
  /// The bytes of the column's chunk that holds `row`.
  const std::vector<unsigned char>& column_of(unsigned column, std::uint64_t row);
  /// The rows of a column's chunk; empty if all have their usual value.
  void read_chunk(unsigned column, std::uint64_t first_row, std::vector<unsigned char>& bytes);
  void read_with_hdf5(unsigned column, std::uint64_t first_row, std::vector<unsigned char>& bytes);
  [[noreturn]] void damaged(unsigned column, std::uint64_t first_row) const;
  void check_names(const ColumnSpec& column, const std::vector<unsigned char>& bytes) const;

  const TableSpec& spec_;
  std::string file_name_;
  std::vector<hdf5::Dataset> columns_;
  std::vector<hdf5::Datatype> types_;
  std::vector<bool> ours_;  ///< by column: ChunkDecoder reads it
  std::unique_ptr<ChunkDecoder> decoder_;
  std::vector<unsigned char> scratch_;
  std::uint64_t rows_ = 0;
  std::map<std::uint64_t, Block> blocks_;  ///< by chunk number
  Block* last_block_ = nullptr;
  std::uint64_t last_number_ = 0;
};

}  // namespace npusim::traces
