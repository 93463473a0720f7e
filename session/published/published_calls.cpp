// SPDX-License-Identifier: Apache-2.0
#include "session/published/published_calls.h"

#include <algorithm>
#include <iterator>

namespace npusim::timing {
namespace {

using library::GlobalLayout;
using library::InnerLayout;
using library::OuterLayout;
using library::TileCall;
using library::TileLoc;
using library::TileOp;
using library::TileRef;

struct Operands {
  std::string_view op;
  /// t a tile of the call's type and shape, h a tile in float16, i indices, b bits of a row's
  /// lanes, c a column, r a row, x scratch of the tile's shape, s scratch of one block
  std::string_view forms;
  bool fixed_sizes = false;  ///< the valid size is part of the tile's type
};
constexpr Operands kOperands[] = {
    {"TADD", "ttt", true},   {"TSUB", "ttt", true},   {"TMUL", "ttt", true}, {"TDIV", "ttt", true},
    {"TMAX", "ttt", true},   {"TAND", "ttt", true},   {"TADDS", "tt", true}, {"TMULS", "tt", true},
    {"TMAXS", "tt", true},   {"TMINS", "tt", true},   {"TDIVS", "tt", true}, {"TLRELU", "tt", true},
    {"TEXP", "tt", true},    {"TLOG", "tt", true},    {"TSQRT", "tt", true}, {"TRSQRT", "tt", true},
    {"TABS", "tt", true},    {"TRELU", "tt", true},   {"TCVT", "ht", true},  {"TMOV", "tt", true},
    {"TROWSUM", "ctx"},      {"TROWMAX", "ctx"},      {"TROWEXPAND", "tc"},  {"TTRANS", "ttx"},
    {"TCOLMAX", "rt", true}, {"TCOLSUM", "rt", true}, {"TSEL", "tbtts"},     {"TGATHER", "ttix"},
};

constexpr struct {
  std::string_view name;
  TileOp op;
} kTileOps[] = {
#define NPUSIM_TILE_OP(NAME) {#NAME, TileOp::NAME},
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
};

constexpr std::size_t kUbBanks = 3;
constexpr std::uint64_t kUbBankBytes = 65536;

TileRef tile(TileLoc loc, DType type, std::int32_t rows, std::int32_t cols) {
  TileRef made;
  made.loc = loc;
  made.dtype = type;
  made.rows = made.valid_rows = rows;
  made.cols = made.valid_cols = cols;
  return made;
}

TileRef boxed(TileLoc loc, DType type, std::int32_t rows, std::int32_t cols) {
  // Allocations are whole boxes of 16 lines of 32 bytes; the cube's operands are what is valid.
  const auto across = static_cast<std::int32_t>(32 / size_bytes(type));
  const std::int32_t unit = std::max<std::int32_t>(16, across);
  TileRef made = tile(loc, type, (rows + unit - 1) / unit * unit, (cols + unit - 1) / unit * unit);
  made.valid_rows = rows;
  made.valid_cols = cols;
  const bool row_lines = loc != TileLoc::Right;
  made.outer =
      loc == TileLoc::Mat || loc == TileLoc::Acc ? OuterLayout::ColMajor : OuterLayout::RowMajor;
  made.inner = row_lines ? InnerLayout::RowMajor : InnerLayout::ColMajor;
  if (loc == TileLoc::Acc) made.fractal_bytes = 1024;
  return made;
}

library::GlobalRef global(DType type, std::int32_t rows, std::int32_t cols) {
  library::GlobalRef made;
  made.dtype = type;
  made.shape[3] = rows;
  made.shape[4] = cols;
  made.stride[3] = cols;
  return made;
}

TileRef operand(char form, DType type, std::int32_t rows, std::int32_t cols) {
  switch (form) {
    case 'h':
      return tile(TileLoc::Vec, DType::FLOAT16, rows, cols);
    case 'i':
      return tile(TileLoc::Vec, DType::INT32, rows, cols);
    case 'b':
      return tile(TileLoc::Vec, DType::UINT8, rows, (cols / 8 + 31) / 32 * 32);
    case 's':
      return tile(TileLoc::Vec, DType::UINT8, 1, 32);
    case 'r':
      return tile(TileLoc::Vec, type, 1, cols);
    case 'c': {
      TileRef column = tile(TileLoc::Vec, type, rows, 1);
      column.outer = OuterLayout::ColMajor;
      return column;
    }
    default:
      return tile(TileLoc::Vec, type, rows, cols);
  }
}

TileCall call_of(TileOp op, std::initializer_list<TileRef> tiles) {
  TileCall call;
  call.op = op;
  for (const TileRef& made : tiles) {
    TileRef& placed = call.tile[call.tile_count++];
    placed = made;
    placed.static_valid_rows = placed.static_valid_cols = -1;
  }
  return call;
}

}  // namespace

std::string_view name(Path path) {
  constexpr std::string_view kNames[] = {"GM to UB",  "GM to L1",  "UB to GM",  "L1 to GM",
                                         "L0C to GM", "L0C to L1", "L1 to L0A", "L1 to L0B",
                                         "L1 to BT",  "UB to UB"};
  return kNames[static_cast<unsigned>(path)];
}

std::optional<TileCall> vector_call(std::string_view op, DType type, std::int32_t rows,
                                    std::int32_t cols) {
  const auto operands = std::find_if(std::begin(kOperands), std::end(kOperands),
                                     [&](const Operands& entry) { return entry.op == op; });
  if (operands == std::end(kOperands)) return std::nullopt;
  const auto known = std::find_if(std::begin(kTileOps), std::end(kTileOps),
                                  [&](const auto& entry) { return entry.name == op; });
  if (known == std::end(kTileOps)) return std::nullopt;
  TileCall call;
  call.op = known->op;
  // Each operand a bank of its own, as far as there are banks: nothing is written where another one
  // is read, and all begin in the same group, as in the measurements (intrinsics.md 6.3).
  const bool banks_suffice = operands->forms.size() <= kUbBanks;
  std::uint64_t address = 0;
  for (const char form : operands->forms) {
    TileRef made = operand(form, type, rows, cols);
    made.address = address;
    if (operands->fixed_sizes) {
      made.static_valid_rows = made.rows;
      made.static_valid_cols = made.cols;
    }
    const std::uint64_t bytes = std::uint64_t{size_bytes(made.dtype)} *
                                static_cast<std::uint64_t>(made.rows) *
                                static_cast<std::uint64_t>(made.cols);
    const std::uint64_t unit = banks_suffice ? kUbBankBytes : 32;
    address += (bytes + unit - 1) / unit * unit;
    call.tile[call.tile_count++] = made;
  }
  call.scalar_type = type;
  if (op == "TCVT") call.mode[1] = -1;  // the pair's own saturation
  return call;
}

TileCall product_call(DType type, std::int32_t m, std::int32_t k, std::int32_t n) {
  const DType sum = type == DType::INT8 ? DType::INT32 : DType::FLOAT32;
  return call_of(TileOp::TMATMUL, {boxed(TileLoc::Acc, sum, m, n), boxed(TileLoc::Left, type, m, k),
                                   boxed(TileLoc::Right, type, k, n)});
}

TileCall load_call(std::int32_t instructions, std::int32_t bytes) {
  constexpr std::int32_t kCols = 128;
  const std::int32_t rows = bytes / (kCols * 4);
  TileCall call =
      call_of(TileOp::TLOAD, {tile(TileLoc::Vec, DType::FLOAT32, rows * instructions, kCols)});
  call.global = global(DType::FLOAT32, rows, kCols);
  call.global.shape[2] = instructions;
  call.global.stride[2] = std::int64_t{rows} * kCols;
  return call;
}

TileCall path_call(Path path, std::int32_t bytes) {
  constexpr std::int32_t kCols = 64;
  constexpr DType kType = DType::BFLOAT16;
  const std::int32_t rows = bytes / (kCols * 2);
  const TileRef mat = boxed(TileLoc::Mat, kType, rows, kCols);
  const TileRef vec = tile(TileLoc::Vec, kType, rows, kCols);
  TileCall call;
  switch (path) {
    case Path::GmToUb:
      call = call_of(TileOp::TLOAD, {vec});
      break;
    case Path::GmToL1:
      call = call_of(TileOp::TLOAD, {mat});
      break;
    case Path::UbToGm:
      call = call_of(TileOp::TSTORE, {vec});
      break;
    case Path::L1ToGm:
      call = call_of(TileOp::TSTORE, {tile(TileLoc::Mat, kType, rows, kCols)});
      break;
    case Path::L0cToGm:
      call = call_of(TileOp::TSTORE, {boxed(TileLoc::Acc, DType::FLOAT32, rows, kCols)});
      break;
    case Path::L0cToL1:
      call = call_of(TileOp::TMOV, {mat, boxed(TileLoc::Acc, DType::FLOAT32, rows, kCols)});
      break;
    case Path::L1ToL0a:
      call = call_of(TileOp::TEXTRACT, {boxed(TileLoc::Left, kType, rows, kCols), mat});
      break;
    case Path::L1ToL0b:
      call = call_of(TileOp::TEXTRACT, {boxed(TileLoc::Right, kType, rows, kCols), mat});
      break;
    case Path::L1ToBt: {
      const std::int32_t elements = bytes / 4;
      call = call_of(TileOp::TMOV, {tile(TileLoc::Bias, DType::FLOAT32, 1, elements),
                                    tile(TileLoc::Mat, DType::FLOAT32, 1, elements)});
      break;
    }
    case Path::UbToUb: {
      TileRef target = vec;
      target.address = static_cast<std::uint64_t>(bytes);
      call = call_of(TileOp::TMOV, {target, vec});
      break;
    }
  }
  call.global = global(kType, rows, kCols);
  return call;
}

}  // namespace npusim::timing
