// SPDX-License-Identifier: Apache-2.0
#include "traces/read/survival.h"

#include <csignal>
#include <stdexcept>

#include <unistd.h>

#include "tests/support/catch.h"

using npusim::traces::survives;

TEST_CASE("what ends or throws survives", "[traces]") {
  int changed = 0;
  CHECK(survives([&] { changed = 1; }, 5));
  CHECK(survives([] { throw std::runtime_error("refused"); }, 5));
  CHECK(changed == 0);  // it happened elsewhere
}

TEST_CASE("what crashes or does not end does not survive", "[traces]") {
  CHECK_FALSE(survives([] { std::raise(SIGSEGV); }, 5));
  CHECK_FALSE(survives([] { std::abort(); }, 5));
  CHECK_FALSE(survives([] { ::_exit(1); }, 5));
  CHECK_FALSE(survives(
      [] {
        for (volatile bool forever = true; forever;) {
        }
      },
      1));
}
