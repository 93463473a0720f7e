// SPDX-License-Identifier: Apache-2.0
// What every subcommand works with: streams, the engine, who supervises it, and the
// exit status it leaves.
#pragma once

#include <functional>
#include <ostream>

#include "analysis/result/exit_status.h"
#include "session/run/engine.h"
#include "session/run/usage_error.h"
#include "session/supervise/supervisor.h"

namespace npusim::cli {

struct Context {
  std::ostream& out;  ///< results
  std::ostream& err;  ///< progress and errors
  bool err_is_terminal = false;
  session::Engine engine;
  /// Does the work of a command that runs code of a program: in a worker, but in tests of commands.
  std::function<session::WorkerEnd(const session::Work&, const session::Limits&,
                                   session::Listener&)>
      supervise = session::work_here;
  int exit_status = analysis::kExitClean;
};

}  // namespace npusim::cli
