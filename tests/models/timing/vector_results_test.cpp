// SPDX-License-Identifier: Apache-2.0
#include "models/timing/vector_results.h"

#include <vector>

#include "tests/support/catch.h"

using namespace npusim;

namespace {

std::vector<isa::Footprint> ub(bool write, std::uint64_t address, std::uint32_t bytes) {
  return {{MemSpace::UB, write, contiguous(address, bytes)}};
}

}  // namespace

TEST_CASE("who was told of an instruction waits for its results where it touches them",
          "[models][timing]") {
  timing::VectorResults results;
  results.start(ub(true, 0, 256), 100);
  results.start(ub(true, 256, 256), 120);
  CHECK(results.ready(ub(false, 0, 32), 2, 50) == 100);
  CHECK(results.ready(ub(false, 256, 32), 2, 50) == 120);
  CHECK(results.ready(ub(false, 512, 32), 2, 50) == 50);
  CHECK(results.ready(ub(false, 256, 32), 1, 50) == 50);  // told of the first alone
  CHECK(results.ready_to_read(ub(true, 0, 32), 50) == 50);
  CHECK(results.ready_to_read(ub(false, 0, 32), 50) == 100);
}

TEST_CASE("what is in UB already counts as started, and is waited for by nobody",
          "[models][timing]") {
  timing::VectorResults results;
  for (Cycle i = 0; i < 1000; ++i) {
    results.forget(10 * i);
    results.start(ub(true, 0, 256), 10 * i + 15);
  }
  CHECK(results.started() == 1000);
  CHECK(results.ready(ub(false, 0, 32), 1000, 9'990) == 10'005);
  CHECK(results.ready(ub(false, 0, 32), 998, 9'990) == 9'990);
}
