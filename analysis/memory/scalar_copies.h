// SPDX-License-Identifier: Apache-2.0
// Undefined values that a library function carries from UB to UB through the scalar unit:
// TROWEXPAND reads an element and fills a row with it, TTRANS may move elements one by one. Such a
// load decides no address and no branch: its value is where the function's next instruction puts
// it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "analysis/describe/current_instructions.h"
#include "analysis/memory/undefined_values.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

class ScalarCopies {
 public:
  using Origin = UndefinedValues::Origin;

  explicit ScalarCopies(const SourceLookup& sources) : sources_(sources) {}

  /// The scalar load `instruction` of `core` reads a value that is undefined from `origin`. False:
  /// not in a function that only copies, so what becomes of the value is not known.
  bool load(CoreId core, const CurrentInstruction& instruction, Origin origin);
  /// The same of a value that is defined.
  void load_defined(CoreId core, const CurrentInstruction& instruction);
  /// From where the value is undefined that `instruction` of `core` takes from the scalar unit;
  /// kNone: it takes none, or a good one.
  Origin taken_by(CoreId core, const CurrentInstruction& instruction) const;

 private:
  struct Value {
    Origin origin;
    CurrentInstruction load;
  };
  /// Of one block's run on a core, in the order of issue: pipe V comes to the values later.
  struct Loads {
    RunId run = kNoRun;
    std::map<InstructionId, Value> values;
  };
  std::string function_of(const CurrentInstruction& instruction) const;
  bool same_call(const CurrentInstruction& one, const CurrentInstruction& other) const;

  const SourceLookup& sources_;
  std::array<Loads, kCoreCount> loads_;
};

}  // namespace npusim::analysis
