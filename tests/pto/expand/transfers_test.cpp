// SPDX-License-Identifier: Apache-2.0
// Instructions of TLOAD, TSTORE, TMOV, TEXTRACT and TMATMUL, with the operands that the public
// library gives them (tile-isa.md section 3.2).
#include "tests/pto/expand/recording_issuer.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::library;

namespace {

TileCall transfer(TileOp op, const TileRef& tile, const GlobalRef& global,
                  std::initializer_list<std::int32_t> modes = {}) {
  TileCall call = call_of(op, {tile}, modes);
  call.global = global;
  return call;
}

GlobalRef matrix(std::int64_t rows, std::int64_t cols, std::int64_t pitch,
                 DType type = DType::FLOAT32) {
  return {0x1000, type, GlobalLayout::ND, {1, 1, 1, rows, cols}, {0, 0, 0, pitch, 1}};
}

TileRef tile(TileLoc loc, DType type, std::int32_t rows, std::int32_t cols, OuterLayout outer,
             InnerLayout inner) {
  TileRef made = vec(rows, cols, 0, type);
  made.loc = loc;
  made.outer = outer;
  made.inner = inner;
  return made;
}
TileRef nz(TileLoc loc, DType type, std::int32_t rows, std::int32_t cols) {
  return tile(loc, type, rows, cols, OuterLayout::ColMajor, InnerLayout::RowMajor);
}
TileRef zn(DType type, std::int32_t rows, std::int32_t cols) {
  return tile(TileLoc::Mat, type, rows, cols, OuterLayout::RowMajor, InnerLayout::ColMajor);
}
TileRef left(DType type, std::int32_t rows, std::int32_t cols) {
  return tile(TileLoc::Left, type, rows, cols, OuterLayout::RowMajor, InnerLayout::RowMajor);
}
TileRef right(DType type, std::int32_t rows, std::int32_t cols) {
  return tile(TileLoc::Right, type, rows, cols, OuterLayout::RowMajor, InnerLayout::ColMajor);
}

}  // namespace

TEST_CASE("a row's pitch in GM is its burst and the tensor's gap", "[expand]") {
  const auto issuer =
      expanded(transfer(TileOp::TLOAD, valid(vec(16, 64), 16, 20), matrix(16, 24, 30)));
  const auto copy = issuer.issued<GmCopy>(0);
  CHECK(copy.bursts == 16);
  CHECK(copy.burst_bytes == 80);
  CHECK(copy.gm_stride == 80 + (30 - 24) * 4);
  CHECK(copy.local_stride == 96 + (64 - 20) * 4 / 32 * 32);
  CHECK(copy.right_pad == 0);
}

TEST_CASE("a pad value fills up to the block", "[expand]") {
  TileRef padded = valid(vec(4, 16), 4, 13);
  padded.pad_value = 2;  // Max
  const auto issuer = expanded(transfer(TileOp::TLOAD, padded, matrix(4, 13, 13)));
  CHECK(issuer.issued<GmCopy>(0).right_pad == 3);
  CHECK(issuer.issued<GmCopy>(0).pad_bits == 0x7F800000);
  padded.dtype = DType::INT64;
  const auto wide = expanded(transfer(TileOp::TLOAD, padded, matrix(4, 13, 13, DType::INT64)));
  CHECK(wide.issued<GmCopy>(0).dtype == DType::UINT32);
  CHECK(wide.issued<GmCopy>(0).right_pad == 6);
}

TEST_CASE("into L1 rows go by whole blocks, a single row by boxes", "[expand]") {
  TileRef plain = vec(8, 64);
  plain.loc = TileLoc::Mat;
  const auto copy = expanded(transfer(TileOp::TLOAD, plain, matrix(8, 64, 80))).issued<GmCopy>(0);
  CHECK(copy.opcode == Opcode::COPY_GM_TO_L1);
  CHECK_FALSE(copy.align);
  CHECK(copy.burst_bytes == 256);
  CHECK(copy.gm_stride == 320);
  plain.rows = plain.valid_rows = 1;
  const auto boxes = expanded(transfer(TileOp::TLOAD, plain, matrix(1, 64, 64))).issued<NdToNz>(0);
  CHECK(boxes.dst_box_stride == 1);
  CHECK(boxes.columns == 64);
}

TEST_CASE("matrices become boxes, by rows or by columns", "[expand]") {
  const auto rows = expanded(transfer(TileOp::TLOAD, nz(TileLoc::Mat, DType::FLOAT16, 48, 64),
                                      matrix(40, 60, 100, DType::FLOAT16)));
  const auto load = rows.issued<NdToNz>(0);
  CHECK(load.rows == 40);
  CHECK(load.columns == 60);
  CHECK(load.src_row_stride == 100);
  CHECK(load.dst_box_stride == 48);
  GlobalRef columns{0, DType::FLOAT16, GlobalLayout::DN, {1, 1, 1, 32, 16}, {0, 0, 0, 1, 50}};
  const auto turned =
      expanded(transfer(TileOp::TLOAD, zn(DType::FLOAT16, 32, 16), columns)).issued<NdToNz>(0);
  CHECK(turned.rows == 16);
  CHECK(turned.columns == 32);
  CHECK(turned.src_row_stride == 50);
  CHECK(turned.dst_box_stride == 16);
}

TEST_CASE("a tile of one row is stored as rows into a tensor of columns", "[expand]") {
  GlobalRef column{0, DType::FLOAT32, GlobalLayout::DN, {1, 1, 1, 1, 1}, {1, 1, 1, 1, 16}};
  const auto store = expanded(transfer(TileOp::TSTORE, valid(vec(1, 8), 1, 1), column, {0, 0, 0}))
                         .issued<GmCopy>(0);
  CHECK(store.opcode == Opcode::COPY_UB_TO_GM);
  CHECK(store.bursts == 1);
  CHECK(store.burst_bytes == 4);
}

TEST_CASE("an accumulator leaves by its own pitch, compact or not", "[expand]") {
  TileRef acc = valid(nz(TileLoc::Acc, DType::FLOAT32, 64, 48), 20, 40);
  const auto store = expanded(transfer(TileOp::TSTORE, acc, matrix(20, 40, 99), {1, 1, 3}));
  const auto rows = store.issued<FixPipeStore>(0);
  CHECK(rows.m == 20);
  CHECK(rows.n == 40);
  CHECK(rows.src_stride == 64);
  CHECK(rows.dst_stride == 99);
  CHECK(rows.to_rows);
  CHECK(rows.unit_flag == 3);
  CHECK(rows.relu == ReluMode::Relu);
  CHECK(rows.atomic.operation == AtomicOperation::Add);
  CHECK((rows.state.nd_para & 0xFFFF) == 1);
  acc.compact = true;
  CHECK(expanded(transfer(TileOp::TSTORE, acc, matrix(20, 40, 99, DType::BFLOAT16), {0, 0, 0}))
            .issued<FixPipeStore>(0)
            .src_stride == 32);
  acc = nz(TileLoc::Acc, DType::FLOAT32, 32, 48);
  GlobalRef boxes{0, DType::FLOAT16, GlobalLayout::NZ, {1, 3, 2, 16, 16}, {0, 512, 256, 16, 1}};
  const auto column =
      expanded(transfer(TileOp::TSTORE, acc, boxes, {0, 0, 0})).issued<FixPipeStore>(0);
  CHECK_FALSE(column.to_rows);
  CHECK(column.dst_stride == 32);
  CHECK(column.quantisation == 1);
  boxes.dtype = DType::FLOAT32;
  boxes.shape[4] = 8;
  CHECK(expanded(transfer(TileOp::TSTORE, acc, boxes, {0, 0, 0}))
            .issued<FixPipeStore>(0)
            .channel_split);
}

TEST_CASE("an accumulator into L1: whole by TMOV, a part by TEXTRACT", "[expand]") {
  const TileRef acc = nz(TileLoc::Acc, DType::FLOAT32, 64, 64);
  const TileRef target = valid(nz(TileLoc::Mat, DType::BFLOAT16, 64, 64), 40, 50);
  const auto whole = expanded(call_of(TileOp::TMOV, {target, acc})).issued<FixPipeMove>(0);
  CHECK(whole.m == 64);
  CHECK(whole.n == 64);
  CHECK(whole.dst_stride == 64);
  const TileRef part = nz(TileLoc::Mat, DType::BFLOAT16, 32, 16);
  const auto extract =
      expanded(call_of(TileOp::TEXTRACT, {part, acc}, {16, 32})).issued<FixPipeMove>(0);
  CHECK(extract.m == 32);
  CHECK(extract.n == 16);
  CHECK(extract.src == (2 * 64 * 16 + 16 * 16) * 4);
}

