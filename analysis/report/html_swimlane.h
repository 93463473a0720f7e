// SPDX-License-Identifier: Apache-2.0
// Pictures of a run as JSON, column by column where there are many rows.
#pragma once

#include <nlohmann/json.hpp>

#include "analysis/timeline/run_picture.h"

namespace npusim::analysis {

nlohmann::ordered_json swimlane_json(const Swimlane& lane);
nlohmann::ordered_json blocks_json(const RunPicture& picture);
nlohmann::ordered_json usage_json(const UsageOverTime& usage);

/// -1 for kNever.
std::int64_t json_cycle(Cycle cycle);

}  // namespace npusim::analysis
