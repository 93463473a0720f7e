// SPDX-License-Identifier: Apache-2.0
// Footprint of transfers between GM and local memories (land_load and gather_store do the work).
#pragma once

#include <vector>

#include "models/isa/execute.h"

namespace npusim::isa {

/// Throws NotModelled for layouts and conversions that are not modelled.
void transfer_footprint(const Instruction& instruction, std::vector<Footprint>& out);

}  // namespace npusim::isa
