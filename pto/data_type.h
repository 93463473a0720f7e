// SPDX-License-Identifier: Apache-2.0
// Element types and 64-bit images of scalars, as orchestrations spell them (task-runtime.md 2.2).
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "pto/port/runtime_port.h"

inline constexpr int MAX_TENSOR_DIMS = 5;
inline constexpr int RUNTIME_MAX_TENSOR_DIMS = MAX_TENSOR_DIMS;
inline constexpr int CONTINUOUS_TENSOR_MAX_DIMS = MAX_TENSOR_DIMS;

/// Arguments of a task and of a run in the later API; the base's are 16 and 32, 128 and 128.
inline constexpr int CORE_MAX_TENSOR_ARGS = 32;
inline constexpr int CORE_MAX_SCALAR_ARGS = 16;
inline constexpr int CHIP_MAX_TENSOR_ARGS = 256;
inline constexpr int CHIP_MAX_SCALAR_ARGS = 128;

/// The numbers are those of npusim::DType; BOOL, one byte, exists in later runtimes only.
enum class DataType : std::uint8_t {
  FLOAT32,
  FLOAT16,
  INT32,
  INT16,
  INT8,
  UINT8,
  BFLOAT16,
  INT64,
  UINT64,
  UINT16,
  UINT32,
  BOOL
};

constexpr std::uint64_t get_element_size(DataType dtype) {
  constexpr std::uint64_t kBytes[] = {4, 2, 4, 2, 1, 1, 2, 8, 8, 2, 4, 1};
  return static_cast<unsigned>(dtype) < 12 ? kBytes[static_cast<unsigned>(dtype)] : 0;
}

constexpr const char* get_dtype_name(DataType dtype) {
  constexpr const char* kNames[] = {"FLOAT32",  "FLOAT16", "INT32",  "INT16",  "INT8",   "UINT8",
                                    "BFLOAT16", "INT64",   "UINT64", "UINT16", "UINT32", "BOOL"};
  return static_cast<unsigned>(dtype) < 12 ? kNames[static_cast<unsigned>(dtype)] : "UNKNOWN";
}

template <typename T>
inline constexpr bool is_supported_scalar_arg_v =
    std::is_arithmetic_v<std::remove_cvref_t<T>> || std::is_enum_v<std::remove_cvref_t<T>>;

/// The value's bytes, zero-extended.
template <typename T>
inline std::uint64_t to_u64(T value) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t) && std::is_trivially_copyable_v<T>);
  std::uint64_t bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  return bits;
}

template <typename T>
inline T from_u64(std::uint64_t bits) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t) && std::is_trivially_copyable_v<T>);
  T value;
  __builtin_memcpy(&value, &bits, sizeof(T));
  return value;
}

/// Both hold on the device too: a false one is an AICPU exception (507018).
#define always_assert(condition) \
  ((condition) ? static_cast<void>(0) : ::npusim_rt_assert_failed(#condition, __FILE__, __LINE__))
#define debug_assert(condition) always_assert(condition)
