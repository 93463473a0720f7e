// SPDX-License-Identifier: Apache-2.0
// Tiles that overlap: what is told apart from updates of a part and from reuse of a place.
#include <functional>

#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace UB = MemSpace::UB;

namespace {

struct Bytes {
  std::uint64_t begin = 0, end = 0;
  std::uint32_t size() const { return static_cast<std::uint32_t>(end - begin); }
};

std::vector<analysis::Finding> findings_of(const std::function<void(Core&)>& body) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"mem", "race"}), Knobs(), sources);
  EventScript script(checks);
  auto core = script.core(kAiv);
  core.start(0);
  body(core);
  core.end();
  return checks.findings();
}

/// What is said of a tile that MTE2 writes, another one that V writes after a barrier, and a read
/// after one more.
std::vector<std::string> told(Bytes tile, Bytes other, Bytes read) {
  const auto findings = findings_of([&](Core& core) {
    core.op(Pipe::MTE2).writes(UB, tile.begin, tile.size());
    core.bar_all();
    core.op(Pipe::V).writes(UB, other.begin, other.size());
    core.bar_all();
    core.op(Pipe::V).reads(UB, read.begin, read.size());
  });
  std::vector<std::string> messages;
  for (const analysis::Finding& finding : findings) messages.push_back(finding.message);
  return messages;
}

/// A tile, loaded or filled; a result inside it, of the tile's own bytes there or of others; a read
/// of the result alone, if there is one; a read of the tile.
struct Inner {
  bool loaded = true, in_place = false, alone = true;
};
std::vector<analysis::Finding> told_of(const Inner& inner) {
  return findings_of([&](Core& core) {
    core.op(Pipe::V).writes(UB, 4096, 128);
    core.bar_all();
    auto tile = core.op(Pipe::V);
    if (inner.loaded) tile.reads(UB, 4096, 128);
    tile.writes(UB, 0, 1024);
    core.bar_all();
    core.op(Pipe::V).reads(UB, inner.in_place ? 256 : 4096, 128).writes(UB, 256, 128);
    core.bar_all();
    if (inner.alone) core.op(Pipe::V).reads(UB, 256, 128);
    core.bar_all();
    core.op(Pipe::V).reads(UB, 0, 1024);
  });
}

bool is_told(Bytes tile, Bytes other, Bytes read) { return !told(tile, other, read).empty(); }

}  // namespace

TEST_CASE("a result over the end of a tile that is read again is told, barriers or not", "[mem]") {
  const auto messages = told({0, 512}, {384, 1024}, {0, 512});
  REQUIRE(messages.size() == 1);
  CAPTURE(messages[0]);
  REQUIRE(messages[0].find("overwrote 128 bytes that kernel.cpp:7 still had to read") !=
          std::string::npos);
  REQUIRE(is_told({512, 1024}, {0, 640}, {512, 1024}));
}

TEST_CASE("an update of a part, and a place that is used again, are no overlap", "[mem]") {
  REQUIRE_FALSE(is_told({0, 512}, {128, 256}, {0, 512}));   // a part
  REQUIRE_FALSE(is_told({0, 512}, {384, 512}, {0, 512}));   // up to the end
  REQUIRE_FALSE(is_told({0, 512}, {0, 1024}, {0, 512}));    // the place of a larger tile
  REQUIRE_FALSE(is_told({0, 512}, {512, 1024}, {0, 512}));  // side by side
}

TEST_CASE("who reads only the new tile or only the rest is content", "[mem]") {
  REQUIRE_FALSE(is_told({0, 512}, {384, 1024}, {384, 1024}));
  REQUIRE_FALSE(is_told({0, 512}, {384, 1024}, {0, 384}));
  REQUIRE_FALSE(is_told({0, 512}, {384, 1024}, {384, 512}));
  REQUIRE_FALSE(is_told({0, 512}, {384, 1024}, {0, 1024}));  // both, on purpose
}

TEST_CASE("a result inside a tile, read alone before the whole, is a warning", "[mem]") {
  const auto findings = told_of({});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].severity == analysis::Severity::Warning);
  CHECK(findings[0].message.find("overwrote 128 bytes that") != std::string::npos);
}

TEST_CASE("a part that is updated is no tile of its own", "[mem]") {
  CHECK(told_of({true, true, true}).empty());    // in place
  CHECK(told_of({true, false, false}).empty());  // never read alone
  CHECK(told_of({false, false, true}).empty());  // into a constant
}
