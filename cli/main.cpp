// SPDX-License-Identifier: Apache-2.0
// npusim: joins the command line, the engine and the standard streams.
#include <iostream>

#include <unistd.h>

#include "cli/commands.h"
#include "session/campaign/campaign.h"
#include "session/campaign/minimization.h"

int main(int argc, char** argv) {
  npusim::cli::Context context{std::cout,
                               std::cerr,
                               isatty(STDERR_FILENO) == 1,
                               {npusim::session::run, npusim::session::build,
                                npusim::session::run_campaign, npusim::session::minimize_failure},
                               npusim::session::supervise};
  return npusim::cli::run_command_line(argc, argv, context);
}

/// libsystemc's own main() wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }
