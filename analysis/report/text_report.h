// SPDX-License-Identifier: Apache-2.0
// A run report for people: findings, what a stalled run waits for, goldens, tasks, verdict.
#pragma once

#include <functional>
#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

/// One finding as the report shows it: lines of at most 110 columns where words allow.
std::string finding_text(const Finding& finding);

std::string text_report(const RunReport& report);

/// The same with `render` for each finding.
std::string text_report(const RunReport& report,
                        const std::function<std::string(const Finding&)>& render);

}  // namespace npusim::analysis
