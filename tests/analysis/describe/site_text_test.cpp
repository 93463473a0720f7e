// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/site_text.h"

#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::analysis;

TEST_CASE("operations have the name of the one who issued them first", "[analysis][describe]") {
  Operation add = npusim::test::operation("vadd", "TADD");
  CHECK(text_of(add) == "TADD (vadd)");
  add = npusim::test::operation("vadd");
  CHECK(text_of(add) == "vadd");
  add.library_call = "TADD_IMPL";
  CHECK(text_of(add) == "TADD_IMPL (vadd)");
  Operation write_back = npusim::test::operation("store_gm");
  write_back.is_write_back = true;
  CHECK(text_of(write_back) == "store_gm, write-back of its line");
  Operation wait;
  wait.kind = Operation::Kind::WaitFlag;
  wait.in_library = true;
  CHECK(text_of(wait) == "wait_flag (library)");
  CHECK(text_of(Operation{}).empty());
}

TEST_CASE("a place says as much as is known", "[analysis][describe]") {
  CHECK(text_of(SourcePlace{"a.cpp", 7}) == "a.cpp:7");
  CHECK(text_of(SourcePlace{"a.cpp", 0}) == "a.cpp");
  CHECK(text_of(SourcePlace{}).empty());
}

TEST_CASE("only cores have pipes", "[analysis][describe]") {
  AccessSite site;
  CHECK((core_text(site).empty() && pipe_text(site).empty()));
  site.agent = agent_of(kAicCount + 3, Pipe::MTE2);
  CHECK((core_text(site) == "AIV 3" && pipe_text(site) == "MTE2"));
  site.agent = kOrchestratorAgent;
  CHECK(!core_text(site).empty());
  CHECK(pipe_text(site).empty());
}

TEST_CASE("advice names a line, else the instruction, else the core", "[analysis][describe]") {
  AccessSite site;
  site.agent = agent_of(kAicCount, Pipe::V);
  CHECK(anchor(site) == "AIV 0");
  site.op = npusim::test::operation("vmuls", "TMULS");
  CHECK(anchor(site) == "TMULS (vmuls)");
  site.source = {"rms.h", 77};
  CHECK(anchor(site) == "rms.h:77");
}
