// SPDX-License-Identifier: Apache-2.0
// The element type of a tensor that crossed pto/port.
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"

namespace npusim {

/// Later runtimes have one type more, BOOL: one byte, so an UINT8 to us.
constexpr DType image_dtype(std::uint8_t dtype) {
  return dtype < kDTypeCount ? static_cast<DType>(dtype) : DType::UINT8;
}

}  // namespace npusim
