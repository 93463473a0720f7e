// SPDX-License-Identifier: Apache-2.0
// Texts of any length: what their column holds, and the rest from /text_rest.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "traces/read/table_reader.h"

namespace npusim::traces {

class TextReader {
 public:
  TextReader(hid_t file, const std::string& file_name);

  /// The whole text of a row of `table`.
  std::string text(TableReader& reader, Table table, unsigned column, std::uint64_t row) const;

 private:
  std::map<std::pair<std::string, std::uint64_t>, std::string> rests_;  ///< by table/column and row
};

}  // namespace npusim::traces
