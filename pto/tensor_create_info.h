// SPDX-License-Identifier: Apache-2.0
// A tensor that a task asks the runtime to create (task-runtime.md section 2.3).
#pragma once

#include "pto/tensor.h"

/// Must outlive the submit it is used in.
class alignas(64) TensorCreateInfo {
 public:
  TensorCreateInfo() = default;
  TensorCreateInfo(const std::uint32_t new_shapes[], std::uint32_t new_ndims,
                   DataType new_dtype = DataType::FLOAT32, bool new_manual_dep = false)
      : ndims(new_ndims), dtype(new_dtype), manual_dep(new_manual_dep) {
    always_assert(new_ndims > 0 && new_ndims <= MAX_TENSOR_DIMS);
    for (std::uint32_t i = 0; i < new_ndims; ++i) shapes[i] = new_shapes[i];
  }
  void copy(const TensorCreateInfo& other) { *this = other; }

  /// Every element becomes the low bytes of `value`'s image when the buffer is allocated.
  template <typename T = std::uint64_t>
  void set_initial_value(T value) {
    has_initial_value = true;
    initial_value = to_u64(value);
  }
  std::uint64_t buffer_size_bytes() const {
    std::uint64_t bytes = get_element_size(dtype);
    for (std::uint32_t i = 0; i < ndims; ++i) bytes *= shapes[i];
    return bytes;
  }

  std::uint64_t initial_value = 0;
  bool has_initial_value = false;
  std::int32_t version = 0;
  std::uint32_t ndims = 0;
  DataType dtype = DataType::FLOAT32;
  bool manual_dep = false;
  std::uint32_t shapes[MAX_TENSOR_DIMS] = {};
};
