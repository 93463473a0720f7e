// SPDX-License-Identifier: Apache-2.0
// Element types, from models/arch/dtype.def.
#pragma once

#include <array>  // std::size; <iterator> brings streams to every kernel that reads this
#include <cstdint>
#include <string_view>

namespace npusim {

enum class DType : std::uint8_t {
#define NPUSIM_DTYPE(NAME, SPELLED, BYTES) NAME,
#include "models/arch/dtype.def"
};

namespace detail {

struct DTypeRow {
  std::string_view name;
  unsigned bytes;
};
inline constexpr DTypeRow kDTypes[] = {
#define NPUSIM_DTYPE(NAME, SPELLED, BYTES) {SPELLED, BYTES},
#include "models/arch/dtype.def"
};

}  // namespace detail

inline constexpr unsigned kDTypeCount = std::size(detail::kDTypes);

/// Names as data.json and the reports spell them.
constexpr std::string_view name(DType type) {
  return detail::kDTypes[static_cast<unsigned>(type)].name;
}

constexpr unsigned size_bytes(DType type) {
  return detail::kDTypes[static_cast<unsigned>(type)].bytes;
}

constexpr bool is_floating(DType type) {
  return type == DType::FLOAT32 || type == DType::FLOAT16 || type == DType::BFLOAT16;
}

}  // namespace npusim
