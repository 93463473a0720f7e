// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/finding_transfer.h"

#include <stdexcept>

#include "tests/support/access_sites.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::analysis;

namespace {

/// Nothing of it has its default value.
Finding full() {
  Finding finding;
  finding.check = "race";
  finding.hazard = "RAW";
  finding.space = "GM";
  finding.rule = "gm.store_visible";
  finding.certainty = "contested";
  finding.first = {"build",
                   3,
                   7,
                   agent_of(5, Pipe::FIX),
                   42,
                   npusim::test::operation("vadd", "TADD"),
                   {"k.cpp", 12},
                   {"lib.h", 34},
                   {},
                   true,
                   1234};
  finding.first.op.library_call = "CALL";
  finding.first.op.in_library = finding.first.op.is_write_back = true;
  finding.first.range = {MemSpace::UB, 1, 9, "t", {{1, 2}, {3, 5}}, {6, 8}, true, 10, 11};
  finding.second.op.kind = Operation::Kind::WaitMessage;
  finding.missing_edge = "a";
  finding.fix = "b";
  finding.message = "c";
  finding.count = 5;
  finding.follows = {"d", "e"};
  finding.replay = "f";
  finding.severity = Severity::Warning;
  return finding;
}

}  // namespace

TEST_CASE("what another process reads is what was sent", "[analysis][result]") {
  const std::vector<Finding> sent = {full(), Finding{}};
  const std::vector<Finding> read = findings_from_text(findings_to_text(sent));
  REQUIRE(read.size() == 2);
  CHECK((read[0] == sent[0]));
  CHECK((read[1] == sent[1]));
}

TEST_CASE("bytes that are not UTF-8 arrive as replacements", "[analysis][result]") {
  Finding finding;
  finding.message = "\xff";
  CHECK(findings_from_text(findings_to_text({finding}))[0].message == "\xef\xbf\xbd");
}

TEST_CASE("anything else is refused", "[analysis][result]") {
  CHECK_THROWS_AS(findings_from_text("[{}]"), std::invalid_argument);
  CHECK_THROWS_AS(findings_from_text("no JSON"), std::invalid_argument);
}
