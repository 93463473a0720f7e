// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/table.h"

#include <algorithm>

namespace npusim::analysis {
namespace {

std::string padded(const std::string& cell, std::size_t width, Align align) {
  const std::string blanks(width - cell.size(), ' ');
  return align == Align::Right ? blanks + cell : cell + blanks;
}

std::string text_line(const TextTable& table, const std::vector<std::size_t>& widths,
                      const std::vector<std::string>& cells, std::size_t indent) {
  std::string line(indent, ' ');
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += "  ";
    line += padded(cells[i], widths[i], table.columns[i].align);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string markdown_cell(const std::string& cell) {
  std::string text;
  for (const char c : cell) {
    if (c == '|') text += '\\';
    text += c == '\n' ? ' ' : c;
  }
  return text;
}

std::string markdown_line(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + markdown_cell(cell) + " |";
  return line + "\n";
}

std::vector<std::string> titles(const TextTable& table) {
  std::vector<std::string> cells;
  for (const Column& column : table.columns) cells.push_back(column.title);
  return cells;
}

}  // namespace

std::string text_table(const TextTable& table, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const Column& column : table.columns) widths.push_back(column.title.size());
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text = text_line(table, widths, titles(table), indent);
  for (const auto& row : table.rows) text += text_line(table, widths, row, indent);
  return text;
}

std::string markdown_table(const TextTable& table) {
  std::string text = markdown_line(titles(table));
  text += "|";
  for (const Column& column : table.columns)
    text += column.align == Align::Right ? "---:|" : "---|";
  text += "\n";
  for (const auto& row : table.rows) text += markdown_line(row);
  return text;
}

}  // namespace npusim::analysis
