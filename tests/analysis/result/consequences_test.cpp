// SPDX-License-Identifier: Apache-2.0
// One missing flag, one error: what follows from a race stands under it.
#include "analysis/result/consequences.h"

#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim::analysis;

namespace {

Finding race(const char* hazard, const SourcePlace& second) {
  Finding finding;
  finding.check = "race";
  finding.hazard = hazard;
  finding.second.source = second;
  finding.second.op = npusim::test::operation("vadds", "TADDS");
  return finding;
}

Finding uninitialised(const SourcePlace& source) {
  Finding finding;
  finding.check = "init";
  finding.first.source = source;
  finding.first.op = npusim::test::operation("vadds", "TADDS");
  finding.message = "reads what nobody wrote";
  return finding;
}

}  // namespace

TEST_CASE("an uninitialised read that a race lets come too early stands under the race",
          "[analysis][consequences]") {
  std::vector<Finding> findings = {race("RAW", {"k.cpp", 7}), uninitialised({"k.cpp", 7}),
                                   uninitialised({"k.cpp", 9})};
  fold_consequences(findings);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].follows == std::vector<std::string>{"reads what nobody wrote"});
  CHECK((findings[1].first.source == SourcePlace{"k.cpp", 9}));
}

TEST_CASE(
    "an uninitialised read of another line that the same missing flag lets come too early does",
    "[analysis][consequences]") {
  Finding cause = race("RAW", {"k.cpp", 7});
  cause.first.range = {npusim::MemSpace::UB, 1024, 2048, {}, {}, {}};
  Finding within = uninitialised({"k.cpp", 9}), beyond = uninitialised({"k.cpp", 10});
  within.first.range = {npusim::MemSpace::UB, 1044, 1048, {}, {}, {}};
  beyond.first.range = {npusim::MemSpace::UB, 2044, 2052, {}, {}, {}};
  std::vector<Finding> findings = {cause, within, beyond};
  fold_consequences(findings);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].follows == std::vector<std::string>{"reads what nobody wrote"});
  CHECK((findings[1].first.source == SourcePlace{"k.cpp", 10}));
}

TEST_CASE("a write that comes too early makes no read uninitialised", "[analysis][consequences]") {
  std::vector<Finding> findings = {race("WAR", {"k.cpp", 7}), uninitialised({"k.cpp", 7})};
  fold_consequences(findings);
  CHECK(findings.size() == 2);
}

TEST_CASE("a warning explains nothing: its accesses are ordered in this run",
          "[analysis][consequences]") {
  std::vector<Finding> findings = {race("RAW", {"k.cpp", 7}), uninitialised({"k.cpp", 7})};
  findings[0].severity = Severity::Warning;
  fold_consequences(findings);
  CHECK(findings.size() == 2);
}

TEST_CASE("a race with the reader of bytes that are gone in any order stands under the overlap",
          "[analysis][consequences]") {
  Finding overlap;
  overlap.check = "mem";
  overlap.hazard = "overwritten";
  overlap.first.source = {"k.cpp", 6};
  overlap.second.source = {"k.cpp", 7};
  overlap.second.op = npusim::test::operation("vadds", "TADDS");
  Finding raw = race("RAW", {"k.cpp", 7});
  raw.first.source = {"k.cpp", 6};
  raw.message = "6 and 7";
  std::vector<Finding> findings = {raw, uninitialised({"k.cpp", 7}), overlap};
  fold_consequences(findings);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].hazard == "overwritten");
  CHECK(findings[0].follows == std::vector<std::string>{"6 and 7", "reads what nobody wrote"});
}

TEST_CASE("a store that nobody publishes is one error, with its reader",
          "[analysis][consequences]") {
  Finding unpublished = race("RAW", {"reader.cpp", 7});
  unpublished.first.source = {"k.cpp", 6};
  unpublished.first.is_write = true;
  Finding dirty;
  dirty.check = "sync";
  dirty.hazard = "dirty-cache";
  dirty.first.source = {"k.cpp", 6};
  Finding other = dirty;
  other.first.source = {"k.cpp", 9};
  std::vector<Finding> findings = {unpublished, dirty, other};
  fold_consequences(findings);
  REQUIRE(findings.size() == 2);
  CHECK((findings[1].first.source == SourcePlace{"k.cpp", 9}));
}

TEST_CASE("a flag that is left because it was set twice stands under the second set",
          "[analysis][consequences]") {
  Finding twice, left;
  twice.check = left.check = "sync";
  twice.hazard = "flag-overrun";
  twice.flag = left.flag = 1;
  left.hazard = "flag-leak";
  left.message = "still set";
  Finding other_flag = left, other_task = left;
  other_flag.flag = 2;
  other_task.first.task = "reader";
  std::vector<Finding> findings = {left, twice, other_flag, other_task};
  fold_consequences(findings);
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].follows == std::vector<std::string>{left.message});
}
