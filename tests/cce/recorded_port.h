// SPDX-License-Identifier: Apache-2.0
// A port that keeps what an intrinsic sent through it, in place of a model.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "cce/port/issue.h"

namespace npusim {

struct RecordedPort {
  isa::Operands issued;
  int issues = 0;
  std::map<int, std::uint64_t> registers;
  std::string call;  ///< the last call that is no instruction: "set_flag 3 1 0"
};
RecordedPort& recorded();

/// The operands that `call` issued. Fails unless it issued one instruction of that family.
template <typename Family, typename Call>
Family issued_by(Call call) {
  recorded() = {};
  call();
  if (recorded().issues != 1) return {};
  const Family* const found = std::get_if<Family>(&recorded().issued);
  return found == nullptr ? Family{} : *found;
}

}  // namespace npusim
