// SPDX-License-Identifier: Apache-2.0
// Names of instructions for people, from the tables of the instruction set.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace npusim::analysis {

/// "vmuls"; "instruction 999" for a number that is not in the table.
std::string opcode_name(std::uint16_t opcode);
/// "TMULS"; empty for 0.
std::string_view tile_op_name(std::uint16_t tile_op);
/// "TMULS (vmuls)", or "load_gm" where no tile instruction is behind it.
std::string op_text(std::uint16_t opcode, std::uint16_t tile_op);
/// The number of a name, for tests and filters; 0 if there is none.
std::uint16_t opcode_number(std::string_view name);
std::uint16_t tile_op_number(std::string_view name);

}  // namespace npusim::analysis
