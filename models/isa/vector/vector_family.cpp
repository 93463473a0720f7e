// SPDX-License-Identifier: Apache-2.0
// Whole instructions of pipe V, out of the families' repeats.
#include "models/isa/vector/vector_family.h"

#include <string>

namespace npusim::isa {

void not_modelled(Opcode opcode, DType dtype, std::string_view why) {
  throw NotModelled(std::string(info(opcode).name) + " of " + std::string(name(dtype)) + ": " +
                    std::string(why));
}

void execute_repeat(const Instruction& instruction, std::uint32_t repeat, Bytes ub,
                    VectorState& state, const ExecuteOptions& options, WriteSet& out) {
  if (options.empty_arithmetic) return;
  visit_families<VectorFamilies>(instruction, [&](const auto& family) {
    execute_repeat(family, RepeatContext{repeat, ub, state, options, out});
  });
}

void execute_vector(const Instruction& instruction, Bytes ub, VectorState& state,
                    const ExecuteOptions& options) {
  const std::uint32_t repeats = repeats_of(instruction);
  if (options.empty_arithmetic || repeats == 0) return;
  visit_families<VectorFamilies>(instruction, [&](const auto& family) {
    if (execute_whole(family, ub, options)) return;
    WriteSet out;
    for (std::uint32_t repeat = 0; repeat < repeats; ++repeat) {
      out.clear();
      execute_repeat(family, RepeatContext{repeat, ub, state, options, out});
      out.apply(ub);
    }
  });
}

}  // namespace npusim::isa
