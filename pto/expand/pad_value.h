// SPDX-License-Identifier: Apache-2.0
// Pad values of tiles (the public PadValue), and the atomic registers around a store.
#pragma once

#include "pto/expand/vector_emitter.h"

namespace npusim::library {

/// The element that a tile's pad value stands for.
std::uint64_t pad_bits(const TileRef& tile);

/// TSTORE with AtomicAdd: additions of elements of the tensor's type, until the end.
void begin_atomic_add(const TileCall& call, VectorEmitter& emitter);
void end_atomic_add(VectorEmitter& emitter);

}  // namespace npusim::library
