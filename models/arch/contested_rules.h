// SPDX-License-Identifier: Apache-2.0
// Both sides of the rules about which sources disagree. One table, contested_rules.def.
#pragma once

#include <span>
#include <string_view>

namespace npusim {

/// A value of the knob, what is then the case, and who says so.
struct Reading {
  std::string_view value;
  std::string_view says;
  std::string_view source;
};

struct ContestedRule {
  std::string_view rule;  ///< of rules.def
  std::string_view knob;
  Reading strict;  ///< orders less
  Reading loose;
};

/// The rows of contested_rules.def, in order.
std::span<const ContestedRule> contested_rules();

/// The row of this rule, or nullptr: the rule is not contested.
const ContestedRule* find_contested(std::string_view rule);

}  // namespace npusim
