// SPDX-License-Identifier: Apache-2.0
// Reductions along columns and rows: of rows one after the other or in pairs, of integers, of
// static shapes by groups, and the place of an extreme.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

TEST_CASE("a column reduction takes whole repeats, then the rest", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TCOLMAX, {vec(1, 72), vec(3, 72)})).words ==
        Words{"copy_ubuf_to_ubuf x1", "barrier V"} + times(2, {"vmax x1 count 64", "barrier V"}) +
            times(2, {"vmax x1 lanes 8", "barrier V"}) + Words{"barrier V"});
}

TEST_CASE("a sum of five rows in pairs", "[models][expand]") {
  const auto issuer =
      expanded(call_of(TileOp::TCOLSUM, {vec(1, 64), vec(5, 64), vec(3, 64, 4096)}, {1}));
  CHECK(issuer.words == times(2, {"vadd x1 count 64"}) +
                            Words{"barrier V", "vadd x1 count 64", "barrier V", "vadd x1 count 64",
                                  "barrier V", "barrier V", "copy_ubuf_to_ubuf x1", "barrier V"});
  CHECK(issuer.issued<LaneInstruction>(2).src1.address == 4 * 256);  // the odd row
}

TEST_CASE("integers of a row meet in a block, then in the scalar unit", "[models][expand]") {
  const auto row = vec(1, 24, 0, DType::INT32), tmp = vec(1, 8, 4096, DType::INT32);
  RecordingIssuer issuer;
  issuer.next_loaded = 10;
  expand(
      call_of(TileOp::TROWSUM, {col_major(vec(8, 1, 8192, DType::INT32)), valid(row, 1, 20), tmp}),
      issuer);
  CHECK(issuer.words == Words{"vector_dup x1 count 8", "barrier V"} +
                            times(2, {"vadd x1 count 8", "barrier V"}) +
                            Words{"vadd x1 count 4", "barrier V", "set V>S 0", "wait V>S 0"} +
                            times(8, {"load"}) + Words{"store", "set S>V 0", "wait S>V 0"});
  CHECK(issuer.stores.at(0).second == 10 + 11 + 12 + 13 + 14 + 15 + 16 + 17);
}

TEST_CASE("static rows of 128 floats go by groups", "[models][expand]") {
  const auto result = fixed(col_major(vec(64, 1)));
  CHECK(
      expanded(call_of(TileOp::TROWMAX, {result, fixed(vec(64, 128)), vec(64, 16, 65536)})).words ==
      Words{"vcgmax x128", "barrier V", "vmax x8", "barrier V", "vcgmax x8", "barrier V"});
}

TEST_CASE("the place of a row's extreme comes by lanes of repeats", "[models][expand]") {
  const auto index = vec(2, 8, 8192, DType::INT32);
  CHECK(expanded(call_of(TileOp::TROWARGMAX, {index, valid(vec(2, 64), 2, 50), vec(2, 8, 4096)}))
            .words == Words{"vcmax x2 lanes 50", "barrier V"});
  const Words row{"vcmax x4 count 200",   "barrier V", "vreducev2 x1 count 8", "barrier V",
                  "vreducev2 x1 count 8", "barrier V", "vcmax x1 count 4",     "barrier V"};
  CHECK(expanded(call_of(TileOp::TROWARGMAX, {index, vec(2, 200), vec(2, 24, 4096)})).words ==
        times(2, row) + Words{"set V>S 0", "wait V>S 0"} + times(2, {"load", "load", "store"}) +
            Words{"set S>V 0", "wait S>V 0"});
}

TEST_CASE("a column's extreme runs with its row's number", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TCOLARGMIN,
                         {vec(1, 64, 8192, DType::INT32), vec(3, 64), vec(2, 64, 4096)}))
            .words ==
        Words{"vector_dup x1", "vector_dup x1", "copy_ubuf_to_ubuf x1", "barrier V"} +
            times(2, {"vadds x1", "vcmp x1", "barrier V", "vsel x1", "vmin x1", "barrier V"}));
}

TEST_CASE("an exponential of a difference follows its subtraction", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TCOLEXPANDEXPDIF, {vec(2, 64), vec(2, 64), vec(1, 64)})).words ==
        times(2, {"vsub x1 count 64", "barrier V", "vexp x1 count 64"}));
  CHECK(expanded(call_of(TileOp::TROWEXPANDEXPDIF, {vec(8, 64), vec(8, 64), col_major(vec(8, 1))}))
            .words == Words{"vbrcb x1", "barrier V", "vsub x8", "barrier V", "vexp x8"});
}
