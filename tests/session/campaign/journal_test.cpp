// SPDX-License-Identifier: Apache-2.0
// What a campaign's journal keeps, whatever happened to who wrote it.
#include "session/campaign/journal.h"

#include <fstream>

#include "models/arch/input_error.h"
#include "tests/support/catch.h"
#include "tests/support/temporary_folder.h"

using namespace npusim;
using session::CampaignJournal;

namespace {

analysis::RunOutcome outcome(std::uint64_t number) {
  analysis::RunOutcome outcome;
  outcome.number = number;
  outcome.schedule = "s6:1";
  outcome.label = "pass";
  outcome.digest = number * 17;
  return outcome;
}

}  // namespace

TEST_CASE("a campaign that starts again has the runs that were made", "[session][campaign]") {
  const test::TemporaryFolder folder;
  {
    CampaignJournal journal(folder / "c", "settings");
    REQUIRE(journal.take(0));
    CHECK(journal.done().empty());
    journal.add(outcome(0));
    journal.add(outcome(1));
  }
  CampaignJournal again(folder / "c", "settings");
  REQUIRE(again.take(0));
  CHECK((again.done() == std::vector{outcome(0), outcome(1)}));
}

TEST_CASE("a line that a kill has cut is made again, and nothing else is lost",
          "[session][campaign]") {
  const test::TemporaryFolder folder;
  {
    CampaignJournal journal(folder / "c", "settings");
    REQUIRE(journal.take(0));
    journal.add(outcome(0));
    journal.add(outcome(1));
  }
  const auto file = folder / "c/runs.jsonl";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 5);
  {
    CampaignJournal again(folder / "c", "settings");
    REQUIRE(again.take(0));
    CHECK((again.done() == std::vector{outcome(0)}));
    again.add(outcome(1));
  }
  CampaignJournal third(folder / "c", "settings");
  REQUIRE(third.take(0));
  CHECK(third.done().size() == 2);
}

TEST_CASE("other settings are another campaign", "[session][campaign]") {
  const test::TemporaryFolder folder;
  {
    CampaignJournal journal(folder / "c", "settings");
    REQUIRE(journal.take(0));
    journal.add(outcome(0));
  }
  CampaignJournal other(folder / "c", "other settings");
  CHECK_THROWS_AS(other.take(0), InputError);
}

TEST_CASE("all shares are read together", "[session][campaign]") {
  const test::TemporaryFolder folder;
  CampaignJournal one(folder / "c", "settings"), two(folder / "c", "settings");
  REQUIRE(one.take(0));
  REQUIRE(two.take(1));
  one.add(outcome(0));
  two.add(outcome(1));
  CHECK(one.all_done().size() == 2);
  session::remove_journals(folder / "c");
  CHECK(!std::filesystem::exists(folder / "c/runs.jsonl"));
}

TEST_CASE("without a folder nothing is kept, and adding works", "[session][campaign]") {
  CampaignJournal journal;
  REQUIRE(journal.take(0));
  CHECK_NOTHROW(journal.add(outcome(0)));
}
