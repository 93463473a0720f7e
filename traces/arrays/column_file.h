// SPDX-License-Identifier: Apache-2.0
// Finished tables as an HDF5 file: one dataset a column, attributes that say what it is. For
// results of campaigns; traces have a format of their own (schema.def).
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

/// Columns of equal length, in a group of that name.
struct FileTable {
  std::string name;
  std::vector<FileColumn> columns;
};

/// Writes FILE with its tables. The file appears whole or not at all, and equal
/// tables give equal bytes. Throws TraceError.
void write_tables(const std::filesystem::path& file, const std::vector<FileTable>& tables,
                  const std::map<std::string, std::string>& attributes);

}  // namespace npusim::traces
