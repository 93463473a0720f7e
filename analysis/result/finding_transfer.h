// SPDX-License-Identifier: Apache-2.0
// Findings on their way from a process to one that outlives it: all of their data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/result/finding.h"

namespace npusim::analysis {

std::string findings_to_text(const std::vector<Finding>& findings);
/// What findings_to_text() gave. Throws std::invalid_argument for anything else.
std::vector<Finding> findings_from_text(std::string_view text);

}  // namespace npusim::analysis
