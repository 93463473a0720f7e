// SPDX-License-Identifier: Apache-2.0
// A recorded run judged as a live one is: its events go through the same checks into the same
// report.
#pragma once

#include <string>
#include <vector>

#include "analysis/result/run_report.h"

namespace npusim::session {

/// Replays the trace at `path`. The report is complete, verdict and exit status included; what the
/// trace does not hold and so could not be judged is in `lost`. A trace holds no outputs: none are
/// compared. `contested_errors`: as RunSettings has it. With `picture`, the report has what formats
/// that draw need. Throws TraceFormatError.
analysis::RunReport judge_trace(const std::string& path, const std::vector<std::string>& checks,
                                bool contested_errors, bool picture);

}  // namespace npusim::session
