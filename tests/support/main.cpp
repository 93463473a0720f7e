// SPDX-License-Identifier: Apache-2.0
// main() of every test program. SystemC allows one elaboration per process, so a test program with
// several SystemC cases passes under ctest (one process a case), not when run as a whole.
#define CATCH_CONFIG_RUNNER
#include "tests/support/catch.h"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }

/// libsystemc's own main() wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }
