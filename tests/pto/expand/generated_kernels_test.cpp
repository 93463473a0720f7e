// SPDX-License-Identifier: Apache-2.0
// What the compressor's generated kernels issue: every row of the table in tile-isa.md section 6.1.
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

TEST_CASE("TLOAD of 16 rows is one DMA with 16 bursts", "[models][expand]") {
  auto call = call_of(TileOp::TLOAD, {vec(16, 64)});
  call.global = {
      0x1000, DType::FLOAT32, library::GlobalLayout::ND, {1, 1, 1, 16, 64}, {0, 0, 0, 512, 1}};
  const auto issuer = expanded(call);
  CHECK(issuer.words == Words{"copy_gm_to_ubuf_align"});
  const GmCopy& transfer = issuer.issued<GmCopy>(0);
  CHECK(transfer.bursts == 16);
  CHECK(transfer.burst_bytes == 256);
  CHECK(transfer.gm_stride == 2048);
  CHECK(transfer.local_stride == 256);
}

TEST_CASE("TEXPANDS with a dynamic width fills row by row", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TEXPANDS, {vec(16, 64)})).words ==
        times(16, {"vector_dup x1 count 64"}));
  CHECK(expanded(call_of(TileOp::TEXPANDS, {vec(16, 32)})).words ==
        times(16, {"vector_dup x1 count 32"}));
  CHECK(expanded(call_of(TileOp::TEXPANDS, {vec(1, 16)})).words == Words{"vector_dup x1 count 16"});
  CHECK(expanded(call_of(TileOp::TEXPANDS, {fixed(vec(16, 64))})).words ==
        Words{"vector_dup x16 count 1024"});
}

TEST_CASE("TMUL, TSUB and TADD are one instruction", "[models][expand]") {
  const auto three = [](TileOp op, std::int32_t rows, std::int32_t cols) {
    return expanded(call_of(op, {vec(rows, cols), vec(rows, cols), vec(rows, cols)})).words;
  };
  CHECK(three(TileOp::TMUL, 16, 64) == Words{"vmul x16"});
  CHECK(three(TileOp::TSUB, 16, 32) == Words{"vsub x16 lanes 32"});
  CHECK(three(TileOp::TADD, 1, 16) == Words{"vadd x1 lanes 16"});
}

TEST_CASE("TROWSUM of one repeat a row is one vcadd and a barrier", "[models][expand]") {
  const auto issuer = expanded(
      call_of(TileOp::TROWSUM, {col_major(vec(16, 1, 14400)), vec(16, 64), vec(16, 128, 6208)}));
  CHECK(issuer.words == Words{"vcadd x16 count 1024", "barrier V"});
  CHECK(issuer.issued<ReduceInstruction>(0).dst_repeat == 1);
}

TEST_CASE("TRECIP fills, waits and divides", "[models][expand]") {
  const auto issuer = expanded(call_of(TileOp::TRECIP, {vec(1, 64, 256), vec(1, 64)}));
  CHECK(issuer.words == Words{"vector_dup x1", "barrier V", "vdiv x1"});
  CHECK(issuer.issued<LaneInstruction>(0).scalar == 0x3F800000u);
  CHECK(issuer.issued<LaneInstruction>(1).src0.address == 256);
  CHECK(issuer.issued<LaneInstruction>(1).src1.address == 0);
}

TEST_CASE("TROWEXPANDMUL broadcasts a column into the library's scratch", "[models][expand]") {
  const auto issuer = expanded(
      call_of(TileOp::TROWEXPANDMUL, {vec(16, 64), vec(16, 64), col_major(vec(16, 1, 4096))}));
  CHECK(issuer.words == Words{"vbrcb x2", "barrier V", "vmul x16"});
  CHECK(issuer.issued<BroadcastInstruction>(0).dst.address == 188416);
  const VectorOperand& column = issuer.issued<LaneInstruction>(1).src1;
  CHECK(column.address == 188416);
  CHECK(column.block_stride == 0);
  CHECK(column.repeat_stride == 1);
}

TEST_CASE("TROWEXPANDADD of half a repeat masks 32 lanes", "[models][expand]") {
  const auto tile = vec(16, 32, 0, DType::INT32);
  CHECK(expanded(
            call_of(TileOp::TROWEXPANDADD, {tile, tile, col_major(vec(16, 1, 4096, DType::INT32))}))
            .words == Words{"vbrcb x2", "barrier V", "vadd x16 lanes 32"});
}

TEST_CASE("TCOLEXPANDMUL and TCOLEXPAND go row by row", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TCOLEXPANDMUL, {vec(16, 64), vec(16, 64), vec(1, 64)})).words ==
        times(16, {"vmul x1 count 64"}));
  const auto copies = expanded(call_of(TileOp::TCOLEXPAND, {vec(16, 32), vec(1, 32)}));
  CHECK(copies.words == times(16, {"copy_ubuf_to_ubuf x1"}));
  CHECK(copies.issued<BlockCopy>(3).burst_blocks == 4);
}

TEST_CASE("TGATHER by mask is one vreducev2", "[models][expand]") {
  CHECK(expanded(call_of(TileOp::TGATHER, {vec(16, 32), vec(16, 64)}, {1})).words ==
        Words{"vreducev2 x16 count 64"});
}

TEST_CASE("TCI is scalar stores that no flag follows", "[models][expand]") {
  auto call = call_of(TileOp::TCI, {vec(1, 16, 27072, DType::INT32)});
  call.scalar = 5;
  const auto issuer = expanded(call);
  CHECK(issuer.words == times(16, {"store"}));
  CHECK(issuer.stores[15] == std::pair<std::uint64_t, std::uint64_t>{27072 + 60, 20});
}

