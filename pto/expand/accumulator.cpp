// SPDX-License-Identifier: Apache-2.0
// The accumulator's ways out: TSTORE to GM, TMOV and TEXTRACT to L1 (tile-isa.md section 3.2). The
// column of boxes lies as many rows from the next as the tile has, or, of a compact tile, as its
// valid rows need.
#include "pto/expand/accumulator.h"

#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/pad_value.h"

namespace npusim::library::expanders {
namespace {

constexpr std::int32_t kBoxRows = 16;
constexpr std::uint8_t kNoQuant = 0, kToHalf = 1, kToBrain = 16;  ///< QuantMode_t

std::int32_t rounded_up(std::int32_t value, std::int32_t unit) {
  return (value + unit - 1) / unit * unit;
}

/// The mode that only changes the type; others need parameters.
std::uint8_t cast_mode(DType from, DType to, VectorEmitter& emitter) {
  if (from == DType::FLOAT32 && to == DType::FLOAT16) return kToHalf;
  if (from == DType::FLOAT32 && to == DType::BFLOAT16) return kToBrain;
  emitter.require(from == to && size_bytes(from) == 4, "a conversion with quantisation",
                  "float32 to float32, float16 and bfloat16; int32 to int32");
  return kNoQuant;
}

std::uint16_t column_pitch(const TileRef& tile) {
  return static_cast<std::uint16_t>(tile.compact ? rounded_up(tile.valid_rows, kBoxRows)
                                                 : tile.rows);
}

void fill(isa::FixPipeStore& store, const TileRef& tile, DType to, VectorEmitter& emitter) {
  store.dtype = to;
  store.src_dtype = tile.dtype;
  store.src = tile.address;
  store.n = static_cast<std::uint16_t>(tile.valid_cols);
  store.m = static_cast<std::uint16_t>(tile.valid_rows);
  store.src_stride = column_pitch(tile);
  store.quantisation = cast_mode(tile.dtype, to, emitter);
}

}  // namespace

void store_accumulator(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& tile = call.tile[0];
  const GlobalRef& global = call.global;
  if (tile.valid_rows <= 0 || tile.valid_cols <= 0) return;
  isa::FixPipeStore store;
  fill(store, tile, global.dtype, emitter);
  store.dst = global.address;
  store.unit_flag = static_cast<std::uint8_t>(call.mode[2]);
  store.relu = call.mode[1] == 1 ? isa::ReluMode::Relu : isa::ReluMode::None;
  if (global.layout == GlobalLayout::ND) {
    emitter.require(global.shape[0] == 1 && global.shape[1] == 1 && global.shape[2] == 1,
                    "more than two dimensions with a change of layout", "shapes [1,1,1,rows,cols]");
    emitter.require(global.stride[4] == 1, "elements apart in GM", "stride 1 along rows");
    store.to_rows = true;
    store.dst_stride = static_cast<std::uint32_t>(global.stride[3]);
    const auto shape = static_cast<std::uint64_t>(std::max<std::int64_t>(global.shape[4], 1));
    const std::uint64_t matrices = static_cast<std::uint64_t>(tile.valid_cols) / shape;
    const std::uint64_t apart = std::uint64_t{store.src_stride} * kBoxRows * shape;
    const auto target_apart = static_cast<std::uint64_t>(global.stride[2]);
    front_end.write_register(port::SpecialRegister::NdPara, (matrices & 0xFFFF) |
                                                                (apart & 0xFFFF) << 16 |
                                                                (target_apart & 0xFFFF) << 32);
  } else {
    emitter.require(global.layout == GlobalLayout::NZ, "an accumulator to this layout", "ND, NZ");
    store.channel_split =
        tile.dtype == DType::FLOAT32 && global.dtype == DType::FLOAT32 && global.shape[4] == 8;
    store.dst_stride =
        static_cast<std::uint32_t>(global.shape[2] * global.shape[3] * global.shape[4] *
                                   size_bytes(global.dtype) / kBlockBytes);
  }
  const bool adds = call.mode[0] == 1;
  if (adds) begin_atomic_add(call, emitter);
  emitter.issue(store);
  if (adds) end_atomic_add(emitter);
}

void move_accumulator(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef &dst = call.tile[0], &src = call.tile[1];
  emitter.require(dst.outer == OuterLayout::ColMajor && dst.inner == InnerLayout::RowMajor,
                  "an accumulator to a tile that is not Nz", "Nz tiles in L1");
  isa::FixPipeMove move;
  fill(move, src, dst.dtype, emitter);
  const bool extract = call.op == TileOp::TEXTRACT;
  const auto block = static_cast<std::int32_t>(kBlockBytes / size_bytes(dst.dtype));
  move.n = static_cast<std::uint16_t>(rounded_up(dst.valid_cols, block));
  move.m = static_cast<std::uint16_t>(extract ? dst.valid_rows : src.rows);
  move.dst = dst.address;
  move.dst_stride = static_cast<std::uint32_t>(dst.rows);
  move.src_stride = static_cast<std::uint16_t>(src.rows);
  const std::int64_t element =
      std::int64_t{src.rows} * kBoxRows * (col / kBoxRows) + row * kBoxRows + col % kBoxRows;
  move.src += static_cast<std::uint64_t>(element) * size_bytes(src.dtype);
  emitter.issue(move);
}

}  // namespace npusim::library::expanders
