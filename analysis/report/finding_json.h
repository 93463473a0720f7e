// SPDX-License-Identifier: Apache-2.0
// Findings as JSON, in the words of the reports.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/result/finding.h"

namespace npusim::analysis {

nlohmann::ordered_json site_json(const AccessSite& site);
nlohmann::ordered_json finding_json(const Finding& finding);

}  // namespace npusim::analysis
