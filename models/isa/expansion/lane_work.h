// SPDX-License-Identifier: Apache-2.0
// Elementwise work over tiles, cut into vector instructions as the library does it (tile-isa.md
// section 3.3, rules 1 to 3).
#pragma once

#include <optional>

#include "models/isa/expansion/expander.h"

namespace npusim::isa {

/// One lane operation over the valid region of `dst`. All operands have elements of one size.
struct LaneWork {
  Opcode opcode = Opcode::VADD;
  RowsView dst;
  std::optional<RowsView> src0, src1;
  std::uint64_t scalar = 0;  ///< bits of dst.dtype
};

void issue_lanes(const LaneWork& work, Issuer& front_end);

}  // namespace npusim::isa
