// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/damaged_trace.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "models/arch/input_error.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/arrays/array_file.h"
#include "traces/format/trace_error.h"
#include "traces/read/query/event_filter.h"
#include "traces/read/table_reader.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

namespace npusim::test {
namespace {

constexpr unsigned kSeed = 3;
constexpr std::size_t kEvents = 400;
constexpr std::uint8_t kEndOfFile = 255;

const traces::DataArray kOutput = {"outputs", "kv", DType::BFLOAT16, {3, 70, 1000}};

traces::FindingRecord sample_finding() {
  traces::FindingRecord finding;
  finding.id = "0123456789abcdef:1";
  finding.check = "race";
  finding.hazard = "RAW";
  finding.space = "UB";
  finding.message = std::string(700, 'm');
  finding.first.op = "TCI (store_ub)";
  finding.first.instruction = make_instruction_id(0, 1);
  return finding;
}

void write_complete(traces::TraceWriter& writer) {
  RandomEvents(kSeed).send(writer, kEvents);
  writer.on_end(4711);
  writer.set_findings({sample_finding()});
  writer.set_verdict("race");
  writer.close();
}

void write_data(traces::TraceWriter& writer) {
  std::vector<std::byte> data(3 * 70 * 1000 * 2);
  for (std::size_t i = 100'000; i < 200'000; ++i) data[i] = static_cast<std::byte>(i % 251);
  writer.write_array(0, data.data(), {{100'000, 200'000}});
  writer.close();
}

std::string make(unsigned which) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "t.h5";
  {
    traces::TraceHeader header = sample_header();
    if (which == 2) header.arrays = {kOutput};
    const NumberedSites sites;
    traces::TraceWriter writer(path, header, sites);
    if (which == 0) write_complete(writer);
    if (which == 1) RandomEvents(kSeed).send(writer, kEvents);
    if (which == 2) write_data(writer);
  }
  std::string bytes = file_bytes(path);
  // The tail of zeros that a killed writer leaves is not worth megabytes.
  const std::size_t used = bytes.find_last_not_of('\0') + 1;
  bytes.resize(std::min(bytes.size(), used + 4096));
  return bytes;
}

struct NullSink : EventSink {};

void read_as_commands_do(const std::string& path, bool selecting) {
  const traces::TraceReader reader(path);
  for (unsigned i = 0; i < traces::schema().size(); ++i) {
    reader.stored_bytes(static_cast<traces::Table>(i));
  }
  if (reader.info().outcome.has_findings) reader.findings();
  NullSink sink;
  if (!selecting) {
    reader.replay_events(sink);
    return;
  }
  traces::EventFilter filter;
  filter.addresses = traces::NumberRange{0, 4096};
  traces::Selection selection = traces::select(reader, filter);
  traces::complete_selection(reader, selection);
  traces::ReplayPosition position;
  reader.replay_events(sink, selection, position);
  for (const traces::DataArray& array : reader.info().header.arrays) {
    const std::string dataset = array.group + "/" + array.name;
    const auto [dtype, shape] = traces::describe_array(path, dataset);
    std::uint64_t bytes = size_bytes(dtype);
    for (const std::uint64_t extent : shape) bytes *= extent;
    if (shape != kOutput.shape) continue;
    std::vector<std::byte> zeroed(bytes);
    traces::read_array(path, dataset, zeroed.data());
  }
}

}  // namespace

const std::array<std::string, 3>& sound_traces() {
  static const std::array<std::string, 3> traces = {make(0), make(1), make(2)};
  return traces;
}

std::string damaged_trace(std::span<const std::uint8_t> input) {
  std::string bytes = sound_traces()[input.empty() ? 0 : input[0] % 3];
  std::size_t at = 1;
  while (at + 5 <= input.size() && !bytes.empty()) {
    std::uint32_t offset = 0;
    std::memcpy(&offset, input.data() + at, sizeof(offset));
    const std::uint8_t count = input[at + 4];
    at += 5;
    const std::size_t place = offset % bytes.size();
    if (count == kEndOfFile) {
      bytes.resize(place);
      continue;
    }
    for (std::size_t i = 0; i < count && at < input.size(); ++i, ++at) {
      if (place + i < bytes.size()) bytes[place + i] = static_cast<char>(input[at]);
    }
  }
  return bytes;
}

void read_everything(const std::string& path, bool selecting) {
  try {
    read_as_commands_do(path, selecting);
  } catch (const traces::TraceFormatError&) {
  } catch (const InputError&) {
  } catch (const std::invalid_argument& error) {
    throw std::logic_error(error.what());
  }
}

}  // namespace npusim::test
