// SPDX-License-Identifier: Apache-2.0
// Accumulators that a product fills in part: where in GM the rest of them goes.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;
constexpr MemSpace L0C = MemSpace::L0C;

namespace {

constexpr std::uint64_t kRows = kGm + 4096;  ///< heap memory that an accumulator is stored to

Verdicts found(const Script& write) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"init"}), Knobs(), sources);
  EventScript script(checks);
  write(script);
  Verdicts all;
  for (const analysis::Finding& finding : checks.findings()) {
    REQUIRE(finding.space == "L0C");
    all.emplace_back(name(finding.severity));
  }
  return all;
}

Span runs(std::uint64_t address, std::uint32_t count, std::uint32_t bytes, std::int64_t stride) {
  Span span = contiguous(address, bytes);
  span.runs = count, span.run_stride = stride;
  return span;
}

struct Accumulator {
  std::vector<Span> written, stored;
  Span rows;               ///< in GM
  bool and_added = false;  ///< stored, and added once more
};

/// 16 bytes of what was stored go on to an output.
Verdicts read(const Accumulator& accumulator, std::uint64_t at) {
  return found([&](EventScript& script) {
    script.argument("t", kGm, 128);
    script.heap("rows", 0, kRows, 4096);
    script.task(
        0, "k",
        {argument(ArgDirection::Output, kGm, 128), argument(ArgDirection::Output, kRows, 4096)});
    auto cube = script.core(0);
    cube.start(0);
    for (const Span& span : accumulator.written) {
      cube.op(Pipe::M, "mad").access(L0C, AccessKind::Write, span);
    }
    const auto store = [&](AccessKind kind) {
      auto op = cube.op(Pipe::FIX, "copy_matrix_cc_to_gm");
      for (const Span& span : accumulator.stored) op.access(L0C, AccessKind::Read, span);
      op.access(GM, kind, accumulator.rows);
    };
    store(AccessKind::Write);
    if (accumulator.and_added) store(AccessKind::AtomicAdd);
    cube.end();
    auto core = script.core(kAiv);
    core.start(0, 1);
    core.op(Pipe::MTE2).reads(GM, kRows + at, 16).writes(UB, 0, 16);
    core.op(Pipe::MTE3).reads(UB, 0, 16).writes(GM, kGm, 16);
    core.end();
  });
}

/// The first 24 columns of 16 rows, the second column of boxes at `box`.
std::vector<Span> columns_of_24(std::uint64_t box) {
  return {contiguous(0, 1024), runs(box, 16, 32, 64)};
}

const Verdicts kReached{"error"}, kNotReached{"note"};

}  // namespace

TEST_CASE("an accumulator leaves for GM to the byte, for L1 with its padding", "[init]") {
  const auto moved = [](const char* opcode) {
    return found([opcode](EventScript& script) {
      script.argument("t", kGm, 4096);
      script.task(0, "k", {argument(ArgDirection::Output, kGm, 4096)});
      auto core = script.core(0);
      core.start(0);
      core.op(Pipe::M, "mad").writes(L0C, 0, 1024);
      core.op(Pipe::FIX, opcode).reads(L0C, 0, 2048);
      core.end();
    });
  };
  REQUIRE(moved("copy_matrix_cc_to_gm") == kNotReached);
  REQUIRE(moved("copy_matrix_cc_to_cbuf").empty());
}

TEST_CASE("a line of an accumulator's boxes that nobody wrote leaves as its row only", "[init]") {
  // Two boxes of 16 lines of 64 bytes, of which the product writes 8; 16 rows of 128 bytes, 256
  // apart.
  const Accumulator lines{{contiguous(0, 512), contiguous(2048, 512)},
                          {runs(0, 2, 1024, 2048)},
                          runs(kRows, 16, 128, 256)};
  for (const unsigned row : {0, 7}) CHECK(read(lines, row * 256) == kNotReached);
  for (const unsigned row : {8, 15}) CHECK(read(lines, row * 256) == kReached);
}

TEST_CASE("a column of an accumulator that nobody wrote leaves as its column only", "[init]") {
  // 32 columns: boxes without a gap, and with one.
  const Span rows = runs(kRows, 16, 128, 128);
  const Accumulator joined{columns_of_24(1024), {contiguous(0, 2048)}, rows};
  const Accumulator apart{columns_of_24(3072), {runs(0, 2, 1024, 3072)}, rows};
  for (const Accumulator& accumulator : {joined, apart}) {
    for (const unsigned column : {0, 16, 20}) {
      CHECK(read(accumulator, 5 * 128 + 4 * column) == kNotReached);
    }
    for (const unsigned column : {24, 28}) {
      CHECK(read(accumulator, 5 * 128 + 4 * column) == kReached);
    }
  }
  // 28 columns, as 16 bits: a column of boxes and three quarters of another, in rows of 56 bytes.
  const Accumulator halves{
      columns_of_24(2048), {contiguous(0, 1024), runs(2048, 16, 48, 64)}, runs(kRows, 16, 56, 64)};
  CHECK(read(halves, 5 * 64 + 32) == kNotReached);
  CHECK(read(halves, 5 * 64 + 40) == kReached);
}

TEST_CASE("columns that are added to columns stay apart from the others", "[init]") {
  const Accumulator added{
      columns_of_24(1024), {contiguous(0, 2048)}, runs(kRows, 16, 128, 128), true};
  CHECK(read(added, 5 * 128 + 4 * 20) == Verdicts{"note", "note"});
  CHECK(read(added, 5 * 128 + 4 * 24) == Verdicts{"error", "note"});  // the first one's
}

TEST_CASE("boxes that leave as boxes: what nobody wrote may be in any of them", "[init]") {
  Span lines = runs(kRows, 16, 64, 64);
  lines.groups = 2, lines.group_stride = 1024;
  CHECK(read({columns_of_24(1024), {contiguous(0, 2048)}, lines}, 0) == kReached);
}
