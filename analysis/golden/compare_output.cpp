// SPDX-License-Identifier: Apache-2.0
// Simple model: look at each element in turn. Faster, with the same result: skip what is known to
// be equal, skip 4 KiB blocks whose bits are equal (equal bits match in either mode), and look at
// the elements of the rest.
#include "analysis/golden/compare_output.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <sstream>

#include "analysis/golden/element_value.h"
#include "analysis/golden/ulp.h"

namespace npusim::analysis {

namespace {

constexpr std::uint64_t kBlockBytes = 4096;

std::string shown(const CompareMode& mode) {
  if (mode.bits) return "bits";
  std::ostringstream text;
  text << "allclose rtol=" << mode.rtol << " atol=" << mode.atol;
  if (mode.max_error_ratio != 0) text << " max_error_ratio=" << mode.max_error_ratio;
  return text.str();
}

double difference(double actual, double golden) {
  if (std::isnan(actual) && std::isnan(golden)) return 0;
  if (actual == golden) return 0;
  if (!std::isfinite(actual) || !std::isfinite(golden)) {
    return std::numeric_limits<double>::infinity();
  }
  return std::abs(actual - golden);
}

/// |actual - golden| of 64-bit integers, which a double cannot hold: exact before it is rounded.
double integer_difference(DType type, const ComparedTensor& tensor, std::uint64_t index) {
  const auto actual = element_at<std::uint64_t>(tensor.actual, index);
  const auto golden = element_at<std::uint64_t>(tensor.golden, index);
  const bool less = type == DType::INT64
                        ? static_cast<std::int64_t>(actual) < static_cast<std::int64_t>(golden)
                        : actual < golden;
  return static_cast<double>(less ? golden - actual : actual - golden);
}

/// Looks at elements whose bits may differ and counts.
class ElementComparer {
 public:
  ElementComparer(const ComparedTensor& tensor, const CompareMode& mode,
                  const std::function<void(std::uint64_t)>& on_mismatch)
      : tensor_(tensor), mode_(mode), on_mismatch_(on_mismatch), bytes_(size_bytes(tensor.dtype)) {}

  void look_at(std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t index = first; index < end; ++index) {
      const std::uint64_t offset = index * bytes_;
      if (std::memcmp(tensor_.actual + offset, tensor_.golden + offset, bytes_) != 0)
        differs(index);
    }
  }

  std::uint64_t mismatched() const { return mismatched_; }
  std::uint64_t first_mismatch() const { return first_mismatch_; }
  double max_abs() const { return max_abs_; }
  std::uint64_t max_ulp() const { return max_ulp_; }

 private:
  void differs(std::uint64_t index) {
    const double golden = element_value(tensor_.dtype, tensor_.golden, index);
    const bool wide = tensor_.dtype == DType::INT64 || tensor_.dtype == DType::UINT64;
    const double distance =
        wide ? integer_difference(tensor_.dtype, tensor_, index)
             : difference(element_value(tensor_.dtype, tensor_.actual, index), golden);
    max_abs_ = std::max(max_abs_, distance);
    max_ulp_ = std::max(max_ulp_, ulp(index, distance));
    // An infinite golden would make any bound infinite.
    const double bound = mode_.atol + (std::isfinite(golden) ? mode_.rtol * std::abs(golden) : 0.0);
    const bool close = distance == 0 || (std::isfinite(distance) && distance <= bound);
    if (!mode_.bits && close) return;
    if (mismatched_++ == 0) first_mismatch_ = index;
    if (on_mismatch_) on_mismatch_(index);
  }

  std::uint64_t ulp(std::uint64_t index, double distance) const {
    if (!has_ulp(tensor_.dtype) || !std::isfinite(distance)) return kNoUlp;
    if (std::isnan(element_value(tensor_.dtype, tensor_.golden, index))) return kNoUlp;
    return ulp_distance(tensor_.dtype, tensor_.actual, tensor_.golden, index);
  }

  const ComparedTensor& tensor_;
  const CompareMode& mode_;
  const std::function<void(std::uint64_t)>& on_mismatch_;
  std::uint64_t bytes_;
  std::uint64_t mismatched_ = 0;
  std::uint64_t first_mismatch_ = 0;
  double max_abs_ = 0;
  std::uint64_t max_ulp_ = 0;
};

std::vector<std::uint64_t> position_of(std::uint64_t index,
                                       const std::vector<std::uint64_t>& shape) {
  std::vector<std::uint64_t> position(shape.size());
  for (std::size_t d = shape.size(); d-- > 0; index /= shape[d]) position[d] = index % shape[d];
  return position;
}

}  // namespace

GoldenComparison compare(const ComparedTensor& tensor, const CompareMode& mode,
                         const std::optional<std::vector<ByteRange>>& candidates,
                         const std::function<void(std::uint64_t)>& on_mismatch) {
  GoldenComparison result;
  result.name = tensor.name;
  result.dtype = name(tensor.dtype);
  result.shape = tensor.shape;
  result.mode = shown(mode);
  result.elements = 1;
  for (std::uint64_t extent : tensor.shape) result.elements *= extent;

  const std::uint64_t element = size_bytes(tensor.dtype);
  const std::uint64_t bytes = result.elements * element;
  ElementComparer comparer(tensor, mode, on_mismatch);
  std::uint64_t seen = 0;  // elements before this one are done: a range may begin inside an element
  for (const ByteRange& range : candidates.value_or(std::vector<ByteRange>{{0, bytes}})) {
    std::uint64_t begin = std::max(range.begin / element * element, seen * element);
    const std::uint64_t range_end = std::min((range.end + element - 1) / element * element, bytes);
    while (begin < range_end) {
      const std::uint64_t end = std::min(begin + kBlockBytes, range_end);
      if (std::memcmp(tensor.actual + begin, tensor.golden + begin, end - begin) != 0) {
        comparer.look_at(begin / element, end / element);
      }
      begin = end;
    }
    seen = std::max(seen, range_end / element);
  }
  result.mismatched = comparer.mismatched();
  result.max_abs = comparer.max_abs();
  if (comparer.max_ulp() != kNoUlp) result.max_ulp = comparer.max_ulp();
  if (result.mismatched > 0)
    result.first_index = position_of(comparer.first_mismatch(), tensor.shape);
  const double allowed =
      mode.bits ? 0 : mode.max_error_ratio * static_cast<double>(result.elements);
  result.equal = static_cast<double>(result.mismatched) <= allowed;
  return result;
}

}  // namespace npusim::analysis
