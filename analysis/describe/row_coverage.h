// SPDX-License-Identifier: Apache-2.0
// Which rows of a tensor nobody wrote, and how many blocks it would have taken: where bytes that
// were read before anybody wrote them should have come from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/describe/buffer_map.h"
#include "analysis/describe/task_table.h"

namespace npusim::analysis {

class RowCoverage {
 public:
  /// A row is what the innermost dimension holds.
  explicit RowCoverage(const BufferMap::Buffer& buffer);

  std::uint64_t rows() const { return writers_.size(); }
  std::uint64_t row_bytes() const { return row_bytes_; }
  /// `writer` wrote something of the row.
  void written(std::uint64_t row, const BlockRef& writer) { writers_[row] = writer; }

  /// "rows 48 to 63 of c: no task wrote them; 3 blocks of gemm (task 0) wrote 16 rows each, 4 would
  /// cover it"; empty if every row was written, at least in part.
  std::string text(const TaskTable& tasks) const;

 private:
  std::string writers_text(const TaskTable& tasks) const;

  std::string name_;
  std::uint64_t row_bytes_ = 0;
  std::vector<std::optional<BlockRef>> writers_;  ///< by row: its last writer
};

}  // namespace npusim::analysis
