// SPDX-License-Identifier: Apache-2.0
// What every subcommand works with: streams, the engine, and the exit status it leaves.
#pragma once

#include <ostream>
#include <stdexcept>

#include "analysis/report/exit_status.h"
#include "cli/engine.h"

namespace npusim::cli {

struct Context {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< progress and errors
  bool err_is_terminal = false;
  Engine engine;
  int exit_status = analysis::kExitClean;
};

/// Something on the command line is wrong in a way that its parser cannot know: exit status 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace npusim::cli
