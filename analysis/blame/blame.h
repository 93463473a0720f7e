// SPDX-License-Identifier: Apache-2.0
// Who made an output wrong: the instruction that wrote the wrong bytes last and, following the data
// back, the first read on their way that a reported race lets go wrong.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/blame/provenance.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/task_table.h"
#include "analysis/result/run_report.h"
#include "models/arch/byte_range.h"
#include "models/arch/source_lookup.h"

namespace npusim::analysis {

/// One row for each pair of last writer's line and cause, most bytes first. `wrong` are the byte
/// ranges of the output that differ, relative to its address.
std::vector<Blame> blame(const Provenance& provenance, const BufferMap::Buffer& output,
                         const std::vector<ByteRange>& wrong, const std::vector<Finding>& findings,
                         const TaskTable& tasks, const SourceLookup& sources);

}  // namespace npusim::analysis
