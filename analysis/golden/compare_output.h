// SPDX-License-Identifier: Apache-2.0
// Comparing an output with its golden.
//
//   mode bits:     an element mismatches if any of its bits differ. So -0 and +0 differ, and two
//   NaNs
//                  are equal only if their bits are.
//   mode allclose: an element mismatches unless |actual - golden| <= atol + rtol * |golden|. Two
//   NaNs
//                  are equal, a NaN and a number are not; infinities are equal to themselves only.
//                  The tensor is equal if at most max_error_ratio of its elements mismatch.
//
// max_abs is the largest |actual - golden| over the elements that differ in their bits, in both
// modes: infinity where one of the two is infinite or NaN and the other is not the same, 0 for two
// NaNs. mismatched counts elements by the mode; first_index is the first of them in row-major
// order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analysis/result/run_report.h"
#include "models/arch/byte_range.h"
#include "models/arch/dtype.h"

namespace npusim::analysis {

struct CompareMode {
  bool bits = true;  ///< else allclose
  double rtol = 0, atol = 0, max_error_ratio = 0;
};

struct ComparedTensor {
  std::string name;
  DType dtype = DType::FLOAT32;
  std::vector<std::uint64_t> shape;
  const std::byte* actual = nullptr;
  const std::byte* golden = nullptr;
};

/// `candidates`: the only bytes that may differ, sorted and disjoint, such as the pages that either
/// side wrote; none given means all. Bytes outside are not even read. `on_mismatch`, if given, is
/// called with the number of each mismatching element, in ascending order.
GoldenComparison compare(const ComparedTensor& tensor, const CompareMode& mode,
                         const std::optional<std::vector<ByteRange>>& candidates = std::nullopt,
                         const std::function<void(std::uint64_t element)>& on_mismatch = nullptr);

}  // namespace npusim::analysis
