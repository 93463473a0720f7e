// SPDX-License-Identifier: Apache-2.0
#include "analysis/memory/scalar_copies.h"

#include <algorithm>
#include <iterator>

#include "analysis/describe/names.h"
#include "cce/port/opcode.h"

namespace npusim::analysis {
namespace {

constexpr std::string_view kCopyingFunctions[] = {"TROWEXPAND", "TTRANS"};

bool takes_scalar(std::uint16_t opcode) {
  const auto code = static_cast<isa::Opcode>(opcode);
  return code == isa::Opcode::VECTOR_DUP || code == isa::Opcode::SCALAR_STORE_UB;
}

}  // namespace

/// Of the bundled library or of the user's own.
std::string ScalarCopies::function_of(const CurrentInstruction& instruction) const {
  if (instruction.tile_op != 0) return std::string(tile_op_name(instruction.tile_op));
  return sources_.locate(instruction.site).library_call;
}

/// Two instructions of one line's call of one function.
bool ScalarCopies::same_call(const CurrentInstruction& one, const CurrentInstruction& other) const {
  if (one.tile_op != 0 || one.site == other.site) {
    return one.tile_op == other.tile_op && one.site == other.site;
  }
  const SourceLocation here = sources_.locate(one.site), there = sources_.locate(other.site);
  return here.library_call == there.library_call && here.line == there.line &&
         here.file == there.file;
}

bool ScalarCopies::load(CoreId core, const CurrentInstruction& instruction, Origin origin) {
  const auto& known = kCopyingFunctions;
  if (std::find(std::begin(known), std::end(known), function_of(instruction)) == std::end(known)) {
    return false;
  }
  Loads& loads = loads_[core];
  if (loads.run != instruction.run) loads = {instruction.run, {}};
  loads.values[instruction.instruction] = {origin, instruction};
  return true;
}

void ScalarCopies::load_defined(CoreId core, const CurrentInstruction& instruction) {
  Loads& loads = loads_[core];
  if (loads.run != instruction.run || loads.values.empty()) return;
  if (loads.values.rbegin()->second.origin == UndefinedValues::kNone) return;
  loads.values[instruction.instruction] = {UndefinedValues::kNone, instruction};
}

UndefinedValues::Origin ScalarCopies::taken_by(CoreId core,
                                               const CurrentInstruction& instruction) const {
  const Loads& loads = loads_[core];
  if (loads.run != instruction.run || !takes_scalar(instruction.opcode)) {
    return UndefinedValues::kNone;
  }
  const auto later = loads.values.lower_bound(instruction.instruction);
  if (later == loads.values.begin()) return UndefinedValues::kNone;
  const Value& last = std::prev(later)->second;
  return same_call(last.load, instruction) ? last.origin : UndefinedValues::kNone;
}

}  // namespace npusim::analysis
