// SPDX-License-Identifier: Apache-2.0
// A run report as JUnit XML: one test case for every check and for every compared output.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string junit_report(const RunReport& report);

}  // namespace npusim::analysis
