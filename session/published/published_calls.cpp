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
  /// t a tile of the call's type and shape, u the one before once more, h a tile in float16, i
  /// indices, b bits of a row's lanes, c a column, x scratch of the tile's shape, s scratch of one
  /// block
  std::string_view forms;
};
constexpr Operands kOperands[] = {
    {"TADD", "ttu"},    {"TSUB", "ttu"},     {"TMUL", "ttu"},      {"TDIV", "ttu"},
    {"TMAX", "ttu"},    {"TADDS", "tt"},     {"TMULS", "tt"},      {"TMAXS", "tt"},
    {"TMINS", "tt"},    {"TDIVS", "tt"},     {"TEXP", "tt"},       {"TSQRT", "tt"},
    {"TABS", "tt"},     {"TRELU", "tt"},     {"TCVT", "ht"},       {"TMOV", "tt"},
    {"TROWSUM", "ctx"}, {"TROWMAX", "ctx"},  {"TROWEXPAND", "tc"}, {"TTRANS", "ttx"},
    {"TSEL", "tbtts"},  {"TGATHER", "ttix"},
};

constexpr struct {
  std::string_view name;
  TileOp op;
} kTileOps[] = {
#define NPUSIM_TILE_OP(NAME) {#NAME, TileOp::NAME},
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
};

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
  TileCall call;
  for (const auto& known : kTileOps) {
    if (known.name == op) call.op = known.op;
  }
  // Each operand a place of its own: one in another's place takes another path through the library.
  std::uint64_t address = 0;
  for (const char form : operands->forms) {
    if (form == 'u') {
      call.tile[call.tile_count] = call.tile[call.tile_count - 1];
      ++call.tile_count;
      continue;
    }
    TileRef made = operand(form, type, rows, cols);
    made.address = address;
    const std::uint64_t bytes = std::uint64_t{size_bytes(made.dtype)} *
                                static_cast<std::uint64_t>(made.rows) *
                                static_cast<std::uint64_t>(made.cols);
    address += (bytes + 31) / 32 * 32;
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
