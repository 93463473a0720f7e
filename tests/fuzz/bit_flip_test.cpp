// SPDX-License-Identifier: Apache-2.0
// One flipped bit of a trace is refused, or changes nothing that a reader is told: never an answer
// that looks sound and is another. NPUSIM_BIT_FLIPS sets how many bits of each trace are tried.
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

#include <fmt/format.h>

#include "models/arch/input_error.h"
#include "tests/fuzz/damaged_trace.h"
#include "tests/support/catch.h"
#include "tests/traces/event_text.h"
#include "tests/traces/trace_fixture.h"
#include "traces/arrays/array_file.h"
#include "traces/format/trace_error.h"
#include "traces/read/trace_reader.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr int kUsualFlips = 300;

int flips() {
  const char* chosen = std::getenv("NPUSIM_BIT_FLIPS");
  return chosen == nullptr ? kUsualFlips : std::atoi(chosen);
}

std::string header_text(const traces::TraceInfo& info) {
  const traces::TraceHeader& h = info.header;
  std::string text = fmt::format("{} {} {} {} {} {} {} {} {} {}\n", h.npusim_version, h.program,
                                 h.data_file, h.seed, h.schedule, h.replay, h.checks,
                                 h.suppressions, h.local_accesses, h.slice);
  for (const auto& [name, value] : h.knobs) text += fmt::format("{}={}\n", name, value);
  for (const std::string& name : h.opcode_names) text += name + "\n";
  for (const std::string& name : h.tile_op_names) text += name + "\n";
  const traces::TraceOutcome& o = info.outcome;
  text += fmt::format("{} {} {} {} {} {} {} {}\n", o.complete, o.ended, o.end_cycle, o.verdict,
                      o.has_findings, o.events, o.skipped_local_accesses, o.lost);
  for (const auto& [table, rows] : info.rows) text += fmt::format("{} {}\n", table, rows);
  return text;
}

std::string arrays_text(const std::filesystem::path& path, const traces::TraceInfo& info) {
  std::string text;
  for (const traces::DataArray& array : info.header.arrays) {
    const std::string dataset = array.group + "/" + array.name;
    const auto [dtype, shape] = traces::describe_array(path, dataset);
    std::uint64_t bytes = size_bytes(dtype);
    for (const std::uint64_t extent : shape) bytes *= extent;
    if (bytes > 1u << 24) throw traces::TraceFormatError("an array that was not written");
    std::string data(bytes, '\0');
    traces::read_array(path, dataset, reinterpret_cast<std::byte*>(data.data()));
    text += dataset + std::string(name(dtype)) + data;
  }
  return text;
}

/// Everything that a reader can be told.
std::string told_by(const std::filesystem::path& path) {
  const traces::TraceReader reader(path);
  std::string text = header_text(reader.info());
  EventText events(reader);
  reader.replay_events(events);
  for (const std::string& line : events.lines) text += line + "\n";
  if (reader.info().outcome.has_findings) {
    for (const traces::FindingRecord& finding : reader.findings()) {
      text += fmt::format("{} {} {} {} {} {}\n", finding.id, finding.check, finding.hazard,
                          finding.space, finding.message, finding.first.op);
    }
  }
  return text + arrays_text(path, reader.info());
}

/// Empty if the file is refused.
std::string told_or_refused(const std::filesystem::path& path) {
  try {
    return told_by(path);
  } catch (const traces::TraceFormatError&) {
  } catch (const InputError&) {
  }
  return "";
}

void flip_bits(const std::string& sound, unsigned seed) {
  const TemporaryFolder folder;
  const auto path = folder / "t.h5";
  const auto write = [&path](const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  };
  write(sound);
  const std::string expected = told_by(path);
  REQUIRE(told_by(path) == expected);
  std::mt19937_64 random(seed);
  int refused = 0;
  for (int i = 0; i < flips(); ++i) {
    const std::size_t bit = random() % (sound.size() * 8);
    std::string damaged = sound;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    write(damaged);
    const std::string told = told_or_refused(path);
    refused += told.empty() ? 1 : 0;
    if (!told.empty() && told != expected) FAIL(fmt::format("bit {} of {}", bit % 8, bit / 8));
  }
  CHECK(refused > flips() / 100);
}

}  // namespace

TEST_CASE("a flipped bit of a finished trace is noticed or harmless", "[traces]") {
  flip_bits(sound_traces()[0], 11);
}

TEST_CASE("a flipped bit of a killed run's trace is noticed or harmless", "[traces]") {
  flip_bits(sound_traces()[1], 12);
}

TEST_CASE("a flipped bit of a trace with outputs is noticed or harmless", "[traces]") {
  flip_bits(sound_traces()[2], 13);
}
