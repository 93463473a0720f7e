// SPDX-License-Identifier: Apache-2.0
#include "traces/read/text_reader.h"

#include <fmt/format.h>

namespace npusim::traces {

TextReader::TextReader(hid_t file, const std::string& file_name) {
  TableReader table(file, Table::text_rest, file_name);
  for (std::uint64_t row = 0; row < table.rows(); ++row) {
    rests_[{table.text(text_rest::column, row), table.number(text_rest::row, row)}] +=
        table.text(text_rest::piece, row);
  }
}

std::string TextReader::text(TableReader& reader, Table table, unsigned column,
                             std::uint64_t row) const {
  const ColumnSpec& which = spec(table).columns[column];
  std::string text = reader.text(column, row);
  if (text.size() < which.width || rests_.empty()) return text;
  const auto rest = rests_.find({fmt::format("{}/{}", spec(table).name, which.name), row});
  return rest == rests_.end() ? text : text + rest->second;
}

}  // namespace npusim::traces
