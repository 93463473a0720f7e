// SPDX-License-Identifier: Apache-2.0
// What a block's first looks at its arguments cost.
#include "models/timing/cost.h"
#include "tests/support/catch.h"
#include "tests/support/one_core.h"

using namespace npusim;
using namespace npusim::test;

namespace {

/// One after the other, of a kernel with three tensors: what it looks at, and how many lines of GM
/// it waits for.
struct Look {
  std::vector<unsigned> at;
  unsigned lines;
};
const std::vector<Look> kLooks{
    {{}, 0},     {{0}, 2},    {{0, 0}, 0},
    {{1, 2}, 2}, {{3, 6}, 0},  // numbers behind the tensors, in the same line
    {{7, 8}, 1},               // the eighth is in the list's second line
};

}  // namespace

TEST_CASE("a line of the list and each tensor's descriptor are waited for once", "[models][core]") {
  OneCore core;
  core.run(
      [](std::int64_t* args) {
        barrier(Pipe::ALL);
        for (const Look& look : kLooks) {
          for (const unsigned index : look.at) {
            current_scalar_context().before_load(reinterpret_cast<std::uint64_t>(args + index),
                                                 sizeof(std::int64_t), nullptr);
          }
          barrier(Pipe::ALL);
        }
      },
      1'000'000, 3);
  REQUIRE(core.finished());
  std::vector<Cycle> ends;
  for (const SyncEvent& event : core.log.syncs) {
    if (event.kind == SyncKind::BarrierAll) ends.push_back(event.cycle);
  }
  REQUIRE(ends.size() == kLooks.size() + 1);
  const Cycle none = ends[1] - ends[0];
  for (std::size_t i = 0; i < kLooks.size(); ++i) {
    CAPTURE(i);
    CHECK(ends[i + 1] - ends[i] == none + kLooks[i].lines * timing::scalar_cost().load_gm_miss);
  }
}
