// SPDX-License-Identifier: Apache-2.0
// What an instruction reads and writes, by kind.
#include "models/isa/cube/product.h"
#include "models/isa/execute.h"
#include "models/isa/transfer/gm_transfer.h"
#include "models/isa/transfer/local_move.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

void vector_footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  family_of(instruction.opcode).footprint(instruction, out);
}

void scalar_footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  const Opcode opcode = instruction.opcode;
  const bool write = opcode == Opcode::SCALAR_STORE_UB || opcode == Opcode::SCALAR_STORE_GM;
  const bool gm = opcode == Opcode::SCALAR_LOAD_GM || opcode == Opcode::SCALAR_STORE_GM;
  out.push_back({gm ? MemSpace::GM : MemSpace::UB, write,
                 contiguous(instruction.access.address, instruction.access.bytes)});
}

using FootprintFunction = void (*)(const Instruction&, std::vector<Footprint>&);

/// By OpcodeKind, in its order.
constexpr FootprintFunction kByKind[] = {vector_footprint, vector_footprint,  transfer_footprint,
                                         move_footprint,   product_footprint, scalar_footprint};

}  // namespace

void footprint(const Instruction& instruction, std::vector<Footprint>& out) {
  kByKind[static_cast<unsigned>(info(instruction.opcode).kind)](instruction, out);
}

}  // namespace npusim::isa
