// SPDX-License-Identifier: Apache-2.0
// The graph engine's types, as far as declarations of the host's tiling library name them. Nothing
// here is ever called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ge {

enum DataType : int {
  DT_FLOAT = 0,
  DT_FLOAT16 = 1,
  DT_INT8 = 2,
  DT_INT32 = 3,
  DT_UINT8 = 4,
  DT_INT16 = 6,
  DT_UINT16 = 7,
  DT_UINT32 = 8,
  DT_INT64 = 9,
  DT_UINT64 = 10,
  DT_DOUBLE = 11,
  DT_BOOL = 12,
  DT_BF16 = 27
};

class Shape {
 public:
  Shape() = default;
  explicit Shape(const std::vector<std::int64_t>& extents) : extents_(extents) {}
  std::size_t GetDimNum() const { return extents_.size(); }
  std::int64_t GetDim(std::size_t which) const { return extents_.at(which); }
  std::vector<std::int64_t> GetDims() const { return extents_; }

 private:
  std::vector<std::int64_t> extents_;
};

}  // namespace ge
