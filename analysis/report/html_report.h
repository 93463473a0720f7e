// SPDX-License-Identifier: Apache-2.0
// A run report as one self-contained HTML page.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string html_report(const RunReport& report);

}  // namespace npusim::analysis
