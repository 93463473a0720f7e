// SPDX-License-Identifier: Apache-2.0
#include "models/memory/atomic_combine.h"

#include <cstring>
#include <type_traits>

#include "models/arch/check.h"
#include "models/arch/small_float.h"

namespace npusim {
namespace {

/// An element as it is stored, and the number that it stands for.
template <typename Number, typename StoredAs = Number>
struct Plain {
  using Stored = StoredAs;
  static Number number(Stored bits) { return static_cast<Number>(bits); }
  static Stored stored(Number value) { return static_cast<Stored>(value); }
};
struct Half {
  using Stored = std::uint16_t;
  static float number(Stored bits) { return float16_to_float(bits); }
  static Stored stored(float value) { return float_to_float16_rne(value); }
};
struct Brain {
  using Stored = std::uint16_t;
  static float number(Stored bits) { return bfloat16_to_float(bits); }
  static Stored stored(float value) { return float_to_bfloat16_rne(value); }
};

template <typename Number>
Number sum(Number a, Number b) {
  if constexpr (std::is_integral_v<Number>) {
    return static_cast<Number>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
  } else {
    return a + b;
  }
}

template <typename Type>
void combine(isa::AtomicOperation operation, std::byte* target, const std::uint8_t* data,
             std::uint32_t bytes) {
  using Stored = typename Type::Stored;
  for (std::uint32_t at = 0; at + sizeof(Stored) <= bytes; at += sizeof(Stored)) {
    Stored old, given;
    std::memcpy(&old, target + at, sizeof(Stored));
    std::memcpy(&given, data + at, sizeof(Stored));
    const auto a = Type::number(old), b = Type::number(given);
    Stored result = old;
    if (operation == isa::AtomicOperation::Add) result = Type::stored(sum(a, b));
    if (operation == isa::AtomicOperation::Max && a < b) result = given;
    if (operation == isa::AtomicOperation::Min && b < a) result = given;
    std::memcpy(target + at, &result, sizeof(Stored));
  }
}

}  // namespace

bool has_atomic_modes(DType type) {
  return type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16 ||
         type == DType::INT32 || type == DType::INT16 || type == DType::INT8;
}

void atomic_combine(const isa::AtomicMode& mode, std::byte* target, const std::uint8_t* data,
                    std::uint32_t bytes) {
  NPUSIM_CHECK(has_atomic_modes(mode.dtype));
  switch (mode.dtype) {
    case DType::FLOAT32:
      return combine<Plain<float>>(mode.operation, target, data, bytes);
    case DType::FLOAT16:
      return combine<Half>(mode.operation, target, data, bytes);
    case DType::BFLOAT16:
      return combine<Brain>(mode.operation, target, data, bytes);
    case DType::INT32:
      return combine<Plain<std::int32_t>>(mode.operation, target, data, bytes);
    case DType::INT16:
      return combine<Plain<std::int16_t>>(mode.operation, target, data, bytes);
    default:
      return combine<Plain<std::int8_t>>(mode.operation, target, data, bytes);
  }
}

}  // namespace npusim
