// SPDX-License-Identifier: Apache-2.0
#include "models/isa/expansion/expander.h"

#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "models/arch/small_float.h"
#include "models/isa/execute.h"
#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

using port::TileOp;

struct Row {
  TileOp op;
  std::string_view name;
  Expander expander;
};

constexpr Row kTable[] = {
#define NPUSIM_EXPANSION(NAME, function) {TileOp::NAME, #NAME, function},
#include "models/isa/expansion/expansion.def"
#undef NPUSIM_EXPANSION
};

const Row& row_of(TileOp op) {
  for (const Row& row : kTable) {
    if (row.op == op) return row;
  }
  throw NotModelled(fmt::format("tile instruction number {}", static_cast<int>(op)));
}

constexpr std::uint64_t low_bits(unsigned count) {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

double scalar_value(const port::TileCall& call) {
  switch (call.scalar_type) {
    case DType::FLOAT32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(call.scalar));
    case DType::FLOAT16:
      return float16_to_float(static_cast<std::uint16_t>(call.scalar));
    case DType::BFLOAT16:
      return bfloat16_to_float(static_cast<std::uint16_t>(call.scalar));
    case DType::INT8:
      return static_cast<std::int8_t>(call.scalar);
    case DType::INT16:
      return static_cast<std::int16_t>(call.scalar);
    case DType::INT32:
      return static_cast<std::int32_t>(call.scalar);
    case DType::INT64:
      return static_cast<double>(static_cast<std::int64_t>(call.scalar));
    case DType::UINT8:
    case DType::UINT16:
    case DType::UINT32:
    case DType::UINT64:
      return static_cast<double>(call.scalar);
  }
  return 0;
}

}  // namespace

void expand(const port::TileCall& call, Issuer& front_end) {
  expander_of(call.op)(call, front_end);
}

Expander expander_of(TileOp op) { return row_of(op).expander; }

std::string_view tile_op_name(TileOp op) { return row_of(op).name; }

void not_modelled(const port::TileCall& call, Issuer& front_end, std::string_view why) {
  front_end.not_modelled(fmt::format("{} {}", tile_op_name(call.op), why));
  __builtin_unreachable();  // g++ does not see [[noreturn]] through the virtual call
}

MaskScope MaskScope::lanes(Issuer& front_end, unsigned lanes) {
  return bits(front_end, lanes > 64 ? low_bits(lanes - 64) : 0, low_bits(lanes));
}

MaskScope MaskScope::bits(Issuer& front_end, std::uint64_t high, std::uint64_t low) {
  return MaskScope(front_end, VectorMask{false, high, low});
}

MaskScope MaskScope::count(Issuer& front_end, std::uint64_t elements) {
  return MaskScope(front_end, VectorMask{true, 0, elements});
}

RowsView rows_view(const port::TileRef& tile) {
  RowsView view{tile.address,    tile.dtype,      tile.rows, tile.cols, tile.valid_rows,
                tile.valid_cols, tile.static_valid_cols};
  if (tile.outer == port::OuterLayout::ColMajor) {
    std::swap(view.rows, view.cols);
    std::swap(view.valid_rows, view.valid_cols);
    view.static_valid_cols = tile.static_valid_rows;
  }
  return view;
}

bool is_column_of_scalars(const port::TileRef& tile) {
  return tile.outer == port::OuterLayout::ColMajor ? tile.cols == 1 : tile.rows == 1;
}

VectorOperand operand(std::uint64_t address, std::uint64_t repeat_stride,
                      std::uint64_t block_stride) {
  return {address, static_cast<std::uint16_t>(block_stride),
          static_cast<std::uint16_t>(repeat_stride)};
}

std::uint64_t scalar_bits(const port::TileCall& call, DType type) {
  if (type == call.scalar_type) return call.scalar;
  const double value = scalar_value(call);
  switch (type) {
    case DType::FLOAT32:
      return std::bit_cast<std::uint32_t>(static_cast<float>(value));
    case DType::FLOAT16:
      return float_to_float16_rne(static_cast<float>(value));
    case DType::BFLOAT16:
      return float_to_bfloat16_rne(static_cast<float>(value));
    default:
      // Two's complement, cut to the type's width.
      return static_cast<std::uint64_t>(static_cast<std::int64_t>(value)) &
             low_bits(8 * size_bytes(type));
  }
}

std::uint64_t number_bits(std::int64_t value, DType type) {
  port::TileCall call;
  call.scalar = static_cast<std::uint64_t>(value);
  call.scalar_type = DType::INT64;
  return scalar_bits(call, type);
}

}  // namespace npusim::isa
