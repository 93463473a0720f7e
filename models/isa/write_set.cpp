// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "models/isa/execute.h"

namespace npusim::isa {

void WriteSet::apply(Bytes memory) const {
  for (const Piece& piece : pieces_) {
    std::memcpy(memory.data + piece.address, data_.data() + piece.offset, piece.bytes);
  }
}

}  // namespace npusim::isa
