// SPDX-License-Identifier: Apache-2.0
// A run report as one JSON object; docs/cli.md lists its keys.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string json_report(const RunReport& report);

}  // namespace npusim::analysis
