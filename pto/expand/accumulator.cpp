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

std::int32_t rounded_up(std::int32_t value, std::int32_t unit) {
  return (value + unit - 1) / unit * unit;
}

bool is_byte(DType type) { return type == DType::INT8 || type == DType::UINT8; }

/// QuantMode_t of a pair of types: without parameters, with one, with one a column. The library
/// takes a column's parameters of a pair that it does not know for none.
std::uint8_t quantisation_of(Quantisation by, DType from, DType to, VectorEmitter& emitter) {
  struct Mode {
    DType from, to;
    std::int32_t none, scalar, vector;  ///< -1: there is none
  };
  constexpr Mode kModes[] = {
      {DType::FLOAT32, DType::FLOAT32, 0, -1, -1}, {DType::INT32, DType::INT32, 0, -1, -1},
      {DType::FLOAT32, DType::FLOAT16, 1, 32, 0},  {DType::FLOAT32, DType::BFLOAT16, 16, 34, 0},
      {DType::FLOAT32, DType::INT8, -1, 24, 23},   {DType::INT32, DType::INT8, -1, 9, 8},
      {DType::INT32, DType::FLOAT16, -1, 11, 10},  {DType::INT32, DType::INT16, -1, 13, 12}};
  std::int32_t result = -1;
  for (const Mode& mode : kModes) {
    if (mode.from != from || mode.to != (is_byte(to) ? DType::INT8 : to)) continue;
    result = by == Quantisation::None     ? mode.none
             : by == Quantisation::Scalar ? mode.scalar
                                          : mode.vector;
  }
  emitter.require(result >= 0, "this conversion of an accumulator",
                  "float32 to itself, float16, bfloat16; quantised to int8, uint8, float16, "
                  "bfloat16; int32 to itself; quantised to int8, uint8, float16, int16");
  return static_cast<std::uint8_t>(result);
}

/// The registers that hold the parameters, or their place in units of 128 bytes.
void set_parameters(const TileCall& call, std::int32_t col, Issuer& front_end) {
  if (call.parameters_set) return;
  if (call.quantisation == Quantisation::Scalar) {
    front_end.write_register(port::SpecialRegister::QuantPre, call.scalar);
  } else if (call.quantisation == Quantisation::Vector) {
    const TileRef& parameters = call.tile[call.tile_count - 1];
    const std::uint64_t place =
        parameters.address + static_cast<std::uint64_t>(col) * size_bytes(parameters.dtype);
    front_end.write_register(port::SpecialRegister::FixPipeConfig, place >> 7 << 8);
  }
}

std::uint16_t column_pitch(const TileRef& tile) {
  return static_cast<std::uint16_t>(tile.compact ? rounded_up(tile.valid_rows, kBoxRows)
                                                 : tile.rows);
}

void fill(isa::FixPipeStore& store, const TileRef& tile, DType to, Quantisation by,
          VectorEmitter& emitter) {
  store.dtype = to;
  store.src_dtype = tile.dtype;
  store.src = tile.address;
  store.n = static_cast<std::uint16_t>(tile.valid_cols);
  store.m = static_cast<std::uint16_t>(tile.valid_rows);
  store.src_stride = column_pitch(tile);
  store.quantisation = quantisation_of(by, tile.dtype, to, emitter);
}

void to_rows(isa::FixPipeStore& store, const TileRef& tile, const GlobalRef& global,
             Issuer& front_end) {
  store.to_rows = true;
  store.dst_stride = static_cast<std::uint32_t>(global.stride[3]);
  const auto shape = static_cast<std::uint64_t>(std::max<std::int64_t>(global.shape[4], 1));
  const std::uint64_t matrices = static_cast<std::uint64_t>(tile.valid_cols) / shape;
  const std::uint64_t apart = std::uint64_t{store.src_stride} * kBoxRows * shape;
  const auto target_apart = static_cast<std::uint64_t>(global.stride[2]);
  front_end.write_register(port::SpecialRegister::NdPara, (matrices & 0xFFFF) |
                                                              (apart & 0xFFFF) << 16 |
                                                              (target_apart & 0xFFFF) << 32);
}

