// SPDX-License-Identifier: Apache-2.0
// How stores to GM combine with what is there.
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"

namespace npusim::isa {

/// Atomic modes of stores to GM (intrinsics.md 3.5).
enum class AtomicOperation : std::uint8_t { None, Add, Max, Min };
struct AtomicMode {
  AtomicOperation operation = AtomicOperation::None;
  DType dtype = DType::FLOAT32;
};

}  // namespace npusim::isa