TEST_CASE("TSCATTER by index clears, then moves elements by the scalar unit", "[models][expand]") {
  const auto issuer = expanded(
      call_of(TileOp::TSCATTER, {vec(16, 64), vec(16, 32), vec(16, 32, 0, DType::INT32)}, {0}));
  CHECK(issuer.words == Words{"vector_dup x16 count 1024", "set V>S 0", "wait V>S 0"} +
                            times(512, {"load", "load", "store"}) +
                            Words{"set S>V 0", "wait S>V 0"});
}

TEST_CASE("TCMPS is one instruction a row, and unequal is equal inverted", "[models][expand]") {
  const auto bits = vec(16, 32, 35328, DType::UINT8);
  CHECK(expanded(call_of(TileOp::TCMPS, {bits, vec(16, 64)}, {0})).words ==
        times(16, {"vcmpvs x1"}));
  CHECK(expanded(call_of(TileOp::TCMPS, {bits, vec(16, 256)}, {1})).words ==
        times(16, {"vcmpvs x4"}) + Words{"barrier V", "vnot x2 count 256"});
  CHECK(expanded(call_of(TileOp::TCMPS, {bits, vec(16, 64)}, {1})).words ==
        times(16, {"vcmpvs x1"}));
}

TEST_CASE("TSEL loads the mask register for every row", "[models][expand]") {
  const auto bits = vec(16, 32, 35328, DType::UINT8);
  const auto issuer = expanded(
      call_of(TileOp::TSEL, {vec(16, 64), bits, vec(16, 64), vec(16, 64), vec(1, 8, 35840)}));
  CHECK(issuer.words == times(16, {"vector_dup x1 count 2", "barrier V", "set_cmpmask x1 count 2",
                                   "barrier V", "vsel x1 count 64"}));
  CHECK(issuer.issued<LaneInstruction>(3).scalar == 35328 + 32);
}

TEST_CASE("TSTORE of 16 rows is one DMA", "[models][expand]") {
  auto call = call_of(TileOp::TSTORE, {vec(16, 64)}, {1, 0, 0});
  call.global = {
      0x1000, DType::FLOAT32, library::GlobalLayout::ND, {1, 1, 1, 16, 64}, {0, 0, 0, 64, 1}};
  const auto issuer = expanded(call);
  CHECK(issuer.words == Words{"copy_ubuf_to_gm_align"});
  CHECK(issuer.issued<GmCopy>(0).bursts == 16);
  CHECK(issuer.issued<GmCopy>(0).atomic.operation == AtomicOperation::Add);
}

namespace {

library::TileRef boxed(library::TileLoc loc, std::int32_t rows, std::int32_t cols,
                       library::OuterLayout outer, library::InnerLayout inner, DType type,
                       std::uint16_t fractal = 512) {
  auto tile = vec(rows, cols, 0, type);
  tile.loc = loc;
  tile.outer = outer;
  tile.inner = inner;
  tile.fractal_bytes = fractal;
  return tile;
}
const auto kMat = boxed(library::TileLoc::Mat, 512, 64, library::OuterLayout::ColMajor,
                        library::InnerLayout::RowMajor, DType::BFLOAT16);

}  // namespace

TEST_CASE("The projection's loads, extracts and stores", "[models][expand]") {
  auto load = call_of(TileOp::TLOAD, {kMat});
  load.global = {
      0, DType::BFLOAT16, library::GlobalLayout::ND, {1, 1, 1, 512, 64}, {0, 0, 0, 64, 1}};
  CHECK(expanded(load).words == Words{"copy_gm_to_cbuf_multi_nd2nz"});

  const auto right = boxed(library::TileLoc::Right, 256, 64, library::OuterLayout::RowMajor,
                           library::InnerLayout::ColMajor, DType::BFLOAT16);
  const auto to_right = expanded(call_of(TileOp::TEXTRACT, {right, kMat}, {256, 0}));
  CHECK(to_right.words == Words{"img2colv2_cbuf_to_cb"});
  const auto& window = to_right.issued<Img2Col>(0);
  CHECK(window.pos_m == 256);
  CHECK(window.step_m == 256);
  CHECK(window.step_k == 64);
  CHECK(window.channels == 64);
  CHECK(window.map.fmatrix == (512 | 1 << 16));

  const auto left = boxed(library::TileLoc::Left, 64, 256, library::OuterLayout::RowMajor,
                          library::InnerLayout::RowMajor, DType::BFLOAT16);
  CHECK(expanded(call_of(TileOp::TEXTRACT, {left, kMat}, {0, 0})).words ==
        Words{"img2colv2_cbuf_to_ca"});

  const auto acc = boxed(library::TileLoc::Acc, 64, 64, library::OuterLayout::ColMajor,
                         library::InnerLayout::RowMajor, DType::FLOAT32, 1024);
  const auto product = expanded(call_of(TileOp::TMATMUL_ACC, {acc, acc, left, right}));
  CHECK(product.words == Words{"mad"});
  CHECK(product.issued<ProductInstruction>(0).start == ProductStart::Accumulator);
  CHECK(product.issued<ProductInstruction>(0).k == 256);

  auto store = call_of(TileOp::TSTORE, {acc});
  store.global = {
      0, DType::FLOAT32, library::GlobalLayout::ND, {1, 1, 1, 64, 64}, {0, 0, 0, 64, 1}};
  CHECK(expanded(store).words == Words{"copy_matrix_cc_to_gm"});
}
