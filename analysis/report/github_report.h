// SPDX-License-Identifier: Apache-2.0
// A run report as GitHub workflow commands (::error file=...): annotations on source lines.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string github_report(const RunReport& report);

}  // namespace npusim::analysis
