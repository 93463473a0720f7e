// SPDX-License-Identifier: Apache-2.0
// A plan as text, for the way from the child process that made it.
#pragma once

#include <string>

#include "sim/explore/strategy.h"

namespace npusim::session {

std::string to_text(const Plan& plan);

/// Requires what to_text() gave.
Plan plan_from_text(const std::string& text);

}  // namespace npusim::session
