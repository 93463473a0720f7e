// SPDX-License-Identifier: Apache-2.0
// Run reports that the report tests share.
#pragma once

#include "analysis/result/run_report.h"

namespace npusim::analysis::test {

/// The scalar-store race of a small program: one race, one note, one output of two wrong.
RunReport racy_report();

/// A run that ended, with the outputs of the golden.
RunReport clean_report();

/// A run that stopped because a core waits for a flag that nobody sets.
RunReport stalled_report();

/// One finding with nothing but a check and a message.
Finding bare_finding(const std::string& check, const std::string& message);

}  // namespace npusim::analysis::test
