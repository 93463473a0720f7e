// SPDX-License-Identifier: Apache-2.0
// What pipes spent their time on, and their work, in a trace: for who records it and who asks.
#include "tests/support/catch.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

using namespace npusim;
using namespace npusim::test;

namespace {

class Times : public EventSink {
 public:
  unsigned wanted() const override { return kTimeEvents | kWorkEvents; }
  void on_time(const TimeEvent& event) override { times.push_back(event); }
  void on_work(const WorkEvent& event) override { works.push_back(event); }
  void on_end(Cycle) override { ended_after = times.size() + works.size(); }
  std::vector<TimeEvent> times;
  std::vector<WorkEvent> works;
  std::size_t ended_after = 0;
};

TimeEvent wait(Cycle begin) {
  TimeEvent event;
  event.agent = agent_of(30, Pipe::V);
  event.kind = TimeKind::Flag;
  event.begin = begin;
  event.cycle = begin + 17;
  event.block = {3, 7};
  event.site = reinterpret_cast<Site>(std::uintptr_t{101});
  event.instruction = make_instruction_id(30, 9);
  event.peer = agent_of(30, Pipe::MTE2);
  event.between_cores = begin % 40 == 0;
  event.id = 5;
  event.instance = 123456;
  return event;
}

WorkEvent load(std::uint64_t bytes) {
  WorkEvent event;
  event.agent = agent_of(30, Pipe::MTE2);
  event.path = WorkPath::Move;
  event.to = MemSpace::UB;
  event.block = {3, 7};
  event.amount = bytes;
  event.cycles = 1.25;
  event.shape_cycles = 0.5;
  event.cycle = 44;
  return event;
}

void record(const std::filesystem::path& path, bool times) {
  const NumberedSites sites;
  traces::TraceWriter writer(path, sample_header(), sites);
  if (times) writer.record_times();
  RandomEvents random(1);
  for (Cycle i = 0; i < 40'000; ++i) {
    random.send(writer, 1);
    writer.on_time(wait(20 * i));
    writer.on_work(load(i));
  }
  writer.on_end(1'000'000);
  writer.close();
}

}  // namespace

TEST_CASE("times and work come out as they went in, before the end", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", true);
  const traces::TraceReader reader(folder / "t.h5");
  CHECK(traces::has_times(reader.info()));
  Times found;
  reader.replay_events(found);
  REQUIRE(found.times.size() == 40'000);
  REQUIRE(found.works.size() == 40'000);
  CHECK(found.ended_after == 80'000);
  for (const Cycle i : {0u, 1u, 16384u, 39'999u}) {
    const TimeEvent expected = wait(20 * i);
    const TimeEvent& time = found.times[i];
    CHECK(time.agent == expected.agent);
    CHECK(time.kind == expected.kind);
    CHECK(time.begin == expected.begin);
    CHECK(time.cycle == expected.cycle);
    CHECK((time.block == expected.block));
    CHECK(reader.locate(time.site).line == 101);
    CHECK(time.instruction == expected.instruction);
    CHECK(time.peer == expected.peer);
    CHECK(time.between_cores == expected.between_cores);
    CHECK(time.id == expected.id);
    CHECK(time.instance == expected.instance);
    const WorkEvent& work = found.works[i];
    CHECK(work.agent == load(i).agent);
    CHECK(work.path == WorkPath::Move);
    CHECK(work.from == MemSpace::GM);
    CHECK(work.to == MemSpace::UB);
    CHECK(work.amount == i);
    CHECK(work.cycles == Approx(1.25));
    CHECK(work.shape_cycles == Approx(0.5));
    CHECK(work.cycle == 44);
  }
}

TEST_CASE("a writer that was not asked records no times", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", false);
  const traces::TraceReader reader(folder / "t.h5");
  CHECK_FALSE(traces::has_times(reader.info()));
  Times found;
  reader.replay_events(found);
  CHECK(found.times.empty());
}
