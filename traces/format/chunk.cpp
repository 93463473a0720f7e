// SPDX-License-Identifier: Apache-2.0
#include "traces/format/chunk.h"

#include <algorithm>

namespace npusim::traces {

std::vector<unsigned char> usual_bytes(const ColumnSpec& column, std::size_t count) {
  std::vector<unsigned char> bytes(count * column.width);
  if (column.usual == 0) return bytes;
  for (std::size_t i = 0; i < count; ++i) {
    std::memcpy(bytes.data() + i * column.width, &column.usual, column.width);
  }
  return bytes;
}

Chunk::Chunk(Table table, std::uint64_t first_row)
    : table_(table), first_row_(first_row), capacity_(spec(table).chunk_rows) {
  for (const ColumnSpec& column : spec(table).columns) {
    columns_.push_back({column.width, usual_bytes(column, capacity_)});
  }
}

std::string_view Chunk::set_text(std::uint32_t row, unsigned column, std::string_view text) {
  Column& target = columns_[column];
  const std::string_view fits = text.substr(0, target.width);
  std::copy(fits.begin(), fits.end(), target.bytes.begin() + std::size_t{row} * target.width);
  return text.substr(fits.size());
}

bool Chunk::is_usual(unsigned column) const {
  const std::vector<unsigned char>& bytes = columns_[column].bytes;
  const std::size_t width = columns_[column].width;
  const std::uint64_t usual = spec(table_).columns[column].usual;
  std::vector<unsigned char> first(width);
  std::memcpy(first.data(), &usual, std::min(width, sizeof(usual)));
  // Equal to its own shift by one value means that all values equal the first.
  return std::memcmp(bytes.data(), first.data(), width) == 0 &&
         std::memcmp(bytes.data(), bytes.data() + width, bytes.size() - width) == 0;
}

}  // namespace npusim::traces
