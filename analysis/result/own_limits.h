// SPDX-License-Identifier: Apache-2.0
// Faults that are no findings about the program: what the model does not know, and our own bugs.
#pragma once

#include <vector>

#include "analysis/result/run_report.h"
#include "models/arch/event.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// Adds them to what the report has lost, with their source lines, or to its internal error.
void add_own_limits(const std::vector<FaultEvent>& faults, const SourceLookup& sources,
                    RunReport& report);

}  // namespace npusim::analysis
