// SPDX-License-Identifier: Apache-2.0
// The calls that led here, and whose code they are.
#pragma once

#include <array>
#include <cstdint>

#include "models/arch/last_place.h"

namespace npusim {

/// Where the shared object that holds `code` is loaded; null: nowhere.
const void* module_of(const void* code);

/// The one of npusim itself.
const void* own_module();

struct CallStack {
  std::array<const void*, 64> code;
  unsigned depth = 0;

  /// From the caller on; in a signal handler, the code that was interrupted follows.
  static CallStack here();

  /// The first frame of module `program`, if none of npusim's own comes before it; skips the frames
  /// of npusim at the top if `own_on_top`. depth: there is none.
  unsigned first_of(const void* program, bool own_on_top) const;
};

}  // namespace npusim
