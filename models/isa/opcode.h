// SPDX-License-Identifier: Apache-2.0
// Hardware instructions: names, pipes and kinds, from opcode.def.
#pragma once

#include <cstdint>
#include <string_view>

#include "models/arch/pipe.h"

namespace npusim::isa {

enum class OpcodeKind : std::uint8_t { Lanes, Vector, Transfer, Local, Cube, Scalar, Aicpu };
inline constexpr unsigned kOpcodeKindCount = 7;

enum class Opcode : std::uint16_t {
#define NPUSIM_OPCODE(NAME, text, pipe, kind) NAME,
#include "models/isa/opcode.def"
#undef NPUSIM_OPCODE
};

struct OpcodeInfo {
  std::string_view name;
  Pipe pipe;
  OpcodeKind kind;
};

inline constexpr OpcodeInfo kOpcodes[] = {
#define NPUSIM_OPCODE(NAME, text, pipe, kind) {text, Pipe::pipe, OpcodeKind::kind},
#include "models/isa/opcode.def"
#undef NPUSIM_OPCODE
};

constexpr const OpcodeInfo& info(Opcode opcode) { return kOpcodes[static_cast<unsigned>(opcode)]; }

}  // namespace npusim::isa
