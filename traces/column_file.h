// SPDX-License-Identifier: Apache-2.0
// A finished table as an HDF5 file: one dataset a column, attributes that say what it is. For results
// of campaigns; traces have a format of their own (schema.def).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace npusim::traces {

struct FileColumn {
  std::string name;
  std::variant<std::vector<std::uint64_t>, std::vector<std::string>> values;
};

/// Writes FILE with the columns in the group `table`. The file appears whole or not at all, and equal
/// tables give equal bytes. Throws TraceError.
void write_columns(const std::filesystem::path& file, const std::string& table,
                   const std::vector<FileColumn>& columns,
                   const std::map<std::string, std::string>& attributes);

}  // namespace npusim::traces
