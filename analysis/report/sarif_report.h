// SPDX-License-Identifier: Apache-2.0
// A run report as SARIF 2.1.0: one result a finding, its two accesses as two thread flows.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string sarif_report(const RunReport& report);

}  // namespace npusim::analysis
