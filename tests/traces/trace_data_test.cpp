// SPDX-License-Identifier: Apache-2.0
// What a trace holds besides events: findings, outputs and goldens.
#include <cstring>

#include "tests/support/catch.h"
#include "tests/traces/random_events.h"
#include "tests/traces/trace_fixture.h"
#include "traces/arrays/array_dataset.h"
#include "traces/arrays/array_file.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

using namespace npusim;
using namespace npusim::test;

namespace {

constexpr CoreId kCore = kAicCount;  // AIV 0

/// An instruction that reads and writes UB and GM.
void send_instruction(EventSink& sink, std::uint64_t ordinal, Cycle cycle) {
  InstructionEvent instruction;
  instruction.instruction = make_instruction_id(kCore, ordinal);
  instruction.agent = agent_of(kCore, Pipe::V);
  instruction.cycle = cycle;
  sink.on_issue({instruction.instruction, instruction.agent, 0});
  sink.on_instruction(instruction);
  for (const MemSpace space : {MemSpace::GM, MemSpace::UB}) {
    for (const AccessKind kind : {AccessKind::Read, AccessKind::Write}) {
      AccessEvent access;
      access.instruction = instruction.instruction;
      access.agent = instruction.agent;
      access.space = space;
      access.kind = kind;
      access.cycle = cycle;
      sink.on_access(access);
    }
  }
  sink.on_completion({instruction.instruction, instruction.agent, cycle + 5});
}

traces::FindingRecord finding() {
  traces::FindingRecord found;
  found.id = "0123456789abcdef:1";
  found.severity = 1;
  found.check = "race";
  found.hazard = "RAW";
  found.space = "UB";
  found.rule = "v.interlock";
  found.certainty = "documented";
  found.message.assign(2000, 'm');  // longer than its column
  found.message.back() = 'e';
  found.missing_edge = "no flag";
  found.fix = "set one";
  found.text = "line\nline";
  found.count = std::uint64_t{1} << 40;
  found.first = {"add", "AIV 0", "V", "TADD (vadd)", "k.cpp:7", "UB[0, 64)", 3, true, 100,
                 0,     -1,      -1};
  found.first.instruction = make_instruction_id(kCore, 2);
  found.second = found.first;
  found.second.is_write = false;
  found.second.instruction = make_instruction_id(kCore, 4);
  return found;
}

std::vector<traces::FindingRecord> written_and_read(bool local_accesses) {
  const TemporaryFolder folder;
  const NumberedSites sites;
  traces::TraceHeader header = sample_header();
  header.local_accesses = local_accesses;
  traces::TraceWriter writer(folder / "t.h5", header, sites);
  for (std::uint64_t i = 1; i <= 4; ++i) send_instruction(writer, i, 10 * i);
  writer.set_findings({finding(), traces::FindingRecord{}});
  writer.close();
  const traces::TraceReader reader(folder / "t.h5");
  CHECK(reader.info().outcome.has_findings);
  return reader.findings();
}

}  // namespace

TEST_CASE("findings come back, with the rows of their accesses", "[traces]") {
  const auto all = written_and_read(true);
  REQUIRE(all.size() == 2);
  const traces::FindingRecord& found = all[0];
  const traces::FindingRecord sent = finding();
  CHECK(found.id == sent.id);
  CHECK(found.severity == sent.severity);
  CHECK((found.check == sent.check && found.hazard == sent.hazard && found.space == sent.space));
  CHECK((found.rule == sent.rule && found.certainty == sent.certainty));
  CHECK(found.message == sent.message);
  CHECK((found.missing_edge == sent.missing_edge && found.fix == sent.fix));
  CHECK(found.text == sent.text);
  CHECK(found.count == sent.count);
  CHECK(found.first.task == "add");
  CHECK(found.first.core == "AIV 0");
  CHECK(found.first.pipe == "V");
  CHECK(found.first.op == "TADD (vadd)");
  CHECK(found.first.source == "k.cpp:7");
  CHECK(found.first.range == "UB[0, 64)");
  CHECK((found.first.block == 3 && found.first.is_write && found.first.cycle == 100));
  CHECK(found.first.instruction == sent.first.instruction);
  // The second and the fourth instruction; of each, accesses 0 and 1 are to GM, 2 reads UB, 3
  // writes it.
  CHECK((found.first.instruction_row == 1 && found.first.access_row == 4 + 3));
  CHECK((found.second.instruction_row == 3 && found.second.access_row == 12 + 2));
  CHECK((all[1].first.block == -1 && all[1].first.instruction_row == -1));
  CHECK(all[1].second.access_row == -1);
}

TEST_CASE("a finding about accesses that were not recorded has their instructions", "[traces]") {
  const traces::FindingRecord found = written_and_read(false).at(0);
  CHECK((found.first.instruction_row == 1 && found.first.access_row == -1));
}

TEST_CASE("arrays come back whatever their shape, and what is zero takes no space", "[traces]") {
  const std::vector<std::vector<std::uint64_t>> shapes = {
      {1}, {7}, {300'001}, {3, 70, 1000}, {5, 2, 100'001}, {2, 3, 200'000}, {64, 128, 1, 32}};
  for (const auto& shape : shapes) {
    for (const DType dtype : {DType::FLOAT32, DType::BFLOAT16, DType::INT8, DType::FLOAT16}) {
      const traces::DataArray array = {"outputs", "x", dtype, shape};
      std::uint64_t bytes = size_bytes(dtype);
      for (const std::uint64_t extent : shape) bytes *= extent;
      std::vector<std::byte> data(bytes);
      std::mt19937 random(static_cast<unsigned>(bytes));
      std::vector<ByteRange> nonzero;
      for (int i = 0; i < 3; ++i) {
        const std::uint64_t begin = random() % bytes;
        const std::uint64_t end = std::min<std::uint64_t>(bytes, begin + 1 + random() % 5000);
        for (std::uint64_t at = begin; at < end; ++at) data[at] = static_cast<std::byte>(random());
        nonzero.push_back({begin, end});
      }
      const TemporaryFolder folder;
      const NumberedSites sites;
      traces::TraceHeader header = sample_header();
      header.arrays = {array};
      {
        traces::TraceWriter writer(folder / "t.h5", header, sites);
        writer.write_array(0, data.data(), merged_ranges(nonzero));
        writer.close();
      }
      INFO("bytes " << bytes << " of type " << name(dtype));
      CHECK(traces::TraceReader(folder / "t.h5").info().header.arrays == header.arrays);
      std::vector<std::byte> found(bytes);
      traces::read_array(folder / "t.h5", "outputs/x", found.data());
      CHECK(found == data);
    }
  }
}

TEST_CASE("a chunk of an array is one run of its bytes", "[traces]") {
  for (const auto& shape : std::vector<std::vector<std::uint64_t>>{
           {7}, {4096, 4, 2048}, {4096, 128, 1, 512}, {5, 2, 1'000'001}}) {
    const traces::ArrayChunks chunks = traces::chunks_of({"outputs", "x", DType::FLOAT32, shape});
    std::uint64_t bytes = 4;
    for (std::size_t d = 0; d < shape.size(); ++d) {
      bytes *= chunks.extents[d];
      if (d < chunks.split) CHECK(chunks.extents[d] == 1);
      if (d > chunks.split) CHECK(chunks.extents[d] == shape[d]);
    }
    CHECK(bytes == chunks.bytes);
    CHECK(bytes <= 256 * 1024);
  }
}
