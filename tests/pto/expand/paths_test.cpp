// SPDX-License-Identifier: Apache-2.0
// How elementwise instructions are cut (tile-isa.md section 3.3), the longer forms of the others,
// and what is refused.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

namespace {

Words add(const library::TileRef& tile) {
  return expanded(call_of(TileOp::TADD, {tile, tile, tile})).words;
}
Words add_scalar(const library::TileRef& tile) {
  return expanded(call_of(TileOp::TADDS, {tile, tile})).words;
}

}  // namespace

TEST_CASE("a narrow tile is one masked instruction, a repeat a row", "[models][expand]") {
  CHECK(add(valid(vec(16, 32), 10, 20)) == Words{"vadd x10 lanes 20"});
}

TEST_CASE("whole rows are one continuous instruction", "[models][expand]") {
  CHECK(add(vec(4, 256)) == Words{"vadd x16"});
  CHECK(add(fixed(vec(4, 256))) == Words{"vadd x16"});
  CHECK(add(valid(vec(1, 128), 1, 100)) == Words{"vadd x1", "vadd x1 lanes 36"});
}

TEST_CASE("rows that are no whole repeats, or too many repeats, are counted", "[models][expand]") {
  CHECK(add(fixed(vec(8, 96))) == Words{"vadd x12 count 768"});
  CHECK(add(vec(8, 96)) == Words{"vadd x12 count 768"});
  CHECK(add(vec(256, 64)) == Words{"vadd x256 count 16384"});
}

TEST_CASE("a part of the columns goes row by row or repeat by repeat", "[models][expand]") {
  CHECK(add(valid(vec(1, 192), 1, 100)) == Words{"vadd x1", "vadd x1 lanes 36"});
  CHECK(add(valid(vec(2, 256), 2, 100)) == times(2, {"vadd x2 count 100"}));
  CHECK(add(valid(vec(2, 256), 2, 128)) == times(2, {"vadd x2"}));
  CHECK(add(valid(vec(16, 128), 10, 100)) == Words{"vadd x10", "vadd x10 lanes 36"});
}

TEST_CASE("a scalar operand finds rows continuous by their type only", "[models][expand]") {
  CHECK(add_scalar(vec(4, 256)) == times(4, {"vadds x4"}));
  CHECK(add_scalar(fixed(vec(4, 256))) == Words{"vadds x16"});
  CHECK(add_scalar(vec(16, 64)) == Words{"vadds x16"});
}

TEST_CASE("TROWSUM of three and a half repeats folds pairs, odd one and rest", "[models][expand]") {
  const auto issuer =
      expanded(call_of(TileOp::TROWSUM, {col_major(vec(8, 1)), vec(8, 224), vec(8, 256, 8192)}));
  CHECK(issuer.words == Words{"vadd x8 count 512", "barrier V", "vadd x8 count 512", "barrier V",
                              "vadd x8 lanes 32", "barrier V", "vcadd x8 count 512", "barrier V"});
  CHECK(issuer.issued<ReduceInstruction>(3).row_sum.value().columns == 224);
}

TEST_CASE("TROWMAX of one and a half repeats copies the first", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TROWMAX, {col_major(vec(8, 1)), vec(8, 96), vec(8, 96, 8192)}))
            .words == Words{"copy_ubuf_to_ubuf x8", "barrier V", "vmax x8 lanes 32", "barrier V",
                            "vcmax x8 count 512", "barrier V"});
}

TEST_CASE("TROWMAX of one repeat takes any temporary, as it needs none", "[models][expand]") {
  const auto column = [](std::uint64_t address) { return col_major(vec(8, 1, address)); };
  CHECK(expanded(call_of(TileOp::TROWMAX, {column(0), vec(8, 8, 1024), column(2048)})).words ==
        Words{"vcmax x8 lanes 8", "barrier V"});
  CHECK_THROWS(expanded(call_of(TileOp::TROWMAX, {column(0), vec(8, 192, 1024), column(16384)})));
}

TEST_CASE("TROWEXPAND goes through the scalar unit, row by row", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TROWEXPAND, {vec(2, 64), col_major(vec(2, 1))})).words ==
        times(2, {"set V>S 0", "wait V>S 0", "load", "set S>V 0", "wait S>V 0",
                  "vector_dup x1 count 64"}));
}

TEST_CASE("TCVT saturates as asked, or as its pair of types does", "[models][expand]") {
  const auto saturates = [](DType to, std::int32_t mode) {
    const auto issuer = expanded(call_of(TileOp::TCVT, {vec(1, 64, 0, to), vec(1, 64)}, {1, mode}));
    return issuer.issued<ConvertInstruction>(0).control == 0;
  };
  constexpr std::int32_t kOn = 0, kOff = 1, kByTypes = -1;
  CHECK(saturates(DType::INT32, kOn));
  CHECK_FALSE(saturates(DType::INT32, kOff));
  CHECK(saturates(DType::INT32, kByTypes));
  CHECK_FALSE(saturates(DType::INT16, kByTypes));
}

