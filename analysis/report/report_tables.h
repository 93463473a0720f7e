// SPDX-License-Identifier: Apache-2.0
// The tables of a run report: outputs against their goldens, and tasks.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/table.h"
#include "analysis/result/run_report.h"

namespace npusim::analysis {

/// One row an output: how it was compared, how many elements differ, where the first one is.
TextTable golden_table(const std::vector<GoldenComparison>& outputs);

/// One row a task: cycles, and the share of time in which each pipe was busy. Only pipes that some
/// task used have a column.
TextTable task_table(const RunReport& report);

/// "[3, 0, 17]"
std::string index_text(const std::vector<std::uint64_t>& index);

}  // namespace npusim::analysis
