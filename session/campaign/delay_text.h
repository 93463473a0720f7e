// SPDX-License-Identifier: Apache-2.0
// A schedule's forced delays as sentences about the program.
#pragma once

#include <string>

#include "session/campaign/one_run.h"

namespace npusim::session {

/// Runs the schedule and says, a line each, what its deviations delay: "delay the store of TCI,
/// rmsnorm_rope block 2 on AIV 1 (index_interleave.h:34), by at least 40 cycles". Only once per
/// process.
std::string delay_sentences(const SharedRun& shared, const RunSettings& settings);

}  // namespace npusim::session
