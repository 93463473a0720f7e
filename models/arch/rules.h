// SPDX-License-Identifier: Apache-2.0
// The named rules of the memory and ordering model (design: rules and knobs). One table, rules.def.
#pragma once

#include <span>
#include <string_view>

namespace npusim {

/// One row of the table.
struct RuleInfo {
  std::string_view id;         ///< "flag.orders"
  std::string_view statement;  ///< whole sentences
  std::string_view source;
  std::string_view certainty;  ///< certain, documented or contested
};

/// The rows of rules.def, in order.
std::span<const RuleInfo> rules();

/// The row with this id, or nullptr.
const RuleInfo* find_rule(std::string_view id);

}  // namespace npusim
