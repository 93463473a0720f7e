// SPDX-License-Identifier: Apache-2.0
// What every subcommand works with: streams, the engine, and the exit status it leaves.
#pragma once

#include <ostream>

#include "analysis/report/exit_status.h"
#include "session/run/engine.h"
#include "session/run/usage_error.h"

namespace npusim::cli {

struct Context {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< progress and errors
  bool err_is_terminal = false;
  session::Engine engine;
  int exit_status = analysis::kExitClean;
};

}  // namespace npusim::cli
