// SPDX-License-Identifier: Apache-2.0
// Which elements of an output are wrong, as a picture needs it: the whole output as a coarse grid,
// and wrong elements exactly, with their values, up to a limit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/golden/compare_output.h"

namespace npusim::analysis {

struct OutputMap {
  /// Wrong elements side by side in one row.
  struct Run {
    std::uint64_t row = 0;
    std::uint64_t begin = 0;  ///< columns
    std::uint64_t end = 0;
  };
  /// Both values of a wrong element, as text.
  struct Values {
    std::uint64_t element = 0;
    std::string actual;
    std::string golden;
  };

  std::string name;
  std::vector<std::uint64_t> shape;
  /// The output as a matrix: row-major element e is at row e / columns, column e % columns. A
  /// column is an index of the last dimension, but for outputs of one dimension, which are folded.
  std::uint64_t rows = 0;
  std::uint64_t columns = 0;
  /// The grid: each cell stands for cell_rows x cell_columns elements and counts the wrong ones.
  std::uint64_t cell_rows = 1, cell_columns = 1;
  std::uint64_t grid_rows = 0, grid_columns = 0;
  std::vector<std::uint64_t> grid;
  std::vector<Run> runs;                ///< in row-major order
  std::uint64_t elements_left_out = 0;  ///< wrong elements beyond the runs
  std::vector<Values> values;           ///< of the first wrong elements
};

/// Draws the mismatching elements that `compare` visits.
class OutputMapper {
 public:
  explicit OutputMapper(const ComparedTensor& tensor);
  /// Call in ascending order.
  void add(std::uint64_t element);
  OutputMap take() { return std::move(map_); }

 private:
  const ComparedTensor& tensor_;
  OutputMap map_;
};

}  // namespace npusim::analysis
