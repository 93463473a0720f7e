// SPDX-License-Identifier: Apache-2.0
#include "models/arch/cross_core_flag.h"

#include <fmt/format.h>

namespace npusim {

std::string to_string(const CrossCoreFlag& flag) {
  return fmt::format("cross-core flag {} (mode {})", flag.id, static_cast<unsigned>(flag.mode));
}

}  // namespace npusim
