// SPDX-License-Identifier: Apache-2.0
// What a host-built graph of the first API tells about a task's tensors, for the device's dumps.
// Nothing of a run depends on it.
#pragma once

#include "pto/task_args.h"

inline constexpr std::uint32_t PLATFORM_DUMP_MAX_DIMS = CONTINUOUS_TENSOR_MAX_DIMS;

struct TensorInfo {
  DataType dtype = DataType::FLOAT32;
  std::uint8_t ndims = 0;
  std::uint32_t shapes[PLATFORM_DUMP_MAX_DIMS] = {};
  std::uint32_t raw_shapes[PLATFORM_DUMP_MAX_DIMS] = {};
  std::uint32_t offsets[PLATFORM_DUMP_MAX_DIMS] = {};
};

inline TensorInfo make_tensor_info(DataType dtype, std::uint32_t ndims, const std::uint32_t* shapes,
                                   const std::uint32_t* raw_shapes = nullptr,
                                   const std::uint32_t* offsets = nullptr) {
  TensorInfo info;
  info.dtype = dtype;
  info.ndims = static_cast<std::uint8_t>(ndims);
  for (std::uint32_t i = 0; i < ndims && i < PLATFORM_DUMP_MAX_DIMS; ++i) {
    info.shapes[i] = shapes[i];
    info.raw_shapes[i] = raw_shapes != nullptr ? raw_shapes[i] : shapes[i];
    info.offsets[i] = offsets != nullptr ? offsets[i] : 0;
  }
  return info;
}

inline TensorInfo make_tensor_info_from_tensor_arg(const ContinuousTensor& tensor) {
  return make_tensor_info(tensor.dtype, tensor.ndims, tensor.shapes);
}
