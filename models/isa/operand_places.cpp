// SPDX-License-Identifier: Apache-2.0
// Operands of transfers, of moves between local memories and of products; the vector ones are in
// vector/operand_places.cpp.
#include "models/isa/operand_places.h"

#include <fmt/format.h>

namespace npusim::isa {
namespace {

/// What the memory wants of any operand in it (intrinsics.md 2.1 rule 5). GM takes any byte, but
/// for copies of blocks.
constexpr std::uint32_t alignment_in(MemSpace space) {
  switch (space) {
    case MemSpace::GM:
      return 1;
    case MemSpace::UB:
    case MemSpace::L1:
      return kBlockBytes;
    case MemSpace::L0A:
    case MemSpace::L0B:
      return 512;
    case MemSpace::L0C:
    case MemSpace::BT:
      return 64;
    case MemSpace::FB:
      return 128;
  }
  return 1;
}

OperandPlace place(const char* name, MemSpace space, std::uint64_t address, bool is_write) {
  return {name, space, address, alignment_in(space), is_write};
}
OperandPlace source(const char* name, MemSpace space, std::uint64_t address) {
  return place(name, space, address, false);
}
OperandPlace target(MemSpace space, std::uint64_t address) {
  return place("dst", space, address, true);
}

}  // namespace

void operand_places(const GmCopy& copy, OperandPlaces& out) {
  const bool load = copy.opcode == Opcode::COPY_GM_TO_UB || copy.opcode == Opcode::COPY_GM_TO_L1;
  const bool ub = copy.opcode == Opcode::COPY_GM_TO_UB || copy.opcode == Opcode::COPY_UB_TO_GM;
  OperandPlace gm = place(load ? "src" : "dst", MemSpace::GM, copy.gm_address, !load);
  // The padding modes of copy_gm_to_cbuf read less than a block a burst.
  if (!copy.align && copy.pad_mode == 0) gm.alignment = kBlockBytes;
  out.push_back(gm);
  out.push_back(
      place(load ? "dst" : "src", ub ? MemSpace::UB : MemSpace::L1, copy.local_address, load));
}

void operand_places(const NdToNz& copy, OperandPlaces& out) {
  out.push_back(target(MemSpace::L1, copy.l1_address));
}

void operand_places(const GmFractalLoad& load, OperandPlaces& out) {
  const MemSpace space = load.opcode == Opcode::LOAD_GM_TO_L0A   ? MemSpace::L0A
                         : load.opcode == Opcode::LOAD_GM_TO_L0B ? MemSpace::L0B
                                                                 : MemSpace::L1;
  out.push_back(target(space, load.local_address));
  OperandPlace gm = source("src", MemSpace::GM, load.gm_address);
  gm.alignment = kBlockBytes;
  out.push_back(gm);
}

void operand_places(const FixPipeStore& store, OperandPlaces& out) {
  out.push_back(source("src", MemSpace::L0C, store.src));
}

void operand_places(const FixPipeMove& move, OperandPlaces& out) {
  out.push_back(target(MemSpace::L1, move.dst));
  out.push_back(source("src", MemSpace::L0C, move.src));
}

void operand_places(const FractalLoad& load, OperandPlaces& out) {
  const bool left = load.opcode == Opcode::LOAD_L1_TO_L0A;
  out.push_back(target(left ? MemSpace::L0A : MemSpace::L0B, load.l0_address));
  out.push_back(source("src", MemSpace::L1, load.l1_address));
}

void operand_places(const SquareLoad& load, OperandPlaces& out) {
  const bool left = load.opcode == Opcode::LOAD_L1_TO_L0A_TRANSPOSE;
  out.push_back(target(left ? MemSpace::L0A : MemSpace::L0B, load.l0_address));
  out.push_back(source("src", MemSpace::L1, load.l1_address));
}

void operand_places(const Img2Col& load, OperandPlaces& out) {
  const MemSpace space = load.opcode == Opcode::IMG2COL_L1_TO_L0A   ? MemSpace::L0A
                         : load.opcode == Opcode::IMG2COL_L1_TO_L0B ? MemSpace::L0B
                                                                    : MemSpace::UB;
  out.push_back(target(space, load.target_address));
  out.push_back(source("src", MemSpace::L1, load.l1_address));
}

void operand_places(const SparseLoad& load, OperandPlaces& out) {
  out.push_back(target(MemSpace::L0B, load.l0_address));
  out.push_back(source("src (weights)", MemSpace::L1, load.weights));
  out.push_back(source("src (indices)", MemSpace::L1, load.indices));
}

void operand_places(const LocalBurstCopy& copy, OperandPlaces& out) {
  const MemSpace space = copy.opcode == Opcode::COPY_L1_TO_BT   ? MemSpace::BT
                         : copy.opcode == Opcode::COPY_L1_TO_FB ? MemSpace::FB
                                                                : MemSpace::L0C;
  out.push_back(target(space, copy.dst));
  out.push_back(source("src", MemSpace::L1, copy.src));
}

void operand_places(const MatrixFill& fill, OperandPlaces& out) {
  const MemSpace space = fill.opcode == Opcode::FILL_L0A   ? MemSpace::L0A
                         : fill.opcode == Opcode::FILL_L0B ? MemSpace::L0B
                                                           : MemSpace::L1;
  out.push_back(target(space, fill.dst));
}

void operand_places(const ProductInstruction& product, OperandPlaces& out) {
  OperandPlace c = place("c", MemSpace::L0C, product.c, true);
  if (product.opcode == Opcode::MAD_SPARSE) c.alignment = 1024;
  out.push_back(c);
  out.push_back(source("a", MemSpace::L0A, product.a));
  out.push_back(source("b", MemSpace::L0B, product.b));
  if (product.start == ProductStart::Bias) {
    out.push_back(source("bias", MemSpace::BT, product.bias));
  }
}

void operand_places(const ScalarAccess&, OperandPlaces&) {}

void operand_places(const Instruction& instruction, OperandPlaces& out) {
  std::visit([&](const auto& family) { operand_places(family, out); }, instruction.operands);
}

std::string describe(const OperandPlace& operand) {
  return operand.space == MemSpace::GM
             ? fmt::format("{} in GM lies {} bytes beyond a multiple of {}", operand.name,
                           operand.address % operand.alignment, operand.alignment)
             : fmt::format("{} at {} {} is no multiple of {}", operand.name, name(operand.space),
                           operand.address, operand.alignment);
}

}  // namespace npusim::isa
