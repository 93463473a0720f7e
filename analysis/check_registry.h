// SPDX-License-Identifier: Apache-2.0
// All checks that there are.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "analysis/check.h"

namespace npusim::analysis {

struct RegisteredCheck {
  std::string_view id;  ///< as --checks names it; several checks may share one
  std::unique_ptr<Check> (*make)(const CheckContext& context);
};

/// In the order of their findings.
std::span<const RegisteredCheck> registered_checks();

}  // namespace npusim::analysis
