// SPDX-License-Identifier: Apache-2.0
#include "session/trace/timeline_export.h"

#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/event_script.h"

using namespace npusim;
using namespace npusim::session;

namespace {

struct Written {
  std::uint64_t slices = 0;
  std::size_t bytes = 0;
};

/// A block that loops over an instruction and a flag.
void loop(EventSink& sink, unsigned turns, bool ends) {
  test::EventScript script(sink);
  auto core = script.core(24);
  core.start(0);
  for (unsigned i = 0; i < turns; ++i) {
    core.op(Pipe::V, "vadd");
    core.set_wait(Pipe::V, Pipe::MTE3);
  }
  if (ends) core.end();
}

Written timeline_of(unsigned turns, bool ends, Cycle end_of_run) {
  EndlessBlocks endless;
  loop(endless, turns, ends);
  TimelineExport timeline(endless);
  loop(timeline, turns, ends);
  timeline.on_end(end_of_run);
  std::ostringstream out;
  const std::uint64_t slices = timeline.write(out, test::ScriptSources(), TimelineUnit::Cycle);
  return {slices, out.str().size()};
}

}  // namespace

TEST_CASE("a block that ends is shown whole", "[session][timeline]") {
  constexpr unsigned kTurns = 30'000;
  CHECK(timeline_of(kTurns, true, 1'000'000).slices == kTurns + 2);  // its block and its task
}

TEST_CASE("of a block that never ends the middle is left out", "[session][timeline]") {
  const Written small = timeline_of(100, false, 1'000'000),
                large = timeline_of(200'000, false, 1'000'000);
  CHECK(small.slices == 102);
  CHECK(large.slices < 5'000);
  CHECK(large.bytes < 5u << 20);
}

TEST_CASE("a run that waits for a time-out has no longer timeline", "[session][timeline]") {
  const std::size_t at_once = timeline_of(10, false, 1'000).bytes;
  CHECK(timeline_of(10, false, 4'000'000'000).bytes < at_once + 200);
}
