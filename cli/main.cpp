// SPDX-License-Identifier: Apache-2.0
// npusim: joins the command line, the engine and the standard streams.
#include <iostream>

#include <unistd.h>

#include "cli/app.h"
#include "cli/campaign.h"
#include "cli/minimization.h"

int main(int argc, char** argv) {
  npusim::cli::Context context{std::cout,
                               std::cerr,
                               isatty(STDERR_FILENO) == 1,
                               {npusim::cli::run, npusim::cli::build, npusim::cli::run_campaign,
                                npusim::cli::minimize_failure}};
  return npusim::cli::run_command_line(argc, argv, context);
}

/// libsystemc's own main() wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }
