// SPDX-License-Identifier: Apache-2.0
// The value of one element as a double, which holds every type but 64-bit integers exactly.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "models/arch/dtype.h"
#include "models/arch/small_float.h"

namespace npusim::analysis {

template <typename T>
T element_at(const std::byte* tensor, std::uint64_t index) {
  T value;
  std::memcpy(&value, tensor + index * sizeof(T), sizeof(T));
  return value;
}

inline double element_value(DType type, const std::byte* tensor, std::uint64_t index) {
  switch (type) {
    case DType::FLOAT32:
      return element_at<float>(tensor, index);
    case DType::FLOAT16:
      return float16_to_float(element_at<std::uint16_t>(tensor, index));
    case DType::INT32:
      return element_at<std::int32_t>(tensor, index);
    case DType::INT16:
      return element_at<std::int16_t>(tensor, index);
    case DType::INT8:
      return element_at<std::int8_t>(tensor, index);
    case DType::UINT8:
      return element_at<std::uint8_t>(tensor, index);
    case DType::BFLOAT16:
      return bfloat16_to_float(element_at<std::uint16_t>(tensor, index));
    case DType::INT64:
      return static_cast<double>(element_at<std::int64_t>(tensor, index));
    case DType::UINT64:
      return static_cast<double>(element_at<std::uint64_t>(tensor, index));
    case DType::UINT16:
      return element_at<std::uint16_t>(tensor, index);
    case DType::UINT32:
      return element_at<std::uint32_t>(tensor, index);
  }
  return 0;
}

}  // namespace npusim::analysis
