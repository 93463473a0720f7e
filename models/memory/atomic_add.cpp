// SPDX-License-Identifier: Apache-2.0
#include "models/memory/atomic_add.h"

#include <cstring>

#include "models/arch/check.h"
#include "models/arch/small_float.h"

namespace npusim {
namespace {

template <typename T, typename Add>
void add_elements(std::byte* target, const std::uint8_t* data, std::uint32_t bytes, Add add) {
  for (std::uint32_t at = 0; at + sizeof(T) <= bytes; at += sizeof(T)) {
    T a, b;
    std::memcpy(&a, target + at, sizeof(T));
    std::memcpy(&b, data + at, sizeof(T));
    const T sum = add(a, b);
    std::memcpy(target + at, &sum, sizeof(T));
  }
}

template <typename T>
void add_integers(std::byte* target, const std::uint8_t* data, std::uint32_t bytes) {
  add_elements<T>(target, data, bytes, [](T a, T b) { return static_cast<T>(a + b); });
}

}  // namespace

bool has_atomic_add(DType type) {
  return type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16 ||
         type == DType::INT32 || type == DType::INT16 || type == DType::INT8;
}

void atomic_add(DType type, std::byte* target, const std::uint8_t* data, std::uint32_t bytes) {
  NPUSIM_CHECK(has_atomic_add(type));
  if (type == DType::FLOAT32) {
    add_elements<float>(target, data, bytes, [](float a, float b) { return a + b; });
  } else if (type == DType::FLOAT16) {
    add_elements<std::uint16_t>(target, data, bytes, [](std::uint16_t a, std::uint16_t b) {
      return float_to_float16_rne(float16_to_float(a) + float16_to_float(b));
    });
  } else if (type == DType::BFLOAT16) {
    add_elements<std::uint16_t>(target, data, bytes, [](std::uint16_t a, std::uint16_t b) {
      return float_to_bfloat16_rne(bfloat16_to_float(a) + bfloat16_to_float(b));
    });
  } else if (type == DType::INT32) {
    add_integers<std::uint32_t>(target, data, bytes);
  } else if (type == DType::INT16) {
    add_integers<std::uint16_t>(target, data, bytes);
  } else {
    add_integers<std::uint8_t>(target, data, bytes);
  }
}

}  // namespace npusim
