// SPDX-License-Identifier: Apache-2.0
// What each family of pipe V instructions provides, and the table from opcode to family.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "models/isa/execute.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// One repeat about to be executed.
struct RepeatContext {
  const Instruction& instruction;
  std::uint32_t repeat;
  Bytes ub;
  VectorState& state;
  const ExecuteOptions& options;
  WriteSet& out;
};

struct VectorFamily {
  void (*execute)(const RepeatContext&);
  /// All repeats at once, where that is faster; null otherwise. Requires a non-empty instruction.
  bool (*execute_all)(const Instruction&, Bytes ub, VectorState&, const ExecuteOptions&);
  /// Throws NotModelled for forms that `execute` does not know.
  void (*footprint)(const Instruction&, std::vector<Footprint>&);
};

extern const VectorFamily kLanesFamily;        // lanes.cpp
extern const VectorFamily kConversionFamily;   // conversion.cpp
extern const VectorFamily kReductionFamily;    // reductions.cpp
extern const VectorFamily kBroadcastFamily;    // broadcast.cpp
extern const VectorFamily kCompressFamily;     // compress.cpp
extern const VectorFamily kGatherFamily;       // gather.cpp
extern const VectorFamily kCompareFamily;      // compare.cpp
extern const VectorFamily kCompareMaskFamily;  // select.cpp
extern const VectorFamily kSelectFamily;       // select.cpp
extern const VectorFamily kTransposeFamily;    // transpose.cpp
extern const VectorFamily kCopyFamily;         // copy.cpp

/// Requires a pipe V opcode.
const VectorFamily& family_of(Opcode opcode);

/// Throws NotModelled: "vmax of bfloat16: <why>".
[[noreturn]] void not_modelled(Opcode opcode, DType dtype, std::string_view why);
[[noreturn]] void not_modelled(const Instruction& instruction, std::string_view why);

}  // namespace npusim::isa