/// Channels of a convolution's result go to boxes as columns of a matrix do: the next one lies
/// behind all rows of all images.
void to_boxes(isa::FixPipeStore& store, const TileRef& tile, const GlobalRef& global,
              VectorEmitter& emitter) {
  const auto& shape = global.shape;
  const auto& stride = global.stride;
  const bool both_float = tile.dtype == DType::FLOAT32 && global.dtype == DType::FLOAT32;
  std::int64_t rows = 0, channels = shape[4];
  switch (global.layout) {
    case GlobalLayout::NZ:
      rows = shape[2] * shape[3];
      break;
    case GlobalLayout::NC1HWC0:
      rows = shape[0] * stride[1] / std::max<std::int64_t>(stride[3], 1);
      break;
    case GlobalLayout::NDC1HWC0:
      rows = shape[0] * stride[2] / std::max<std::int64_t>(stride[4], 1);
      channels = global.dtype == DType::INT32 ? 16 : kBlockBytes / size_bytes(global.dtype);
      break;
    default:
      emitter.require(false, "an accumulator to this layout", "ND, NZ, NC1HWC0, NDC1HWC0");
  }
  store.channel_split = both_float && channels == 8;
  store.dst_stride =
      static_cast<std::uint32_t>(rows * channels * size_bytes(global.dtype) / kBlockBytes);
}

}  // namespace

void store_accumulator(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& tile = call.tile[0];
  const GlobalRef& global = call.global;
  if (tile.valid_rows <= 0 || tile.valid_cols <= 0) return;
  isa::FixPipeStore store;
  fill(store, tile, global.dtype, call.quantisation, emitter);
  store.dst = global.address;
  store.unit_flag = static_cast<std::uint8_t>(call.mode[2]);
  store.relu = call.mode[1] == 1 ? isa::ReluMode::Relu : isa::ReluMode::None;
  if (global.layout == GlobalLayout::ND) {
    to_rows(store, tile, global, front_end);
  } else {
    to_boxes(store, tile, global, emitter);
  }
  const bool adds = call.mode[0] == 1;
  if (adds) begin_atomic_add(call, emitter);
  set_parameters(call, 0, front_end);
  if (call.quantisation == Quantisation::Vector && !call.parameters_set) {
    front_end.pipe_barrier(Pipe::FIX);
  }
  emitter.issue(store);
  if (adds) end_atomic_add(emitter);
}

void move_accumulator(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef &dst = call.tile[0], &src = call.tile[1];
  emitter.require(dst.outer == OuterLayout::ColMajor && dst.inner == InnerLayout::RowMajor,
                  "an accumulator to a tile that is not Nz", "Nz tiles in L1");
  isa::FixPipeMove move;
  fill(move, src, dst.dtype, call.quantisation, emitter);
  const bool extract = call.op == TileOp::TEXTRACT || call.op == TileOp::TEXTRACT_FP;
  const bool insert = call.op == TileOp::TINSERT || call.op == TileOp::TINSERT_FP;
  move.relu = call.mode[2] == 1 ? isa::ReluMode::Relu : isa::ReluMode::None;
  set_parameters(call, extract ? col : 0, front_end);
  const auto block = static_cast<std::int32_t>(kBlockBytes / size_bytes(dst.dtype));
  move.n = static_cast<std::uint16_t>(rounded_up(extract ? dst.valid_cols : src.valid_cols, block));
  move.m = static_cast<std::uint16_t>(extract ? dst.valid_rows : src.rows);
  move.dst = dst.address;
  move.dst_stride = static_cast<std::uint32_t>(dst.rows);
  move.src_stride = static_cast<std::uint16_t>(src.rows);
  if (insert) {
    const std::int64_t target =
        std::int64_t{dst.rows} * block * (col / block) + row * block + col % block;
    move.dst += static_cast<std::uint64_t>(target) * size_bytes(dst.dtype);
    return emitter.issue(move);
  }
  const std::int64_t element =
      std::int64_t{src.rows} * kBoxRows * (col / kBoxRows) + row * kBoxRows + col % kBoxRows;
  move.src += static_cast<std::uint64_t>(element) * size_bytes(src.dtype);
  emitter.issue(move);
}

}  // namespace npusim::library::expanders
