// SPDX-License-Identifier: Apache-2.0
// The command line with an engine that records what it was asked for.
#pragma once

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace npusim::cli::test {

/// One call of npusim and what came of it.
struct Call {
  int exit_status = -1;
  std::string out;
  std::string err;
  std::optional<session::RunSettings> settings;  ///< what `run` was asked for
  std::string built;                             ///< what `build` was asked for
};

/// Runs `npusim ARGUMENTS...`; `report` is what a run comes to.
Call call(const std::vector<std::string>& arguments, analysis::RunReport report = {});

}  // namespace npusim::cli::test
