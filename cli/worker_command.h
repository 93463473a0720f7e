// SPDX-License-Identifier: Apache-2.0
// A command whose work runs code of a program: done by a worker, shown here.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/context.h"
#include "session/run/confinement.h"
#include "session/run/progress.h"

namespace npusim::cli {

class ReportOutputs;

struct WorkerCommand {
  std::string program;  ///< as the user named it
  session::Limits limits;
  session::SandboxOptions sandbox;
  bool quiet = false;
  bool terminal = false;  ///< reports on stdout have colours
  /// The reports that were asked for; null for a command without.
  ReportOutputs* outputs = nullptr;
  /// What is known of the run before it starts, for the report of one that never ends.
  std::function<void(analysis::RunReport&)> describe;
};

/// The progress display that fits the streams of a command.
std::unique_ptr<session::Progress> make_progress(const Context& context, bool quiet);

/// Does `work`; what it says goes to the context's streams and the reports when it is done, and
/// only then. Sets the exit status. However the worker ends, the reports that were asked for are
/// written. Throws WorkerFailed.
void do_in_worker(const WorkerCommand& command, const session::Work& work, Context& context);

}  // namespace npusim::cli
