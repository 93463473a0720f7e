// SPDX-License-Identifier: Apache-2.0
// Draws a TimeAccount: what each pipe spent its time on, and the waits around findings.
#pragma once

#include <cstddef>

#include "analysis/time/time_account.h"
#include "analysis/timeline/run_picture.h"

namespace npusim::analysis {

/// At most `most` bars, and not many more reasons than a page can hold.
UseLanes use_lanes(const TimeAccount& account, Cycle cycles, const SourceLookup& sources,
                   std::size_t most = 40'000);

/// Gives every swimlane the waits of its lanes, the nearest to its accesses.
void add_waits(const TimeAccount& account, Cycle cycles, const std::vector<Finding>& findings,
               const SourceLookup& sources, RunPicture& picture);

/// Both, into the picture of a report.
void draw_time(const TimeAccount& account, const RunReport& report, const SourceLookup& sources,
               RunPicture& picture);

}  // namespace npusim::analysis
