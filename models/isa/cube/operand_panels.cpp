// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/operand_panels.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "models/arch/small_float.h"
#include "models/isa/cube/product_kernel.h"
#include "models/isa/fractal_layout.h"
#include "models/isa/transpose_square.h"

namespace npusim::isa {
namespace {

constexpr unsigned kBoxColumns = 16;
static_assert(kBoxColumns == kPanelColumns);

struct Brain {
  using Stored = std::uint16_t;
  static float value(std::uint16_t bits) { return bfloat16_to_float(bits); }
};
struct Half {
  using Stored = std::uint16_t;
  static float value(std::uint16_t bits) { return float16_to_float(bits); }
};
struct Single {
  using Stored = float;
  static float value(float stored) { return stored; }
};
struct Byte {
  using Stored = std::int8_t;
  static std::int32_t value(std::int8_t stored) { return stored; }
};
struct UnsignedByte {
  using Stored = std::uint8_t;
  static std::int32_t value(std::uint8_t stored) { return stored; }
};

/// Lines of a box lie along a row of the panel: whole lines are converted at a time.
template <typename Type, typename Value>
void unpack_left(const PanelShape& shape, const std::uint8_t* tile, Value* panel) {
  constexpr unsigned kSize = sizeof(typename Type::Stored);
  constexpr unsigned kLine = kBlockBytes / kSize;
  FractalLayout layout = left_layout(kSize, shape.a_cols);
  if (shape.a_is_vector) layout.box_col_stride = kBlockBytes;
  for (std::uint32_t row = 0; row < shape.m; ++row) {
    const std::uint8_t* base = tile + layout.row_offset(row);
    Value* out = panel + std::size_t{row} * shape.k;
    for (std::uint32_t col = 0; col < shape.k; col += kLine) {
      typename Type::Stored line[kLine];
      std::memcpy(line, base + layout.col_offset(col), kBlockBytes);
      const unsigned count = std::min<std::uint32_t>(kLine, shape.k - col);
      for (unsigned i = 0; i < count; ++i) out[col + i] = Type::value(line[i]);
    }
  }
}

/// A box of the right operand, kLine rows of 16 columns, stored column by column, with its rows in
/// order.
template <typename Stored, unsigned kLine>
void read_box(const std::uint8_t* box, Stored (&rows)[kLine][kBoxColumns]) {
  if constexpr (sizeof(Stored) == 2) {
    static_assert(kLine == kSquareSide);
    transpose_square(box, reinterpret_cast<std::uint8_t*>(rows));
  } else {
    Stored columns[kBoxColumns][kLine];
    std::memcpy(columns, box, sizeof columns);
    for (unsigned i = 0; i < kLine; ++i) {
      for (unsigned j = 0; j < kBoxColumns; ++j) rows[i][j] = columns[j][i];
    }
  }
}

/// Lines of a box lie along a column of the panel: box by box, transposed on the way.
template <typename Type, typename Value>
void unpack_right(const PanelShape& shape, const std::uint8_t* tile, std::uint32_t columns,
                  Value* panel) {
  constexpr unsigned kSize = sizeof(typename Type::Stored);
  constexpr unsigned kLine = kBlockBytes / kSize;
  const FractalLayout layout = right_layout(kSize, shape.b_cols);
  for (std::uint32_t row = 0; row < shape.k; row += kLine) {
    const unsigned rows = std::min<std::uint32_t>(kLine, shape.k - row);
    for (std::uint32_t col = 0; col < shape.n; col += kBoxColumns) {
      typename Type::Stored box[kLine][kBoxColumns];
      read_box(tile + layout.row_offset(row) + layout.col_offset(col), box);
      const unsigned count = std::min<std::uint32_t>(kBoxColumns, shape.n - col);
      for (unsigned i = 0; i < rows; ++i) {
        Value* out = panel + std::size_t{row + i} * columns + col;
        for (unsigned j = 0; j < kBoxColumns; ++j) {
          out[j] = j < count ? Type::value(box[i][j]) : Value{0};
        }
      }
    }
  }
}

/// Calls `function` with the reader of elements of `type`.
template <typename Value, typename Function>
void with_type(DType type, Function function) {
  if constexpr (std::is_integral_v<Value>) {
    if (type == DType::UINT8) {
      function(UnsignedByte{});
    } else {
      function(Byte{});
    }
  } else if (type == DType::BFLOAT16) {
    function(Brain{});
  } else if (type == DType::FLOAT16) {
    function(Half{});
  } else {
    function(Single{});
  }
}

}  // namespace

template <typename Value>
void read_left(const PanelShape& shape, Bytes l0a, Panel<Value>& panel) {
  panel.resize(std::size_t{shape.m} * shape.k);
  with_type<Value>(shape.a_type, [&](auto type) {
    unpack_left<decltype(type)>(shape, l0a.data + shape.a, panel.data());
  });
}

template <typename Value>
void read_right(const PanelShape& shape, Bytes l0b, std::uint32_t columns, Panel<Value>& panel) {
  panel.resize(std::size_t{shape.k} * columns);
  with_type<Value>(shape.b_type, [&](auto type) {
    unpack_right<decltype(type)>(shape, l0b.data + shape.b, columns, panel.data());
  });
}

template void read_left(const PanelShape&, Bytes, Panel<float>&);
template void read_left(const PanelShape&, Bytes, Panel<std::int32_t>&);
template void read_right(const PanelShape&, Bytes, std::uint32_t, Panel<float>&);
template void read_right(const PanelShape&, Bytes, std::uint32_t, Panel<std::int32_t>&);

}  // namespace npusim::isa
