// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/names.h"

#include <iterator>

#include <fmt/format.h>

#include "cce/port/opcode.h"

namespace npusim::analysis {
namespace {

constexpr std::string_view kTileOps[] = {
    "",
#define NPUSIM_TILE_OP(NAME) #NAME,
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
};

}  // namespace

std::string opcode_name(std::uint16_t opcode) {
  if (opcode >= std::size(isa::kOpcodes)) return fmt::format("instruction {}", opcode);
  return std::string(isa::kOpcodes[opcode].name);
}

std::string_view tile_op_name(std::uint16_t tile_op) {
  return tile_op < std::size(kTileOps) ? kTileOps[tile_op] : std::string_view{};
}

std::string op_text(std::uint16_t opcode, std::uint16_t tile_op) {
  const std::string_view tile = tile_op_name(tile_op);
  return tile.empty() ? opcode_name(opcode) : fmt::format("{} ({})", tile, opcode_name(opcode));
}

std::uint16_t opcode_number(std::string_view name) {
  for (std::size_t i = 0; i < std::size(isa::kOpcodes); ++i) {
    if (isa::kOpcodes[i].name == name) return static_cast<std::uint16_t>(i);
  }
  return 0;
}

std::uint16_t tile_op_number(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kTileOps); ++i) {
    if (kTileOps[i] == name) return static_cast<std::uint16_t>(i);
  }
  return 0;
}

}  // namespace npusim::analysis
