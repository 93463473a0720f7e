// SPDX-License-Identifier: Apache-2.0
// Elementwise instructions that take more than one hardware instruction, or another type of lanes.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

namespace {

TileRef typed(DType type, std::int32_t rows, std::int32_t cols, std::uint64_t address = 0) {
  return vec(rows, cols, address, type);
}

}  // namespace

TEST_CASE("bits of 4-byte elements are two lanes each, row by row", "[models][expand]") {
  const auto tile = typed(DType::INT32, 2, 64);
  const auto issuer = expanded(call_of(TileOp::TAND, {tile, tile, tile}));
  CHECK(issuer.words == times(2, {"vand x1"}));
  CHECK(issuer.issued<LaneInstruction>(0).dtype == DType::INT16);
}

TEST_CASE("an exclusive or is two sides and what both lack", "[models][expand]") {
  const auto tile = typed(DType::INT16, 1, 128);
  CHECK(expanded(call_of(TileOp::TXOR, {tile, tile, tile, tile})).words ==
        Words{"vor x1", "barrier V", "vand x1", "barrier V", "vnot x1", "barrier V", "vand x1"});
}

TEST_CASE("an exact reciprocal root is a root and a division", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TRSQRT, {vec(2, 64), vec(2, 64), vec(1, 8)})).words ==
        Words{"vector_dup x1 count 8"} + times(2, {"vsqrt x1 count 64"}) + Words{"barrier V"} +
            times(2, {"vdiv x1 count 64"}));
}

TEST_CASE("unary instructions count only what is more than 255 repeats", "[models][expand]") {
  const auto log = [](const library::TileRef& tile) {
    return expanded(call_of(TileOp::TLOG, {tile, tile})).words;
  };
  CHECK(log(fixed(vec(8, 96))) == Words{"vln x12"});
  CHECK(log(vec(256, 64)) == Words{"vln x256 count 16384"});
  CHECK(log(fixed(vec(1, 32))) == Words{"vln x0", "vln x1 lanes 32"});
}

TEST_CASE("shifts by tiles and divisions of integers are the scalar unit's", "[models][expand]") {
  const auto tile = typed(DType::INT32, 1, 8);
  const Words element{"load", "load", "store"};
  const Words before{"set V>S 0", "wait V>S 0"}, behind{"set S>V 0", "wait S>V 0"};
  CHECK(expanded(call_of(TileOp::TSHL, {valid(tile, 1, 2), tile, tile})).words ==
        before + times(2, element) + behind);
  auto divide = call_of(TileOp::TDIVS, {valid(tile, 1, 1), tile});
  divide.scalar = 3;
  RecordingIssuer issuer;
  issuer.next_loaded = 0xFFFFFFF8u;  // -8
  expand(divide, issuer);
  CHECK(issuer.words == before + Words{"load", "store"} + behind);
  CHECK(issuer.stores.at(0).second == 0xFFFFFFFEu);
}

TEST_CASE("parts that only one operand has are copied", "[models][expand]") {
  const auto whole = vec(16, 64), part = valid(vec(16, 64, 8192), 9, 64);
  CHECK(expanded(call_of(TileOp::TPARTADD, {whole, whole, part})).words ==
        Words{"vadd x9", "copy_ubuf_to_ubuf x1"});
  const auto narrow = valid(vec(16, 64, 8192), 9, 40);
  CHECK(expanded(call_of(TileOp::TPARTMAX, {whole, narrow, whole})).words ==
        Words{"copy_ubuf_to_ubuf x1", "barrier V", "vmax x9 lanes 40"});
}

TEST_CASE("not equal is equal turned around, where rows of bits are full", "[models][expand]") {
  const auto full =
      expanded(call_of(TileOp::TCMP, {typed(DType::UINT8, 2, 32), vec(2, 256), vec(2, 256)}, {1}));
  CHECK(full.words == Words{"vcmpv x4", "vcmpv x4", "barrier V", "vnot x1 count 32"});
  CHECK(full.issued<CompareInstruction>(0).comparison == Comparison::Eq);
  // Turning the rest of a row around would read what nobody wrote.
  const auto part =
      expanded(call_of(TileOp::TCMP, {typed(DType::UINT8, 2, 32), vec(2, 64), vec(2, 64)}, {1}));
  CHECK(part.words == Words{"vcmpv x1", "vcmpv x1"});
  CHECK(part.issued<CompareInstruction>(0).comparison == Comparison::Ne);
}
