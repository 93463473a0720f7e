// SPDX-License-Identifier: Apache-2.0
// Sorting, merging, gathering and scattering of rows.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

TEST_CASE("a last block that is not full is filled up and sorted in tmp", "[models][expand]") {
  const auto index = vec(1, 96, 4096, DType::UINT32);
  const auto issuer = expanded(call_of(
      TileOp::TSORT32, {vec(1, 192, 8192), valid(vec(1, 96), 1, 80), index, vec(1, 96, 2048)}));
  CHECK(issuer.words == Words{"copy_ubuf_to_ubuf x1", "barrier V", "vector_dup x1 lanes 16",
                              "barrier V", "vbitsort x3 lanes 16", "barrier V"});
  CHECK(issuer.issued<SortInstruction>(2).values == 2048);
}

TEST_CASE("groups of four lists merge in one instruction", "[models][expand]") {
  const auto issuer = expanded(call_of(TileOp::TMRGSORT, {vec(1, 512, 8192), vec(1, 512)}, {64}));
  const auto& merge = issuer.issued<MergeInstruction>(0);
  CHECK(merge.repeats == 2);
  CHECK(merge.lengths == std::array<std::uint16_t, 4>{32, 32, 32, 32});
  CHECK(merge.lists == std::array<std::uint64_t, 4>{0, 256, 512, 768});
}

TEST_CASE("lists in tiles merge into tmp", "[models][expand]") {
  const auto issuer = expanded(
      call_of(TileOp::TMRGSORT,
              {vec(1, 128, 8192), vec(1, 128, 4096), vec(1, 64), vec(1, 64, 1024)}, {0, 1}));
  const auto& merge = issuer.issued<MergeInstruction>(0);
  CHECK(merge.dst == 4096);
  CHECK(merge.valid_lists == 3);
  CHECK(merge.stop_at_exhaustion);
  CHECK(merge.lengths[1] == 32);
}

TEST_CASE("a pattern along columns moves rows", "[models][expand]") {
  constexpr std::int32_t kOdd = 2, kColumns = 1;
  const auto gather = expanded(
      call_of(TileOp::TGATHER, {vec(2, 64, 8192), valid(vec(4, 64), 2, 64)}, {kOdd, kColumns}));
  CHECK(gather.words == times(2, {"vcopy x1 count 64"}));
  CHECK(gather.issued<LaneInstruction>(1).src0.address == 3 * 256);
  CHECK(
      expanded(call_of(TileOp::TSCATTER, {vec(4, 64, 8192), vec(2, 64)}, {kOdd, kColumns})).words ==
      Words{"vector_dup x4 count 256", "set V>S 0", "wait V>S 0"} +
          times(2, {"vcopy x1 count 64"}) + Words{"set S>V 0", "wait S>V 0"});
}

TEST_CASE("a scatter by mask ends with a flag to pipe V", "[models][expand]") {
  const auto words =
      expanded(call_of(TileOp::TSCATTER, {vec(1, 8, 8192), valid(vec(1, 8), 1, 1)}, {1, 0})).words;
  CHECK(Words(words.end() - 2, words.end()) == Words{"set S>V 0", "wait S>V 0"});
}
