// SPDX-License-Identifier: Apache-2.0
// MAD's footprint (its execution is execute_product in models/isa/execute.h).
#pragma once

#include <vector>

#include "models/isa/execute.h"

namespace npusim::isa {

/// Throws NotModelled for type combinations that the cube does not have.
void product_footprint(const Instruction& instruction, std::vector<Footprint>& out);

}  // namespace npusim::isa
