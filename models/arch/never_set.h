// SPDX-License-Identifier: Apache-2.0
// A flag that somebody waited for until the run ended: no set has this number
// (TimeEvent::instance).
#pragma once

#include <cstdint>

namespace npusim {

inline constexpr std::uint32_t kNeverSet = ~std::uint32_t{0};

}  // namespace npusim
