// SPDX-License-Identifier: Apache-2.0
#include "pto/expand/vector_emitter.h"

#include "models/arch/small_float.h"

namespace npusim::library {
namespace {

std::uint64_t low_bits(unsigned count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace

std::string_view name(TileOp op) {
  constexpr std::string_view kNames[] = {
      "none",
#define NPUSIM_TILE_OP(NAME) #NAME,
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
  };
  return kNames[static_cast<unsigned>(op)];
}

unsigned lanes_of(DType type) { return kRepeatBytes / size_bytes(type); }
unsigned elements_of(DType type) { return kBlockBytes / size_bytes(type); }

std::uint32_t blocks_for(std::uint64_t bytes) {
  return static_cast<std::uint32_t>((bytes + kBlockBytes - 1) / kBlockBytes);
}

std::uint32_t rounded_up(std::uint32_t value, std::uint32_t unit) {
  return (value + unit - 1) / unit * unit;
}

std::uint32_t pitch_bytes(const TileRef& tile) {
  const auto columns = tile.outer == OuterLayout::RowMajor ? tile.cols : 1;
  return static_cast<std::uint32_t>(columns) * size_bytes(tile.dtype);
}
std::uint32_t pitch_blocks(const TileRef& tile) { return pitch_bytes(tile) / kBlockBytes; }

std::uint64_t row_address(const TileRef& tile, std::uint32_t row, std::uint32_t column) {
  return tile.address + std::uint64_t{row} * pitch_bytes(tile) +
         std::uint64_t{column} * size_bytes(tile.dtype);
}

std::uint32_t rows_of(const TileRef& tile) { return static_cast<std::uint32_t>(tile.valid_rows); }
std::uint32_t cols_of(const TileRef& tile) { return static_cast<std::uint32_t>(tile.valid_cols); }
bool continuous_by_type(const TileRef& tile) {
  return tile.static_valid_cols == tile.cols || tile.rows == 1;
}
bool plain_rows(const TileRef& tile) {
  return tile.loc == TileLoc::Vec && tile.outer == OuterLayout::RowMajor &&
         tile.inner == InnerLayout::NoneBox;
}
bool one_column(const TileRef& tile) {
  return tile.loc == TileLoc::Vec && tile.inner == InnerLayout::NoneBox && tile.cols == 1;
}

std::uint64_t one(DType type) {
  if (type == DType::FLOAT32) return 0x3F800000u;
  if (type == DType::FLOAT16) return float_to_float16_rne(1.0f);
  return 1;
}

LaneInstruction lanes(Opcode opcode, DType type) {
  LaneInstruction instruction;
  instruction.opcode = opcode;
  instruction.dtype = instruction.src_dtype = type;
  return instruction;
}

VectorEmitter::VectorEmitter(const TileCall& call, Issuer& front_end)
    : call_(call), front_end_(front_end) {}

void VectorEmitter::full_mask() { front_end_.set_mask(VectorMask{}); }
void VectorEmitter::lane_mask(unsigned lanes) {
  front_end_.set_mask({false, lanes > 64 ? low_bits(lanes - 64) : 0, low_bits(lanes)});
}
void VectorEmitter::count_mask(std::uint64_t elements) { front_end_.set_mask({true, 0, elements}); }

void VectorEmitter::sync_v_to_s() {
  front_end_.set_flag(Pipe::V, Pipe::S, 0);
  front_end_.wait_flag(Pipe::V, Pipe::S, 0);
}
void VectorEmitter::sync_s_to_v() {
  front_end_.set_flag(Pipe::S, Pipe::V, 0);
  front_end_.wait_flag(Pipe::S, Pipe::V, 0);
}

void VectorEmitter::require(bool supported, std::string_view form,
                            std::string_view supported_forms) {
  if (supported) return;
  front_end_.not_modelled(std::string(name(call_.op)) + ": " + std::string(form) +
                          " (supported: " + std::string(supported_forms) +
                          "); with --pto-isa DIR a checkout's library runs it");
}

void VectorEmitter::require_lanes(std::initializer_list<const TileRef*> tiles) {
  for (const TileRef* tile : tiles) {
    if (!one_column(*tile)) require_plain_rows({tile});
  }
}

void VectorEmitter::require_plain_rows(std::initializer_list<const TileRef*> tiles) {
  for (const TileRef* tile : tiles) {
    require(plain_rows(*tile), "a tile that is ColMajor, boxed or not in UB",
            "RowMajor tiles in UB without boxes");
  }
}

}  // namespace npusim::library
