// SPDX-License-Identifier: Apache-2.0
// The text report as a terminal shows it: with colours, and the source lines that findings name.
#pragma once

#include <string>

#include "analysis/result/run_report.h"

namespace npusim::analysis {

std::string terminal_report(const RunReport& report);

/// The last line alone.
std::string terminal_verdict(const RunReport& report);

}  // namespace npusim::analysis
