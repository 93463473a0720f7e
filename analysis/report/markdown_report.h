// SPDX-License-Identifier: Apache-2.0
// A run report as GitHub-flavoured Markdown, for a pull request or a job summary.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string markdown_report(const RunReport& report);

}  // namespace npusim::analysis
