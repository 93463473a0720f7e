// SPDX-License-Identifier: Apache-2.0
#include "models/arch/near_names.h"

#include "tests/support/catch.h"

using namespace npusim;

namespace {

constexpr std::string_view kKnown[] = {"gm.store_visible", "gm.l2_start", "numerics", "dcache"};

}  // namespace

TEST_CASE("names with a slip of the finger are near, others are not", "[arch]") {
  CHECK(did_you_mean("numeric", kKnown) == "; did you mean 'numerics'?");
  CHECK(did_you_mean("NUMERCIS", kKnown) == "; did you mean 'numerics'?");
  CHECK(did_you_mean("gm.store_visibel", kKnown) == "; did you mean 'gm.store_visible'?");
  CHECK(did_you_mean("zzz", kKnown).empty());
}

TEST_CASE("a part of a name brings the whole one", "[arch]") {
  CHECK((near_names("store", kKnown) == std::vector<std::string_view>{"gm.store_visible"}));
}

TEST_CASE("a word that is two names is suggested once", "[arch]") {
  constexpr std::string_view kTwice[] = {"dcache", "numerics", "dcache"};
  CHECK(did_you_mean("dcashe", kTwice) == "; did you mean 'dcache'?");
}
