// SPDX-License-Identifier: Apache-2.0
// What a run comes to: the one place that weighs findings, stalls, losses and mismatches.
#pragma once

#include <string>
#include <string_view>

#include "analysis/result/exit_status.h"
#include "analysis/result/run_report.h"

namespace npusim::analysis {

/// Names as `--report json` spells them.
std::string_view name(Verdict verdict);

/// When several statuses hold, the first of 70, 68, 67, 66, 1 counts. Notes never count. Nor does a
/// stall that only follows from a finding: the cause decides.
/// Throws std::logic_error for a finding of a check that analysis/result/check_table.cpp does not
/// list.
ExitStatus exit_status_of(const RunReport& report);

/// The verdict that goes with an exit status of a finished run.
Verdict verdict_of(ExitStatus status);

/// Fills report.exit_status and report.verdict from everything else in it.
void decide(RunReport& report);

/// "verdict: race (exit status 66): 2 findings, 1 of 3 outputs differs".
std::string verdict_line(const RunReport& report);

}  // namespace npusim::analysis
