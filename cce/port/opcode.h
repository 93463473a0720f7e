// SPDX-License-Identifier: Apache-2.0
// Hardware instructions: names, pipes and kinds, from instruction.def.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/arch/pipe.h"

namespace npusim::isa {

enum class OpcodeKind : std::uint8_t { Lanes, Vector, Transfer, Local, Cube, Scalar, Aicpu };
inline constexpr unsigned kOpcodeKindCount = 7;

enum class Opcode : std::uint16_t {
#define NPUSIM_INSTRUCTION(NAME, text, kind, pipe, dtypes, arithmetic, source) NAME,
#include "cce/port/instruction.def"
#undef NPUSIM_INSTRUCTION
};

struct OpcodeInfo {
  std::string_view name;
  Pipe pipe;
  OpcodeKind kind;
  std::string_view dtypes, arithmetic, source;
};

inline constexpr OpcodeInfo kOpcodes[] = {
#define NPUSIM_INSTRUCTION(NAME, text, kind, pipe, dtypes, arithmetic, source) \
  {text, Pipe::pipe, OpcodeKind::kind, dtypes, arithmetic, source},
#include "cce/port/instruction.def"
#undef NPUSIM_INSTRUCTION
};

constexpr const OpcodeInfo& info(Opcode opcode) { return kOpcodes[static_cast<unsigned>(opcode)]; }

}  // namespace npusim::isa
