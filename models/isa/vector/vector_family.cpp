// SPDX-License-Identifier: Apache-2.0
// The table of families, and the entry points that use it.
#include "models/isa/vector/vector_family.h"

#include <array>
#include <string>

#include "models/arch/check.h"

namespace npusim::isa {
namespace {

struct Row {
  Opcode opcode;
  const VectorFamily* family;
};

constexpr Row kRows[] = {
    {Opcode::VCONV, &kConversionFamily},        {Opcode::VCADD, &kReductionFamily},
    {Opcode::VCMAX, &kReductionFamily},         {Opcode::VCMIN, &kReductionFamily},
    {Opcode::VBRCB, &kBroadcastFamily},         {Opcode::VREDUCEV2, &kCompressFamily},
    {Opcode::VGATHER, &kGatherFamily},          {Opcode::VCMPVS, &kCompareFamily},
    {Opcode::SET_CMPMASK, &kCompareMaskFamily}, {Opcode::VSEL, &kSelectFamily},
    {Opcode::VNCHWCONV, &kTransposeFamily},     {Opcode::COPY_UB_TO_UB, &kCopyFamily},
};

constexpr auto kFamilies = [] {
  std::array<const VectorFamily*, std::size(kOpcodes)> families{};
  for (std::size_t i = 0; i < families.size(); ++i) {
    families[i] = kOpcodes[i].kind == OpcodeKind::Lanes ? &kLanesFamily : nullptr;
  }
  for (const Row& row : kRows) families[static_cast<std::size_t>(row.opcode)] = row.family;
  return families;
}();

}  // namespace

const VectorFamily& family_of(Opcode opcode) {
  const VectorFamily* family = kFamilies[static_cast<std::size_t>(opcode)];
  NPUSIM_CHECK(family != nullptr);
  return *family;
}

void not_modelled(Opcode opcode, DType dtype, std::string_view why) {
  throw NotModelled(std::string(info(opcode).name) + " of " + std::string(name(dtype)) + ": " +
                    std::string(why));
}

void not_modelled(const Instruction& instruction, std::string_view why) {
  not_modelled(instruction.opcode, instruction.dtype, why);
}

void execute_repeat(const Instruction& instruction, std::uint32_t repeat, Bytes ub,
                    VectorState& state, const ExecuteOptions& options, WriteSet& out) {
  if (options.empty_arithmetic) return;
  family_of(instruction.opcode).execute({instruction, repeat, ub, state, options, out});
}

void execute_vector(const Instruction& instruction, Bytes ub, VectorState& state,
                    const ExecuteOptions& options) {
  if (options.empty_arithmetic || instruction.repeats == 0) return;
  const VectorFamily& family = family_of(instruction.opcode);
  if (family.execute_all != nullptr && family.execute_all(instruction, ub, state, options)) return;
  WriteSet out;
  for (std::uint32_t repeat = 0; repeat < instruction.repeats; ++repeat) {
    out.clear();
    family.execute({instruction, repeat, ub, state, options, out});
    out.apply(ub);
  }
}

}  // namespace npusim::isa
