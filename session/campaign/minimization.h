// SPDX-License-Identifier: Apache-2.0
// The smallest schedule that makes a program fail as a given one does, in words.
#pragma once

#include <string>
#include <vector>

#include "session/run/engine.h"
#include "session/run/progress.h"

namespace npusim::session {

struct MinimizationResult {
  std::string label;  ///< what the given schedule comes to, and the smallest one too
  Schedule smallest;
  std::size_t given_delays = 0;     ///< choices of the given one that were not the smallest value
  std::vector<std::string> delays;  ///< each delay of the smallest one as a sentence
  std::string replay;               ///< the command line that runs the smallest one
  std::uint64_t runs = 0;
};

/// `settings.schedule` is the failing one. Throws InputError if its run passes.
MinimizationResult minimize_failure(const RunSettings& settings, unsigned jobs, Progress& progress);

}  // namespace npusim::session