TEST_CASE("left operands: as they lie, transposed, of bytes, of one row", "[expand]") {
  const auto plain =
      expanded(call_of(TileOp::TEXTRACT,
                       {left(DType::FLOAT32, 32, 16), nz(TileLoc::Mat, DType::FLOAT32, 64, 48)},
                       {16, 8}))
          .issued<Img2Col>(0);
  CHECK_FALSE(plain.transpose);
  CHECK(plain.map.fmatrix == (64 | 1 << 16));
  CHECK(plain.channels == 48);
  CHECK(plain.step_m == 32);
  CHECK(plain.step_k == 16);
  CHECK(plain.pos_m == 16);
  CHECK(plain.pos_k == 8);
  const auto turned =
      expanded(call_of(TileOp::TMOV, {left(DType::FLOAT16, 64, 48), zn(DType::FLOAT16, 64, 48)}))
          .issued<Img2Col>(0);
  CHECK(turned.transpose);
  CHECK(turned.map.fmatrix == (48 | 1 << 16));
  CHECK(turned.step_k == 64);
  CHECK(turned.step_m == 48);
  const auto bytes =
      expanded(call_of(TileOp::TMOV, {left(DType::INT8, 96, 64), zn(DType::INT8, 96, 64)}));
  CHECK(bytes.words == Words(2, "load_cbuf_to_ca_transpose"));
  CHECK(bytes.issued<SquareLoad>(1).index == 1);
  CHECK(bytes.issued<SquareLoad>(1).repeats == 3);
  CHECK(bytes.issued<SquareLoad>(1).src_stride == 2);
  CHECK(bytes.issued<SquareLoad>(1).dst_gap == 3);
  CHECK(bytes.issued<SquareLoad>(1).dst_fractal_gap == 1);
  TileRef row = vec(1, 1024, 0, DType::FLOAT16);
  row.loc = TileLoc::Mat;
  const auto vector =
      expanded(
          call_of(TileOp::TEXTRACT, {valid(left(DType::FLOAT16, 1, 512), 1, 300), row}, {0, 512}))
          .issued<FractalLoad>(0);
  CHECK(vector.base_index == 2);
  CHECK(vector.repeats == 2);
}

TEST_CASE("right operands: fractal by fractal, transposed, of bytes", "[expand]") {
  const auto fractals = expanded(call_of(
      TileOp::TEXTRACT, {right(DType::FLOAT16, 64, 32), zn(DType::FLOAT16, 128, 48)}, {16, 16}));
  CHECK(fractals.words == Words(2, "load_cbuf_to_cb"));
  CHECK(fractals.issued<FractalLoad>(1).base_index == 1 * 3 + 1 + 1);
  CHECK(fractals.issued<FractalLoad>(1).repeats == 4);
  CHECK(fractals.issued<FractalLoad>(1).src_stride == 3);
  CHECK(fractals.issued<FractalLoad>(1).dst_gap == 1);
  CHECK(fractals.issued<FractalLoad>(1).l0_address == 512);
  const auto bytes = expanded(
      call_of(TileOp::TMOV, {right(DType::INT8, 64, 96), nz(TileLoc::Mat, DType::INT8, 64, 96)}));
  CHECK(bytes.words == Words(2, "load_cbuf_to_cb_transpose"));
  CHECK(bytes.issued<SquareLoad>(1).index == 1);
  CHECK(bytes.issued<SquareLoad>(1).repeats == 3);
  CHECK(bytes.issued<SquareLoad>(1).src_stride == 2);
  CHECK(bytes.issued<SquareLoad>(1).dst_gap == 1);
  CHECK(bytes.issued<SquareLoad>(1).l0_address == 6 * 512);
}

TEST_CASE("a product of one row computes 16, and phases are unit flags", "[expand]") {
  const TileRef acc = nz(TileLoc::Acc, DType::FLOAT32, 16, 16);
  TileRef a = valid(left(DType::FLOAT32, 16, 24), 1, 20);
  a.k_aligned = true;
  const auto product =
      expanded(call_of(TileOp::TMATMUL, {acc, a, right(DType::FLOAT32, 24, 16)}, {3}))
          .issued<ProductInstruction>(0);
  CHECK(product.m == 16);
  CHECK(product.k == 20);
  CHECK(product.n == 16);
  CHECK(product.unit_flag == 3);
  CHECK(product.k_aligned_to_16);
  CHECK(product.start == ProductStart::Zero);
}
