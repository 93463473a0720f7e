// SPDX-License-Identifier: Apache-2.0
// A run report for people: findings, what a stalled run waits for, goldens, tasks, verdict.
#pragma once

#include <string>

#include "analysis/report/run_report.h"

namespace npusim::analysis {

std::string text_report(const RunReport& report);

}  // namespace npusim::analysis
