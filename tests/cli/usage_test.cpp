// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "session/list/explanation.h"
#include "session/run/version.h"
#include "tests/cli/fake_engine.h"
#include "tests/support/catch.h"

using Catch::Matchers::Contains;
using npusim::cli::test::Call;
using npusim::cli::test::call;
using npusim::session::explained_words;
using npusim::session::explanation_of;

TEST_CASE("help goes to stdout, with the exit statuses", "[cli]") {
  const Call help = call({"--help"});
  CHECK(help.exit_status == 0);
  CHECK_THAT(help.out,
             Contains("66  race or memory finding") && Contains("run") && Contains("explain"));
  CHECK(help.err.empty());
}

TEST_CASE("every subcommand has help with an example", "[cli]") {
  for (const char* verb : {"list", "run", "build", "golden", "explain", "completion"}) {
    CAPTURE(verb);
    const Call help = call({verb, "--help"});
    CHECK(help.exit_status == 0);
    CHECK_THAT(help.out, Contains("Example") && Contains("npusim " + std::string(verb)));
  }
}

TEST_CASE("wrong usage exits with 2, names the flag, and prints nothing on stdout", "[cli]") {
  const std::pair<std::vector<std::string>, std::string> wrong[] = {
      {{}, "Usage"},
      {{"fly"}, "unknown command 'fly'\nSee 'npusim --help'"},
      {{"rnu", "p"}, "unknown command 'rnu'; did you mean 'run'?"},
      {{"run", "p", "--sed", "3"}, "unknown option '--sed'; did you mean '--seed'?"},
      {{"run", "p", "--frobnicate"}, "unknown option '--frobnicate'\nSee 'npusim run --help'"},
      {{"golden", "compare", "a"}, "See 'npusim golden compare --help'"},
      {{"golden", "comapre", "a", "b"}, "did you mean 'compare'?"},
      {{"run", "p", "--seed", "-1"}, "--seed: takes a whole number"},
      {{"run", "p", "--seed", "18446744073709551616"}, "--seed: takes a whole number"},
      {{"run"}, "PROGRAM"},
      {{"run", "p", "--seed", "x"}, "--seed"},
      {{"run", "p", "--set", "no.such=1"}, "no.such"},
      {{"run", "p", "--set", "dcache"}, "KNOB=VALUE"},
      {{"run", "p", "--set", "dcache=maybe"}, "off|on"},
      {{"run", "p", "--checks", "race,luck"}, "luck"},
      {{"run", "p", "--report", "pdf=x"}, "pdf"},
      {{"run", "p", "--report", "json"}, "FORMAT=FILE"},
      {{"run", "p", "--trace-local"}, "--trace"},
      {{"run", "p", "--trace-data"}, "--trace"},
      {{"run", "p", "--trace", "x", "--report", "json=./x"},
       "--report json and --trace are the same"},
      {{"run", "p", "--report", "md=x", "--report", "json=x"}, "the same file"},
      {{"trace", "races", "x", "--report", "json=x"}, "the trace are the same file"},
      {{"trace", "report", "x", "--out", "x"}, "the same file"},
      {{"run", "p", "--out", "-"}, "--out takes a folder"},
      {{"run", "p", "--trace", "-"}, "--trace takes a file"},
      {{"new", "-"}, "new takes a folder"},
      {{"explore", "p", "--schedules", "1", "--out", "-"}, "--out takes a folder"},
      {{"trace", "slice", "x", "--out", "-"}, "--out takes a file"},
      {{"trace", "export", "x", "--out", "x"}, "the same file"},
      {{"trace", "why", "x"}, "an element of one of its tensors"},
      {{"trace", "why", "x", "c[0]", "--depth", "0"}, "--depth"},
      {{"run", "p", "q"}, "unexpected argument 'q'"},
      {{"list", "cats"}, "cats"},
      {{"explain", "gravity"}, "gravity"},
      {{"--json"}, "--version"},
  };
  for (const auto& [arguments, mentioned] : wrong) {
    const Call result = call(arguments);
    CAPTURE(arguments, result.err);
    CHECK(result.exit_status == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(mentioned));
    CHECK_FALSE(result.settings.has_value());
  }
}

TEST_CASE("the version comes as text or JSON", "[cli]") {
  const Call text = call({"--version"});
  CHECK(text.exit_status == 0);
  CHECK(text.out == "npusim " + std::string(npusim::session::version()) + "\n");
  const Call json = call({"--version", "--json"});
  CHECK(json.exit_status == 0);
  CHECK(nlohmann::json::parse(json.out)["version"] == std::string(npusim::session::version()));
}

TEST_CASE("explain knows every word of the tables", "[cli]") {
  CHECK_THAT(call({"explain", "ub.scalar_store_posted"}).out,
             Contains("ub.scalar_store_posted (") && Contains("docs/spec/tile-isa.md"));
  CHECK_THAT(call({"explain", "race"}).out, Contains("exit status") && Contains("66"));
  CHECK_THAT(call({"explain", "gm.store_latency"}).out,
             Contains("knob gm.store_latency") && Contains("--set gm.store_latency=VALUE"));
  CHECK_THAT(call({"explain", "vadd"}).out, Contains("pipe V") && Contains("a + b"));
  CHECK_THAT(call({"explain", "war"}).out, Contains("write after read"));
  CHECK_THAT(call({"explain", "67"}).out, Contains("stall"));
  for (const std::string_view word : explained_words()) {
    CAPTURE(word);
    CHECK_FALSE(explanation_of(word).empty());
  }
}

TEST_CASE("explain suggests names near to one that is unknown", "[cli]") {
  CHECK_THAT(call({"explain", "gm.store_latancy"}).err,
             Contains("did you mean 'gm.store_latency'?"));
  CHECK_THAT(call({"explain", "scalar_store"}).err, Contains("ub.scalar_store_posted"));
  CHECK_THAT(call({"explain", "gravity"}).err, !Contains("did you mean"));
}

TEST_CASE("build tells how much it had to compile", "[cli]") {
  const Call result = call({"build", "compressor/ratio4", "--quiet"});
  CHECK(result.exit_status == 0);
  CHECK(result.built == "compressor/ratio4");
  CHECK(result.out == "compressor/ratio4: 2 sources compiled, 4 from the cache\n");
}
