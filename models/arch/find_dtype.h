// SPDX-License-Identifier: Apache-2.0
// An element type by its name.
#pragma once

#include <optional>
#include <string_view>

#include "models/arch/dtype.h"

namespace npusim {

/// The type that name() calls `text`; none if there is no such type.
constexpr std::optional<DType> find_dtype(std::string_view text) {
  for (unsigned i = 0; i < kDTypeCount; ++i) {
    if (name(static_cast<DType>(i)) == text) return static_cast<DType>(i);
  }
  return std::nullopt;
}

}  // namespace npusim
