// SPDX-License-Identifier: Apache-2.0
// Findings as a trace holds them.
#pragma once

#include <string>
#include <vector>

#include "analysis/result/finding.h"
#include "traces/format/finding_record.h"

namespace npusim::session {

/// Their texts are as the text report has them. Equal findings of one list get ids of their own.
std::vector<traces::FindingRecord> finding_records(const std::vector<analysis::Finding>& findings);

/// Where two lists part, in a sentence; empty if they are the same findings. Rows in a file do not
/// count.
std::string first_difference(const std::vector<traces::FindingRecord>& recorded,
                             const std::vector<traces::FindingRecord>& found);

}  // namespace npusim::session
