// SPDX-License-Identifier: Apache-2.0
// Element types. The order is the one of the public runtime's DataType (task-runtime.md section
// 2.2), so the numbers cross from kernels and orchestrations unchanged.
#pragma once

#include <cstdint>
#include <string_view>

namespace npusim {

enum class DType : std::uint8_t {
  FLOAT32 = 0,
  FLOAT16,
  INT32,
  INT16,
  INT8,
  UINT8,
  BFLOAT16,
  INT64,
  UINT64,
  UINT16,
  UINT32
};

inline constexpr unsigned kDTypeCount = 11;

/// Names as data.json and the reports spell them.
constexpr std::string_view name(DType type) {
  constexpr std::string_view kNames[kDTypeCount] = {"float32", "float16", "int32",    "int16",
                                                    "int8",    "uint8",   "bfloat16", "int64",
                                                    "uint64",  "uint16",  "uint32"};
  return kNames[static_cast<unsigned>(type)];
}

constexpr unsigned size_bytes(DType type) {
  constexpr unsigned kBytes[kDTypeCount] = {4, 2, 4, 2, 1, 1, 2, 8, 8, 2, 4};
  return kBytes[static_cast<unsigned>(type)];
}

}  // namespace npusim
