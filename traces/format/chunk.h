// SPDX-License-Identifier: Apache-2.0
// Consecutive rows of a table, column by column: what is filled by the simulation, handed to the
// background thread and stored as one HDF5 chunk a column.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "traces/format/schema.h"

namespace npusim::traces {

class Chunk {
 public:
  /// All rows have their usual values; `first_row` is a multiple of the table's chunk_rows.
  Chunk(Table table, std::uint64_t first_row);

  Table table() const { return table_; }
  std::uint64_t first_row() const { return first_row_; }
  std::uint32_t rows() const { return rows_; }
  bool full() const { return rows_ == capacity_; }

  /// Adds a row of usual values and returns its number within the chunk. Requires !full().
  std::uint32_t add_row() { return rows_++; }

  /// Requires that `value` fits the column's width.
  void set(std::uint32_t row, unsigned column, std::uint64_t value) {
    Column& target = columns_[column];
    // Values are stored in the host's (little endian) order, as the file says.
    switch (target.width) {
      case 1:
        store(target, row, static_cast<std::uint8_t>(value));
        break;
      case 2:
        store(target, row, static_cast<std::uint16_t>(value));
        break;
      case 4:
        store(target, row, static_cast<std::uint32_t>(value));
        break;
      case 8:
        store(target, row, value);
        break;
    }
  }
  /// Stores what fits of `text` and returns the rest.
  std::string_view set_text(std::uint32_t row, unsigned column, std::string_view text);

  /// Whether the column has its usual value in every row, so that it need not be stored.
  bool is_usual(unsigned column) const;
  /// The column's bytes for a whole chunk, rows not yet filled included.
  std::span<const unsigned char> bytes(unsigned column) const { return columns_[column].bytes; }

 private:
  struct Column {
    std::uint32_t width;
    std::vector<unsigned char> bytes;
  };

  template <class T>
  static void store(Column& column, std::uint32_t row, T value) {
    std::memcpy(column.bytes.data() + std::size_t{row} * sizeof(T), &value, sizeof(T));
  }

  Table table_;
  std::uint64_t first_row_;
  std::uint32_t rows_ = 0;
  std::uint32_t capacity_;
  std::vector<Column> columns_;
};

/// `count` copies of a column's usual value.
std::vector<unsigned char> usual_bytes(const ColumnSpec& column, std::size_t count);

}  // namespace npusim::traces
