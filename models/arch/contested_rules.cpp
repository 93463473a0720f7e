// SPDX-License-Identifier: Apache-2.0
#include "models/arch/contested_rules.h"

namespace npusim {
namespace {

constexpr ContestedRule kContested[] = {
#define NPUSIM_CONTESTED(rule, knob, strict, strict_says, strict_source, loose, loose_says, \
                         loose_source)                                                      \
  {rule, knob, {strict, strict_says, strict_source}, {loose, loose_says, loose_source}},
#include "models/arch/contested_rules.def"
#undef NPUSIM_CONTESTED
};

}  // namespace

std::span<const ContestedRule> contested_rules() { return kContested; }

const ContestedRule* find_contested(std::string_view rule) {
  for (const ContestedRule& row : kContested) {
    if (row.rule == rule) return &row;
  }
  return nullptr;
}

}  // namespace npusim
