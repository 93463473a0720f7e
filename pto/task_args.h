// SPDX-License-Identifier: Apache-2.0
// The arguments of a run, as the orchestration's entry gets them (task-runtime.md section 2.2),
// with the names of both API eras.
#pragma once

#include "pto/tensor.h"

/// A dense tensor in device memory, 40 bytes.
struct ContinuousTensor {
  std::uint64_t data;
  std::uint32_t shapes[CONTINUOUS_TENSOR_MAX_DIMS];
  std::uint32_t ndims;
  DataType dtype;
  std::uint8_t child_memory;

  std::uint64_t nbytes() const {
    std::uint64_t bytes = get_element_size(dtype);
    for (std::uint32_t i = 0; i < ndims; ++i) bytes *= shapes[i];
    return bytes;
  }
  template <typename T>
  T* data_as() const {
    return reinterpret_cast<T*>(data);
  }
  bool is_child_memory() const { return child_memory != 0; }
};
static_assert(sizeof(ContinuousTensor) == 40);

inline Tensor from_tensor_arg(const ContinuousTensor& argument, bool manual_dep = false,
                              std::int32_t version = 0) {
  return make_tensor_external(argument.data_as<void>(), argument.shapes, argument.ndims,
                              argument.dtype, manual_dep, version);
}

/// A run argument: a ContinuousTensor to the base API; the later one takes its Tensor by ref().
class RunTensor : public ContinuousTensor {
 public:
  RunTensor() = delete;
  const Tensor& ref() const { return tensor_; }
  operator const Tensor&() const { return tensor_; }

 private:
  Tensor tensor_;
};
static_assert(sizeof(RunTensor) == sizeof(npusim::port::RunArgument));

/// What the entry points get. The model makes the object; see npusim::port::RunArguments.
class ChipStorageTaskArgs {
 public:
  ChipStorageTaskArgs() = delete;

  const RunTensor& tensor(std::int32_t i) const {
    always_assert(i >= 0 && i < arguments_.tensor_count);
    return reinterpret_cast<const RunTensor*>(arguments_.tensors)[i];
  }
  std::uint64_t scalar(std::int32_t i) const {
    always_assert(i >= 0 && i < arguments_.scalar_count);
    return arguments_.scalars[i];
  }
  std::int32_t tensor_count() const { return arguments_.tensor_count; }
  std::int32_t scalar_count() const { return arguments_.scalar_count; }
  const std::uint64_t* scalars() const { return arguments_.scalars; }
  const std::uint64_t* scalar_data() const { return arguments_.scalars; }

 private:
  npusim::port::RunArguments arguments_;
};
using L2TaskArgs = ChipStorageTaskArgs;    // from June 2026 on
using ChipTaskArgs = ChipStorageTaskArgs;  // from August 2026 on
