// SPDX-License-Identifier: Apache-2.0
// Element type and repeats by family, as reports show them.
#include "models/isa/instruction.h"

namespace npusim::isa {
namespace {

template <typename Family>
DType dtype(const Family& family) {
  return family.dtype;
}
DType dtype(const Transfer& transfer) { return transfer.local_type; }
DType dtype(const LocalMove& move) { return move.target.dtype; }
DType dtype(const MatrixProduct& product) { return product.c_type; }
DType dtype(const ScalarAccess&) { return DType::FLOAT32; }

template <typename Family>
std::uint32_t repeats(const Family& family) {
  return family.repeats;
}
std::uint32_t repeats(const CompareMaskMove&) { return 1; }
std::uint32_t repeats(const BlockCopy& copy) { return copy.bursts; }
std::uint32_t repeats(const Transfer&) { return 1; }
std::uint32_t repeats(const MatrixProduct&) { return 1; }
std::uint32_t repeats(const ScalarAccess&) { return 1; }

}  // namespace

DType dtype_of(const Instruction& instruction) {
  return std::visit([](const auto& family) { return dtype(family); }, instruction.operands);
}

std::uint32_t repeats_of(const Instruction& instruction) {
  return std::visit([](const auto& family) { return repeats(family); }, instruction.operands);
}

}  // namespace npusim::isa
