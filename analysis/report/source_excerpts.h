// SPDX-License-Identifier: Apache-2.0
// The source lines around the places that findings name, read when the report is made.
#pragma once

#include <filesystem>
#include <vector>

#include "analysis/result/finding.h"
#include "analysis/timeline/run_picture.h"

namespace npusim::analysis {

/// Excerpts of files below `root`, to which the findings' places are relative. Files elsewhere are
/// not read: a trace that somebody sent must not bring other files into a report. Files that are
/// not there have no excerpt.
std::vector<SourceExcerpt> source_excerpts(const std::vector<Finding>& findings,
                                           const std::filesystem::path& root);

}  // namespace npusim::analysis
