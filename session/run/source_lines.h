// SPDX-License-Identifier: Apache-2.0
// Excerpts of sources as a trace stores them, there and back.
#pragma once

#include <vector>

#include "analysis/timeline/run_picture.h"
#include "traces/format/source_line.h"

namespace npusim::session {

std::vector<traces::SourceLine> source_lines(const std::vector<analysis::SourceExcerpt>& excerpts);

/// Consecutive lines of a file are one excerpt.
std::vector<analysis::SourceExcerpt> excerpts_of(const std::vector<traces::SourceLine>& lines);

}  // namespace npusim::session
