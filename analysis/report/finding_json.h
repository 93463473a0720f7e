// SPDX-License-Identifier: Apache-2.0
// Findings as JSON: in reports, and from a process to one that outlives it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analysis/result/finding.h"

namespace npusim::analysis {

nlohmann::ordered_json site_json(const AccessSite& site);
nlohmann::ordered_json finding_json(const Finding& finding);

std::string findings_to_text(const std::vector<Finding>& findings);
/// What findings_to_text() gave; but for AccessSite's numbers, which are never shown. Throws
/// std::invalid_argument.
std::vector<Finding> findings_from_text(std::string_view text);

}  // namespace npusim::analysis
