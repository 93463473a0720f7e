// SPDX-License-Identifier: Apache-2.0
#include "models/arch/rules.h"

namespace npusim {
namespace {

constexpr RuleInfo kRules[] = {
#define NPUSIM_RULE(id, statement, source, certainty) {id, statement, source, certainty},
#include "models/arch/rules.def"
#undef NPUSIM_RULE
};

}  // namespace

std::span<const RuleInfo> rules() { return kRules; }

const RuleInfo* find_rule(std::string_view id) {
  for (const RuleInfo& rule : kRules) {
    if (rule.id == id) return &rule;
  }
  return nullptr;
}

}  // namespace npusim
