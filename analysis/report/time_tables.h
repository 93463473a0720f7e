// SPDX-License-Identifier: Apache-2.0
// The tables of a TimeReport.
#pragma once

#include <cstddef>
#include <string>

#include "analysis/report/table.h"
#include "analysis/result/time_report.h"

namespace npusim::analysis {

/// One row a kind of core and pipe: percent of its time by use, over all cores that ran something.
TextTable pipe_time_table(const TimeReport& time);
/// One row a part of the critical path, in order of time.
TextTable critical_path_table(const TimeReport& time);
TextTable path_line_table(const TimeReport& time, std::size_t most);
/// The first `most` waits.
TextTable wait_table(const TimeReport& time, std::size_t most);
/// One row a path of a task; the first `most` tasks by the time they took.
TextTable work_table(const TimeReport& time, std::size_t most);
/// The first `most` lines whose work takes longer for its shape.
TextTable shape_table(const TimeReport& time, std::size_t most);

/// All of them, with their headings.
std::string time_text(const TimeReport& time);

}  // namespace npusim::analysis
