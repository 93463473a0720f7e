// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include <fmt/format.h>

#include "tests/support/catch.h"
#include "tests/traces/event_text.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

using namespace npusim;
using namespace npusim::test;

namespace {

std::vector<std::string> expected_lines(unsigned seed, std::size_t count) {
  const NumberedSites sites;
  EventText text(sites);
  RandomEvents(seed).send(text, count);
  return text.lines;
}

void record(const std::filesystem::path& path, unsigned seed, std::size_t count,
            const traces::TraceHeader& header = sample_header(), std::uintptr_t offset = 0) {
  const NumberedSites sites(offset);
  traces::TraceWriter writer(path, header, sites);
  RandomEvents events(seed, offset);
  events.send(writer, count);
  writer.on_end(12345);
  writer.set_verdict("race");
  writer.close();
}

std::vector<std::string> replayed_lines(const traces::TraceReader& reader) {
  EventText text(reader);
  reader.replay_events(text);
  return text.lines;
}

}  // namespace

TEST_CASE("a trace gives back the events that were written, in order", "[traces]") {
  const TemporaryFolder folder;
  for (const auto& [seed, count] :
       {std::pair{1u, 0u}, {2u, 1u}, {3u, 1023u}, {4u, 1024u}, {5u, 30000u}, {6u, 300000u}}) {
    INFO("seed " << seed << ", " << count << " events");
    record(folder / "t.h5", seed, count);
    const traces::TraceReader reader(folder / "t.h5");
    auto expected = expected_lines(seed, count);
    expected.push_back("end 12345");
    const auto found = replayed_lines(reader);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (found[i] != expected[i]) {
        INFO("event " << i);
        REQUIRE(found[i] == expected[i]);
      }
    }
    CHECK(reader.info().outcome.events == count);
  }
}

TEST_CASE("completions that come long after their instruction are kept", "[traces]") {
  const TemporaryFolder folder;
  const NumberedSites sites;
  // More instructions than the writer keeps open, completed only when all have started.
  const auto send = [](EventSink& sink) {
    const std::uint64_t count = 16384 * 66 + 5;
    for (std::uint64_t i = 1; i <= count; ++i) {
      InstructionEvent event;
      event.instruction = make_instruction_id(3, i);
      event.agent = 7;
      event.cycle = i;
      sink.on_instruction(event);
    }
    for (std::uint64_t i = 1; i <= count; ++i) {
      sink.on_completion({make_instruction_id(3, i), 7, count + i});
    }
  };
  traces::TraceWriter writer(folder / "t.h5", sample_header(), sites);
  send(writer);
  writer.close();
  EventText expected(sites);
  send(expected);
  const traces::TraceReader reader(folder / "t.h5");
  CHECK((replayed_lines(reader) == expected.lines));
}

TEST_CASE("a trace's info is what the writer was told", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "t.h5", 9, 5000);
  const traces::TraceReader reader(folder / "t.h5");
  const traces::TraceInfo& info = reader.info();
  CHECK((info.header == sample_header()));
  CHECK(info.outcome.complete);
  CHECK(info.outcome.ended);
  CHECK(info.outcome.end_cycle == 12345);
  CHECK(info.outcome.verdict == "race");
  CHECK(info.outcome.lost == 0);
  CHECK(info.file_bytes == std::filesystem::file_size(folder / "t.h5"));
  CHECK(info.rows.at(0) == std::pair<std::string, std::uint64_t>("events", 5000));
}

TEST_CASE("accesses to local memories are left out, and counted, unless asked for", "[traces]") {
  const TemporaryFolder folder;
  traces::TraceHeader header = sample_header();
  header.local_accesses = false;
  record(folder / "t.h5", 10, 4000, header);
  const traces::TraceReader reader(folder / "t.h5");
  std::vector<std::string> expected;
  std::size_t skipped = 0;
  for (const std::string& line : expected_lines(10, 4000)) {
    unsigned long long id = 0;
    unsigned agent = 0;
    int space = 0;
    if (std::sscanf(line.c_str(), "access %llu %u %d", &id, &agent, &space) == 3 && space != 0) {
      ++skipped;
    } else {
      expected.push_back(line);
    }
  }
  expected.push_back("end 12345");
  CHECK((replayed_lines(reader) == expected));
  CHECK(reader.info().outcome.skipped_local_accesses == skipped);
  CHECK(skipped > 100);
}

TEST_CASE("equal runs give equal bytes, whatever the addresses and the pace", "[traces]") {
  const TemporaryFolder folder;
  record(folder / "a.h5", 11, 200000);
  const std::uintptr_t offset = 0x7f0000000000;
  {
    const NumberedSites sites(offset);
    traces::TraceWriter writer(folder / "b.h5", sample_header(), sites);
    RandomEvents events(11, offset);
    for (int part = 0; part < 20; ++part) {
      events.send(writer, 10000);
      std::this_thread::sleep_for(std::chrono::milliseconds(part % 3));
    }
    writer.on_end(12345);
    writer.set_verdict("race");
    writer.close();
  }
  CHECK((file_bytes(folder / "a.h5") == file_bytes(folder / "b.h5")));
}
