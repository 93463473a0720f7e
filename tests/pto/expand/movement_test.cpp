// SPDX-License-Identifier: Apache-2.0
// Padding, extracts and inserts within UB, side by side, and quantised accumulators.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

namespace {

library::TileRef padded(library::TileRef tile) {
  tile.pad_value = 1;  // Zero
  return tile;
}
library::TileRef boxes(library::TileRef tile) {
  tile.outer = OuterLayout::ColMajor;
  tile.inner = InnerLayout::RowMajor;
  return tile;
}

}  // namespace

TEST_CASE("padding fills a block's rest, the first row, the others from it, and below",
          "[models][expand]") {
  const auto issuer =
      expanded(call_of(TileOp::TFILLPAD, {padded(vec(8, 64, 8192)), valid(vec(8, 64), 5, 20)}));
  CHECK(issuer.words == Words{"vcopy x5 count 64", "vector_dup x5 lanes 4", "barrier V",
                              "vector_dup x1 count 40", "barrier V", "vcopy x4 count 40",
                              "vector_dup x3 count 192"});
  CHECK(issuer.issued<LaneInstruction>(1).dst.address == 8192 + 16 * 4);
  CHECK(issuer.issued<LaneInstruction>(3).src0.repeat_stride == 0);
}

TEST_CASE("bytes of a block's rest are the scalar unit's", "[models][expand]") {
  const auto dst = padded(vec(1, 64, 8192, DType::UINT8));
  CHECK(expanded(
            call_of(TileOp::TFILLPAD_INPLACE, {dst, valid(vec(1, 64, 8192, DType::UINT8), 1, 30)}))
            .words == Words{"set V>S 0", "wait V>S 0", "store", "store", "fence UB",
                            "vector_dup x1 count 16", "barrier V"});
}

TEST_CASE("an extract off blocks copies blocks, then pairs of bytes", "[models][expand]") {
  const auto part = fixed(valid(vec(4, 32, 8192), 4, 18));
  const auto issuer = expanded(call_of(TileOp::TEXTRACT, {part, vec(16, 64)}, {2, 8}));
  CHECK(issuer.words == Words{"copy_ubuf_to_ubuf x4", "vcopy x4 count 4"});
  CHECK(issuer.issued<BlockCopy>(0).src == (2 * 64 + 8) * 4);
  const auto one = fixed(valid(vec(4, 32, 8192), 1, 1));
  CHECK(expanded(call_of(TileOp::TINSERT, {vec(16, 64), one}, {2, 9})).words ==
        Words{"set V>S 0", "wait V>S 0", "load", "store", "set S>V 0", "wait S>V 0"});
}

TEST_CASE("a stripe of boxes is a burst", "[models][expand]") {
  const auto large = boxes(vec(32, 64, 0, DType::FLOAT16));
  const auto issuer = expanded(
      call_of(TileOp::TINSERT, {large, boxes(vec(16, 32, 8192, DType::FLOAT16))}, {16, 16}));
  const auto& copy = issuer.issued<BlockCopy>(0);
  CHECK(copy.bursts == 2);
  CHECK(copy.burst_blocks == 16);
  CHECK(copy.dst == (32 + 16) * 32);
  CHECK(copy.dst_gap == 16);
}

TEST_CASE("what follows off a block is moved element by element", "[models][expand]") {
  const auto dst = vec(1, 64, 8192);
  CHECK(expanded(call_of(TileOp::TCONCAT,
                         {dst, valid(vec(1, 32), 1, 10), valid(vec(1, 32, 4096), 1, 2)}))
            .words == Words{"copy_ubuf_to_ubuf x1", "set V>S 0", "wait V>S 0", "set MTE2>S 0",
                            "wait MTE2>S 0", "load", "store", "load", "store"});
}

TEST_CASE("an accumulator takes its parameters along", "[models][expand]") {
  auto call =
      call_of(TileOp::TMOV,
              {boxes(vec(32, 32, 0, DType::INT8)), boxes(vec(32, 32, 0, DType::INT32))}, {0, 0, 1});
  call.tile[0].loc = TileLoc::Mat;
  call.tile[1].loc = TileLoc::Acc;
  call.quantisation = Quantisation::Scalar;
  call.scalar = 42;
  const auto issuer = expanded(call);
  CHECK(issuer.registers_written.at(0) ==
        std::pair{port::SpecialRegister::QuantPre, std::uint64_t{42}});
  CHECK(issuer.issued<FixPipeMove>(0).quantisation == 9);
  CHECK(issuer.issued<FixPipeMove>(0).relu == ReluMode::Relu);
  call.quantisation = Quantisation::None;
  CHECK_THROWS_WITH(expanded(call), Catch::Contains("conversion"));
}
