// SPDX-License-Identifier: Apache-2.0
// Undefined values on their way through the scalar unit, in a library function that only copies.
#include "tests/analysis/race/race_scripts.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::test;
using Core = EventScript::Core;
constexpr MemSpace GM = MemSpace::GM;
constexpr MemSpace UB = MemSpace::UB;

namespace {

/// A checkout's library: each site lies in it, and ten of them come from one line's call.
class LibrarySources : public SourceLookup {
 public:
  explicit LibrarySources(std::string function) : function_(std::move(function)) {}
  SourceLocation locate(Site site) const override {
    SourceLocation location = ScriptSources().locate(site);
    location.line /= 10;
    location.library_call = function_;
    return location;
  }

 private:
  std::string function_;
};

/// Of two elements in UB only the first is written. A function fills a row of 32 bytes with each;
/// `row` is stored to the run argument "out". Without `one_call` load and fill are calls of their
/// own, each on its line.
Verdicts expanded(unsigned row, const SourceLookup& sources, const std::string& tile_op,
                  bool one_call = true) {
  analysis::Checks checks(analysis::CheckOptions::from_ids({"init"}), Knobs(), sources);
  EventScript script(checks);
  script.argument("out", kGm, 4096);
  script.task(0, "k", {argument(ArgDirection::Output, kGm, 4096)});
  auto core = script.core(kAiv);
  core.start(0);
  core.op(Pipe::MTE2).writes(UB, 0, 4);
  // The bundled library's instructions all have the kernel's line.
  const unsigned step = !one_call ? 10 : tile_op.empty() ? 1 : 0;
  unsigned line = 40;
  for (unsigned i = 0; i < 2; ++i) {
    script.at_line(line);
    core.op(Pipe::S, "load_ub", tile_op).reads(UB, 4 * i, 4);
    script.at_line(line += step);
    core.op(Pipe::V, "vector_dup", tile_op).writes(UB, 1024 + 32 * i, 32);
    line += step;
  }
  core.op(Pipe::MTE3).reads(UB, 1024 + 32 * row, 32).writes(GM, kGm, 32);
  core.end();
  Verdicts all;
  for (const analysis::Finding& finding : checks.findings()) {
    all.push_back(finding.severity == analysis::Severity::Note ? "note" : finding.message);
  }
  return all;
}

const Verdicts kNote{"note"};

}  // namespace

TEST_CASE("a row that TROWEXPAND fills is as undefined as its element", "[init]") {
  for (const bool bundled : {true, false}) {
    const ScriptSources script;
    const LibrarySources library("TROWEXPAND");
    const SourceLookup& sources = bundled ? static_cast<const SourceLookup&>(script) : library;
    const std::string tile_op = bundled ? "TROWEXPAND" : "";
    CAPTURE(bundled);
    CHECK(expanded(0, sources, tile_op) == kNote);
    const Verdicts reached = expanded(1, sources, tile_op);
    REQUIRE(reached.size() == 1);
    CHECK(reached[0].find("the value reaches out[0:8]") != std::string::npos);
  }
}

TEST_CASE("what another function loads may decide anything", "[init]") {
  const auto decides = [](const SourceLookup& sources, const std::string& tile_op) {
    const Verdicts found = expanded(0, sources, tile_op);
    return found.size() == 1 &&
           found[0].find("branches may depend on the value") != std::string::npos;
  };
  CHECK(decides(ScriptSources(), "MGATHER"));
  CHECK(decides(LibrarySources("MyFunction"), ""));
  CHECK(decides(LibrarySources(""), ""));
}

TEST_CASE("a fill of another call has a value of its own", "[init]") {
  CHECK(expanded(1, LibrarySources("TROWEXPAND"), "", false) == kNote);
  CHECK(expanded(1, ScriptSources(), "TROWEXPAND", false) == kNote);
}
