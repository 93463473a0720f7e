// SPDX-License-Identifier: Apache-2.0
// Every word that npusim can be asked about has an answer.
#include "session/list/explanation.h"

#include "analysis/describe/fault_table.h"
#include "session/list/listing.h"
#include "tests/support/catch.h"

using namespace npusim::session;

TEST_CASE("every word is explained", "[session][list]") {
  const std::vector<std::string_view> words = explained_words();
  CHECK(words.size() > 200);
  for (const std::string_view word : words) CHECK(!explanation_of(word).empty());
}

TEST_CASE("a word that is several things is explained as each", "[session][list]") {
  const std::string text = explanation_of("gm.store_visible");
  CHECK(text.find("rule gm.store_visible") != std::string::npos);
  CHECK(text.find("knob gm.store_visible") != std::string::npos);
}

TEST_CASE("hazards, choices and statuses are words too", "[session][list]") {
  CHECK(explanation_of("raw").find("read after write") != std::string::npos);
  CHECK(explanation_of("67").find("exit status 67") != std::string::npos);
  CHECK(explanation_of("no such word").empty());
}

TEST_CASE("every listing has rows", "[session][list]") {
  for (const ListingKind& kind : listing_kinds()) {
    if (kind.name == "programs") continue;  // asks the installation
    CHECK(!text_of(kind.make()).empty());
  }
}

TEST_CASE("the hazard of every fault is explained", "[session][list]") {
  for (const npusim::analysis::FaultInfo& fault : npusim::analysis::fault_table()) {
    if (fault.check.empty()) continue;
    CHECK(explanation_of(fault.hazard).find("hazard") == 0);
  }
}

TEST_CASE("codes of the host are explained, and a knob with its value", "[session][list]") {
  CHECK(explanation_of("507018").find("host code 507018: AICPU exception") == 0);
  CHECK(explanation_of("507099").empty());
  CHECK(explanation_of("dcache=on") == explanation_of("dcache"));
  CHECK(explanation_of("race=on").empty());
}

TEST_CASE("codes of the runtime are explained", "[session][list]") {
  CHECK(explanation_of("100").find("scheduler code 100: a scheduler thread saw no progress") == 0);
  CHECK(explanation_of("2").find("orchestrator code 2: no room in the heap ring") !=
        std::string::npos);
}

TEST_CASE("an intrinsic that is no pipe's instruction is explained by the rules that speak of it",
          "[session][list]") {
  const std::string text = explanation_of("set_flag");
  CHECK(text.find("rule flag.orders") != std::string::npos);
  CHECK(text.find("rule v.no_interlock") == std::string::npos);
  CHECK(explanation_of("et_flag").empty());
}
