// SPDX-License-Identifier: Apache-2.0
// The critical path by line: what its pipes did there, and how long.
#pragma once

#include <vector>

#include "analysis/result/time_report.h"
#include "analysis/time/critical_path.h"
#include "analysis/time/task_name.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// Most cycles first; without the runtime's parts.
std::vector<PathLine> path_lines(const CriticalPath& path, const std::vector<PathStep>& steps,
                                 const SourceLookup& sources, const TaskName& name_of);

}  // namespace npusim::analysis