TEST_CASE("TCVT without saturation and with a temporary tile goes by int32", "[models][expand]") {
  const auto wrap = [](DType to, DType from) {
    return expanded(
               call_of(TileOp::TCVT,
                       {vec(1, 32, 0, to), vec(1, 32, 512, from), vec(1, 64, 1024, DType::INT32)},
                       {5, 1}))
        .words;
  };
  const Words step{"vconv x1 lanes 32", "barrier V"};
  CHECK(wrap(DType::INT16, DType::FLOAT32) == times(2, step));
  CHECK(wrap(DType::INT8, DType::FLOAT16) ==
        times(2, step) +
            Words{"vector_dup x1 lanes 32", "barrier V", "vand x1 lanes 32", "barrier V"} +
            times(2, step));
}

TEST_CASE("TLOAD and TSTORE take a line's valid length and the tensor's gap", "[models][expand]") {
  auto call = call_of(TileOp::TSTORE, {valid(vec(8, 32), 8, 4)}, {0, 0, 0});
  call.global = {0, DType::FLOAT32, GlobalLayout::ND, {1, 1, 1, 8, 32}, {0, 0, 0, 40, 1}};
  const auto issuer = expanded(call);
  const auto& store = issuer.issued<GmCopy>(0);
  CHECK(store.bursts == 8);
  CHECK(store.burst_bytes == 16);
  CHECK(store.gm_stride == 16 + (40 - 32) * 4);
  CHECK(store.local_stride == 128);
}

TEST_CASE("a column of a ColMajor tile into an ND tensor is one burst", "[models][expand]") {
  auto call = call_of(TileOp::TSTORE, {col_major(vec(16, 1))}, {0, 0, 0});
  call.global = {0, DType::FLOAT32, GlobalLayout::ND, {1, 1, 1, 16, 1}, {16, 16, 16, 1, 1}};
  const auto issuer = expanded(call);
  CHECK(issuer.issued<GmCopy>(0).bursts == 1);
  CHECK(issuer.issued<GmCopy>(0).burst_bytes == 64);
}

TEST_CASE("TCVT counts repeats in the wider type", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TCVT, {vec(1, 512, 0, DType::BFLOAT16), vec(1, 512)}, {1, 1}))
            .words == Words{"vconv x8"});
}

TEST_CASE("TGATHER by index scales the indices and gathers, row by row", "[models][expand]") {
  const auto index = vec(2, 64, 0, DType::INT32);
  CHECK(expanded(call_of(TileOp::TGATHER, {vec(2, 64), vec(4, 64), index, index}, {0})).words ==
        times(2, {"vmuls x1 count 64", "barrier V", "vgather x1 count 64"}));
}

TEST_CASE("TTRANS converts boxes into tmp and copies them out", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TTRANS, {vec(64, 32), vec(32, 64), vec(64, 32, 65536)})).words ==
        times(8, times(4, {"set_va_reg_sb x1"}) + Words{"scatter_vnchwconv x2"}) +
            Words{"barrier V", "copy_ubuf_to_ubuf x64"});
}

TEST_CASE("TCI on pipe V writes element by element", "[models][expand]") {
  RecordingIssuer issuer;
  issuer.tci_pipe = 1;  // V
  expand(call_of(TileOp::TCI, {vec(1, 16, 0, DType::INT32)}), issuer);
  CHECK(issuer.words == times(16, {"vector_dup x1 lanes 1"}));
}

TEST_CASE("an in-place division by a scalar multiplies", "[models][expand]") {
  auto call = call_of(TileOp::TDIVS, {vec(1, 64), vec(1, 64)});
  call.scalar = 0x40000000u;
  const auto issuer = expanded(call);
  CHECK(issuer.words == Words{"vmuls x1"});
  CHECK(issuer.issued<LaneInstruction>(0).scalar == 0x3F000000u);
}

TEST_CASE("a count mask that the kernel left on steers the next instruction", "[models][expand]") {
  RecordingIssuer issuer;
  issuer.set_mask({true, 0, 300});
  expand(call_of(TileOp::TADD, {vec(16, 64), vec(16, 64), vec(16, 64)}), issuer);
  CHECK(issuer.words == Words{"vadd x5 count 300"});
}

TEST_CASE("forms that the tables do not cover are named", "[models][expand]") {
  CHECK_THROWS_WITH(add(col_major(vec(16, 64))),
                    Catch::Contains("TADD") && Catch::Contains("supported: RowMajor"));
  CHECK_THROWS_WITH(expanded(call_of(TileOp::TSORT32, {vec(1, 64, 0, DType::INT32), vec(1, 32),
                                                       vec(1, 32, 256, DType::UINT32)})),
                    Catch::Contains("int32") && Catch::Contains("--pto-isa"));
  CHECK_THROWS_WITH(
      expanded(call_of(TileOp::TEXTRACT, {col_major(vec(16, 64)), vec(16, 64)}, {0, 0})),
      Catch::Contains("layouts"));
}
