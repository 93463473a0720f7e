// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/row_coverage.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace npusim::analysis {
namespace {

std::string rows_text(std::uint64_t first, std::uint64_t last) {
  return first == last ? fmt::format("row {}", first) : fmt::format("rows {} to {}", first, last);
}

}  // namespace

RowCoverage::RowCoverage(const BufferMap::Buffer& buffer) : name_(buffer.name) {
  const std::uint64_t columns = buffer.shape.empty() ? 1 : buffer.shape.back();
  row_bytes_ = std::max<std::uint64_t>(columns, 1) * size_bytes(buffer.dtype);
  writers_.resize(buffer.bytes / row_bytes_);
}

/// The blocks of the task that wrote most, if each wrote as many rows as the others.
std::string RowCoverage::writers_text(const TaskTable& tasks) const {
  std::map<TaskIndex, std::map<std::int32_t, std::uint64_t>> rows_by_block;
  for (const auto& writer : writers_) {
    if (writer) ++rows_by_block[writer->task][writer->block];
  }
  if (rows_by_block.empty()) return "";
  const auto& [task, blocks] = *std::max_element(
      rows_by_block.begin(), rows_by_block.end(),
      [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
  const std::uint64_t each = blocks.begin()->second;
  const bool alike = std::all_of(blocks.begin(), blocks.end(),
                                 [&](const auto& block) { return block.second == each; });
  if (!alike) return "";
  return fmt::format("; {} block{} of {} wrote {} row{} each, {} would cover it (block_num)",
                     blocks.size(), blocks.size() == 1 ? "" : "s", tasks.label(task), each,
                     each == 1 ? "" : "s", (rows() + each - 1) / each);
}

std::string RowCoverage::text(const TaskTable& tasks) const {
  std::string missing;
  for (std::uint64_t row = 0; row < rows();) {
    if (writers_[row]) {
      ++row;
      continue;
    }
    const std::uint64_t first = row;
    while (row < rows() && !writers_[row]) ++row;
    if (missing.size() > 80) {
      missing += ", ...";
      break;
    }
    missing += (missing.empty() ? "" : ", ") + rows_text(first, row - 1);
  }
  if (missing.empty()) return "";
  return fmt::format("{} of {}: no task wrote them{}", missing, name_, writers_text(tasks));
}

}  // namespace npusim::analysis
