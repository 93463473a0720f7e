// SPDX-License-Identifier: Apache-2.0
// Tiles that overlap: what is told apart from updates of a part and from reuse of a place.
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

/// What is said of a tile that MTE2 writes, another one that V writes after a barrier, and a read
/// after one more.
std::vector<std::string> told(Bytes tile, Bytes other, Bytes read) {
  ScriptSources sources;
  analysis::Checks checks(analysis::CheckOptions::from_ids({"mem", "race"}), Knobs(), sources);
  EventScript script(checks);
  auto core = script.core(kAiv);
  core.start(0);
  core.op(Pipe::MTE2).writes(UB, tile.begin, tile.size());
  core.bar_all();
  core.op(Pipe::V).writes(UB, other.begin, other.size());
  core.bar_all();
  core.op(Pipe::V).reads(UB, read.begin, read.size());
  core.end();
  std::vector<std::string> messages;
  for (const analysis::Finding& finding : checks.findings()) messages.push_back(finding.message);
  return messages;
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
