// SPDX-License-Identifier: Apache-2.0
// A value is followed back through the instructions that made it, across memories and cores.
#include "analysis/blame/blame.h"
#include "analysis/describe/names.h"
#include "analysis/describe/site_text.h"
#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

constexpr CoreId kWriter = 24, kReader = 30;
constexpr std::uint64_t kGm = 0x120000010000;

class Stream {
 public:
  explicit Stream(std::size_t exact = Provenance::kExact) : provenance(exact) {}

  Stream& run(CoreId core, Pipe pipe, int line) {
    agent_ = agent_of(core, pipe);
    InstructionEvent event;
    event.instruction = ++last_;
    event.agent = agent_;
    event.site = reinterpret_cast<Site>(static_cast<std::uintptr_t>(line));
    event.cycle = last_;
    provenance.on_instruction(event);
    return *this;
  }
  Stream& reads(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
    return access(AccessKind::Read, space, address, bytes);
  }
  Stream& writes(MemSpace space, std::uint64_t address, std::uint32_t bytes) {
    return access(AccessKind::Write, space, address, bytes);
  }

  Provenance provenance;

 private:
  Stream& access(AccessKind kind, MemSpace space, std::uint64_t address, std::uint32_t bytes) {
    AccessEvent event;
    event.instruction = last_;
    event.agent = agent_;
    event.kind = kind;
    event.space = space;
    event.span = contiguous(address, bytes);
    provenance.on_access(event);
    return *this;
  }

  AgentId agent_ = 0;
  InstructionId last_ = 0;
};

/// A site's number is its line.
class Lines : public SourceLookup {
 public:
  SourceLocation locate(Site site) const override {
    SourceLocation at;
    at.file = "kernel.cpp";
    at.line = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(site));
    return at;
  }
};

/// Two chains: lines 1 -> 2 -> 4 make the first 64 bytes of the output, line 3 -> 5 the next 64.
Stream two_chains() {
  Stream stream;
  stream.run(kWriter, Pipe::S, 1).writes(MemSpace::UB, 0, 64);
  stream.run(kWriter, Pipe::V, 2).reads(MemSpace::UB, 0, 64).writes(MemSpace::UB, 256, 64);
  stream.run(kReader, Pipe::V, 3).writes(MemSpace::UB, 256, 64);
  stream.run(kWriter, Pipe::MTE3, 4).reads(MemSpace::UB, 256, 64).writes(MemSpace::GM, kGm, 64);
  stream.run(kReader, Pipe::MTE3, 5)
      .reads(MemSpace::UB, 256, 64)
      .writes(MemSpace::GM, kGm + 64, 64);
  return stream;
}

}  // namespace

TEST_CASE("a value's history is every instruction it came from, and no other",
          "[analysis][provenance]") {
  const Stream stream = two_chains();
  const auto first = stream.provenance.history(stream.provenance.last_writer(kGm + 60));
  CHECK(first == std::vector<Provenance::Node>{1, 2, 4});
  const auto second = stream.provenance.history(stream.provenance.last_writer(kGm + 64));
  CHECK(second == std::vector<Provenance::Node>{3, 5});
  CHECK(stream.provenance.last_writer(kGm + 128) == 0);
}

TEST_CASE("a scalar store depends on the scalar loads before it", "[analysis][provenance]") {
  Stream stream;
  stream.run(kWriter, Pipe::V, 1).writes(MemSpace::UB, 0, 4);
  stream.run(kWriter, Pipe::V, 2).writes(MemSpace::UB, 32, 4);
  stream.run(kWriter, Pipe::S, 3).reads(MemSpace::UB, 0, 4);
  stream.run(kWriter, Pipe::S, 4).writes(MemSpace::GM, kGm, 4);
  stream.run(kWriter, Pipe::S, 5).reads(MemSpace::UB, 32, 4);
  stream.run(kWriter, Pipe::S, 6).writes(MemSpace::GM, kGm + 4, 4);
  CHECK(stream.provenance.history(stream.provenance.last_writer(kGm)) ==
        std::vector<Provenance::Node>{1, 3, 4});
  CHECK(stream.provenance.history(stream.provenance.last_writer(kGm + 4)) ==
        std::vector<Provenance::Node>{2, 5, 6});
}

/// 4 rows of 64 bytes.
BufferMap::Buffer output() {
  BufferMap::Buffer buffer;
  buffer.name = "out";
  buffer.address = kGm;
  buffer.bytes = 256;
  buffer.dtype = DType::FLOAT32;
  buffer.shape = {4, 16};
  return buffer;
}

