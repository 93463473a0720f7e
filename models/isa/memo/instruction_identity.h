// SPDX-License-Identifier: Apache-2.0
// What an instruction of the cube's data path does, as part of a key: everything that the bytes it
// writes depend on, apart from the bytes it reads.
#pragma once

#include "models/isa/instruction.h"
#include "models/isa/memo/memo_key_builder.h"

namespace npusim::isa {

/// `instruction` is a transfer, a local move or a matrix product. A transfer's place in GM is no
/// part of it: two loads of equal rows do the same.
void add_identity(MemoKeyBuilder& key, const Instruction& instruction);

}  // namespace npusim::isa
