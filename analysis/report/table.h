// SPDX-License-Identifier: Apache-2.0
// A table as data; each report format renders it in its own way.
#pragma once

#include <string>
#include <vector>

namespace npusim::analysis {

enum class Align : unsigned char { Left, Right };

struct Column {
  std::string title;
  Align align = Align::Left;
};

struct TextTable {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< each as long as columns
};

/// Columns padded to their widest cell, two spaces apart, every line indented by `indent` spaces.
std::string text_table(const TextTable& table, std::size_t indent);

/// A GitHub-flavoured Markdown table.
std::string markdown_table(const TextTable& table);

}  // namespace npusim::analysis
