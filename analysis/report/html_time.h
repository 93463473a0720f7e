// SPDX-License-Identifier: Apache-2.0
// The page's data on where the time went, of a run that was asked why.
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/result/time_report.h"
#include "analysis/timeline/run_picture.h"

namespace npusim::analysis {

/// Takes what a page has no room for out of `time`, which is the JSON report's.
void shorten_time(nlohmann::ordered_json& time);

nlohmann::ordered_json uses_json(const UseLanes& uses);

}  // namespace npusim::analysis