TEST_CASE("blame names the last writer and the race on the way", "[analysis][blame]") {
  const Stream stream = two_chains();
  Finding race;
  race.check = "race";
  race.hazard = "RAW";
  race.second.source = {"kernel.cpp", 2};
  race.second.op = npusim::test::operation("vadd");
  const auto rows = blame(stream.provenance, output(), {{0, 16}, {64, 72}, {200, 204}}, {race},
                          TaskTable{}, Lines{});
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].bytes == 16);
  CHECK((rows[0].writer.source == SourcePlace{"kernel.cpp", 4}));
  CHECK((rows[0].cause.source == SourcePlace{"kernel.cpp", 2}));
  CHECK(rows[0].finding == 0);
  CHECK(rows[1].bytes == 8);
  CHECK((rows[1].writer.source == SourcePlace{"kernel.cpp", 5}));
  CHECK(rows[1].finding == -1);
  CHECK(rows[2].bytes == 4);
  CHECK(!rows[2].writer.op.known());
  CHECK(rows[2].missing.find("rows 2 to 3 of out: no task wrote them") == 0);
}

TEST_CASE("blame goes from a vector core's store to the message that its cube core did not send",
          "[analysis][blame]") {
  constexpr CoreId kCube = 0;
  constexpr std::uint64_t kSlot = kGm + 0x10000;
  Stream stream;
  stream.run(kCube, Pipe::M, 1).writes(MemSpace::L0C, 0, 64);
  stream.run(kCube, Pipe::FIX, 2).reads(MemSpace::L0C, 0, 64).writes(MemSpace::GM, kSlot, 64);
  stream.run(kWriter, Pipe::MTE2, 3).reads(MemSpace::GM, kSlot, 64).writes(MemSpace::UB, 0, 64);
  stream.run(kWriter, Pipe::V, 4).reads(MemSpace::UB, 0, 64).writes(MemSpace::UB, 256, 64);
  stream.run(kWriter, Pipe::MTE3, 5).reads(MemSpace::UB, 256, 64).writes(MemSpace::GM, kGm, 64);
  // The same addresses of the other vector core's UB are other bytes.
  stream.run(kWriter + 1, Pipe::V, 6).writes(MemSpace::UB, 256, 64);
  const auto history = stream.provenance.history(stream.provenance.last_writer(kGm));
  CHECK(history == std::vector<Provenance::Node>{1, 2, 3, 4, 5});

  Finding race;
  race.check = "race";
  race.hazard = "RAW";
  race.rule = "cross_core.flag_orders";
  race.first.source = {"kernel.cpp", 2};
  race.second.source = {"kernel.cpp", 3};
  race.second.op = npusim::test::operation("vadd");
  const auto rows = blame(stream.provenance, output(), {{0, 64}}, {race}, TaskTable{}, Lines{});
  REQUIRE(rows.size() == 1);
  CHECK((rows[0].writer.source == SourcePlace{"kernel.cpp", 5}));
  CHECK(core_text(rows[0].writer) == "AIV 0");
  CHECK((rows[0].cause.source == SourcePlace{"kernel.cpp", 3}));
  CHECK(rows[0].finding == 0);
}

TEST_CASE("blame names the read that a write came too early for", "[analysis][blame]") {
  const Stream stream = two_chains();
  Finding race;
  race.check = "race";
  race.hazard = "WAR";
  race.first.source = {"kernel.cpp", 2};
  race.first.op = npusim::test::operation("vadd");
  const auto rows = blame(stream.provenance, output(), {{0, 16}}, {race}, TaskTable{}, Lines{});
  CHECK((rows[0].cause.source == SourcePlace{"kernel.cpp", 2}));
  race.severity = Severity::Warning;  // ordered in the reading that the run has
  CHECK(blame(stream.provenance, output(), {{0, 16}}, {race}, TaskTable{}, Lines{})[0].finding ==
        -1);
}

TEST_CASE("a long run remembers lines where it no longer remembers instructions",
          "[analysis][provenance]") {
  Stream stream(5);
  stream.run(kWriter, Pipe::MTE2, 1).writes(MemSpace::UB, 0, 64);
  for (int turn = 0; turn < 1000; ++turn) {
    stream.run(kWriter, Pipe::V, 2).reads(MemSpace::UB, 0, 64).writes(MemSpace::UB, 256, 64);
    stream.run(kWriter, Pipe::V, 3).reads(MemSpace::UB, 256, 64).writes(MemSpace::UB, 0, 64);
  }
  stream.run(kWriter, Pipe::MTE3, 4).reads(MemSpace::UB, 0, 64).writes(MemSpace::GM, kGm, 64);
  const auto history = stream.provenance.history(stream.provenance.last_writer(kGm));
  // Five instructions, and lines 2 to 4.
  CHECK(history.size() == 8);
  CHECK(stream.provenance.instruction(history.front()).site == reinterpret_cast<Site>(1));
  CHECK(stream.provenance.instruction(history.back()).site == reinterpret_cast<Site>(4));
}
