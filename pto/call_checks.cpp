// SPDX-License-Identifier: Apache-2.0
#include "pto/call_checks.h"

#include <string>

#include "cce/port/port.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library {
namespace {

void remark(const TileCall& call, port::LibraryRemark what, const std::string& text) {
  npusim_library_remark(static_cast<int>(what), text.c_str(), call.site,
                        static_cast<unsigned>(call.op));
}

bool is_transfer(const TileCall& call) {
  switch (call.op) {
    case TileOp::TLOAD:
    case TileOp::TSTORE:
    case TileOp::TPOP:
    case TileOp::TPUSH:
      return true;
    default:
      return false;
  }
}

std::string size_text(std::int64_t rows, std::int64_t columns) {
  return std::to_string(rows) + " x " + std::to_string(columns);
}

void check_valid_size(const TileCall& call, unsigned operand) {
  const TileRef& tile = call.tile[operand];
  if (tile.scratch || (tile.valid_rows <= tile.rows && tile.valid_cols <= tile.cols)) return;
  remark(call, port::LibraryRemark::ValidBeyondTile,
         std::string(name(call.op)) + ": the valid size of tile " + std::to_string(operand) +
             " is " + size_text(tile.valid_rows, tile.valid_cols) + ", the tile is " +
             size_text(tile.rows, tile.cols) + ": it reaches into what lies behind");
}

/// Tiles in UB (tile-isa.md section 3.2): rows are all dimensions but the innermost one; columns
/// of a ColMajor tile likewise.
void check_shapes(const TileCall& call) {
  const TileRef& tile = call.tile[0];
  const GlobalRef& global = call.global;
  const bool rows = tile.outer == OuterLayout::RowMajor;
  if (tile.loc != TileLoc::Vec || tile.inner != InnerLayout::NoneBox) return;
  if (global.layout != (rows ? GlobalLayout::ND : GlobalLayout::DN)) return;
  const std::int64_t outer = global.shape[0] * global.shape[1] * global.shape[2];
  const std::int64_t shape_rows = rows ? outer * global.shape[3] : global.shape[3];
  const std::int64_t shape_columns = rows ? global.shape[4] : outer * global.shape[4];
  if (tile.valid_rows == shape_rows && tile.valid_cols == shape_columns) return;
  remark(call, port::LibraryRemark::ShapesDiffer,
         std::string(name(call.op)) + ": the valid size of the tile is " +
             size_text(tile.valid_rows, tile.valid_cols) + ", the tensor's shape is " +
             size_text(shape_rows, shape_columns) +
             ": the library moves as many lines as the tensor has, each as long as the tile's, and "
             "takes the gap between them from the tensor; its debug build stops here");
}

}  // namespace

void check_call(const TileCall& call) {
  for (unsigned i = 0; i < call.tile_count; ++i) check_valid_size(call, i);
  if (is_transfer(call)) return check_shapes(call);
  if (call.tile_count > 0 && call.tile[0].loc == TileLoc::Vec) {
    npusim_library_takes_full_mask(call.site, static_cast<unsigned>(call.op));
  }
}

}  // namespace npusim::library
