// SPDX-License-Identifier: Apache-2.0
#include "analysis/golden/output_map.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/golden/element_value.h"

namespace npusim::analysis {
namespace {

constexpr std::uint64_t kGridSide = 96;  ///< cells a side at most: what a page can show
constexpr std::size_t kMaxRuns = 8000;
constexpr std::size_t kMaxValues = 2000;
constexpr std::uint64_t kFoldedColumns = 64;  ///< of an output of one dimension

std::uint64_t divided_up(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

std::string value_text(const ComparedTensor& tensor, const std::byte* from, std::uint64_t element) {
  switch (tensor.dtype) {
    case DType::INT64:
      return fmt::format("{}", element_at<std::int64_t>(from, element));
    case DType::UINT64:
      return fmt::format("{}", element_at<std::uint64_t>(from, element));
    case DType::FLOAT32:
    case DType::FLOAT16:
    case DType::BFLOAT16:
      // Every one of them is a float exactly, and a float's shortest text tells it from any other.
      return fmt::format("{}", static_cast<float>(element_value(tensor.dtype, from, element)));
    default:
      return fmt::format("{}",
                         static_cast<std::int64_t>(element_value(tensor.dtype, from, element)));
  }
}

}  // namespace

OutputMapper::OutputMapper(const ComparedTensor& tensor) : tensor_(tensor) {
  std::uint64_t elements = 1;
  for (const std::uint64_t extent : tensor.shape) elements *= extent;
  map_.name = tensor.name;
  map_.shape = tensor.shape;
  map_.columns = tensor.shape.size() > 1 ? tensor.shape.back() : std::min(elements, kFoldedColumns);
  map_.columns = std::max<std::uint64_t>(map_.columns, 1);
  map_.rows = divided_up(elements, map_.columns);
  map_.cell_rows = std::max<std::uint64_t>(divided_up(map_.rows, kGridSide), 1);
  map_.cell_columns = divided_up(map_.columns, kGridSide);
  map_.grid_rows = divided_up(map_.rows, map_.cell_rows);
  map_.grid_columns = divided_up(map_.columns, map_.cell_columns);
  map_.grid.resize(map_.grid_rows * map_.grid_columns);
}

void OutputMapper::add(std::uint64_t element) {
  const std::uint64_t row = element / map_.columns, column = element % map_.columns;
  ++map_.grid[row / map_.cell_rows * map_.grid_columns + column / map_.cell_columns];
  if (map_.values.size() < kMaxValues) {
    map_.values.push_back({element, value_text(tensor_, tensor_.actual, element),
                           value_text(tensor_, tensor_.golden, element)});
  }
  const bool joins = !map_.runs.empty() && map_.runs.back().row == row &&
                     map_.runs.back().end == column && map_.elements_left_out == 0;
  if (joins) {
    ++map_.runs.back().end;
  } else if (map_.runs.size() < kMaxRuns) {
    map_.runs.push_back({row, column, column + 1});
  } else {
    ++map_.elements_left_out;
  }
}

}  // namespace npusim::analysis
