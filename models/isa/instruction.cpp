// SPDX-License-Identifier: Apache-2.0
// Element type and repeats by family, as reports show them.
#include "models/isa/instruction.h"

namespace npusim::isa {
namespace {

template <typename Family>
DType dtype(const Family& family) {
  return family.dtype;
}
DType dtype(const ProductInstruction& product) { return product.c_type; }
DType of_bits(unsigned bits) {
  return bits == 32 ? DType::UINT32 : bits == 16 ? DType::UINT16 : DType::UINT8;
}
DType dtype(const SquareLoad& load) { return of_bits(load.element_bits); }
DType dtype(const Img2Col& load) { return of_bits(load.element_bits); }
// Whole fractals, of whatever.
DType dtype(const GmFractalLoad&) { return DType::UINT8; }
DType dtype(const FractalLoad&) { return DType::UINT8; }
DType dtype(const SparseLoad&) { return DType::INT8; }
DType dtype(const ScalarAccess&) { return DType::FLOAT32; }
DType dtype(const AddressRegisterLoad&) { return DType::UINT64; }

template <typename Family>
std::uint32_t repeats(const Family& family) {
  return family.repeats;
}
std::uint32_t repeats(const CompareMaskMove&) { return 1; }
std::uint32_t repeats(const CompareInstruction& compare) {
  return compare.opcode == Opcode::VCMP ? 1 : compare.repeats;
}
std::uint32_t repeats(const SquareTranspose&) { return 1; }
std::uint32_t repeats(const AddressRegisterLoad&) { return 1; }
std::uint32_t repeats(const BlockCopy& copy) { return copy.bursts; }
std::uint32_t repeats(const GmCopy&) { return 1; }
std::uint32_t repeats(const NdToNz&) { return 1; }
std::uint32_t repeats(const GmFractalLoad&) { return 1; }
std::uint32_t repeats(const FixPipeStore&) { return 1; }
std::uint32_t repeats(const FixPipeMove&) { return 1; }
std::uint32_t repeats(const FractalLoad&) { return 1; }
std::uint32_t repeats(const SquareLoad&) { return 1; }
std::uint32_t repeats(const Img2Col&) { return 1; }
std::uint32_t repeats(const SparseLoad&) { return 1; }
std::uint32_t repeats(const LocalBurstCopy&) { return 1; }
std::uint32_t repeats(const MatrixFill&) { return 1; }
std::uint32_t repeats(const ProductInstruction&) { return 1; }
std::uint32_t repeats(const ScalarAccess&) { return 1; }

}  // namespace

DType dtype_of(const Instruction& instruction) {
  return std::visit([](const auto& family) { return dtype(family); }, instruction.operands);
}

std::uint32_t repeats_of(const Instruction& instruction) {
  return std::visit([](const auto& family) { return repeats(family); }, instruction.operands);
}

}  // namespace npusim::isa
