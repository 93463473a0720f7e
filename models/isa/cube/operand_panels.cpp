// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/operand_panels.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "models/arch/small_float.h"
#include "models/isa/cube/product_kernels.h"
#include "models/isa/fractal_layout.h"
#include "models/isa/transpose_square.h"

namespace npusim::isa {
namespace {

constexpr unsigned kBoxColumns = 16;
static_assert(kBoxColumns == kPanelColumns, "a box of the right operand is a piece of a panel");

/// Element types as stored, and what the product takes of them.
struct Brain {
  using Stored = std::uint16_t;
  static float value(std::uint16_t bits) { return bfloat16_to_float(bits); }
};
struct Half {
  using Stored = std::uint16_t;
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

template <typename Type, typename Value>
void convert(const typename Type::Stored* from, unsigned count, Value* to) {
  if constexpr (std::is_same_v<Type, Half>) {
    product_kernels().front().widen_halfs(from, count, to);
  } else {
    for (unsigned i = 0; i < count; ++i) to[i] = Type::value(from[i]);
  }
}

/// Lines of a box lie along a row of the matrix: whole lines are converted at a time.
template <typename Type, typename Value>
void unpack_left(const PanelShape& shape, const std::uint8_t* tile, Value* rows) {
  constexpr unsigned kSize = sizeof(typename Type::Stored);
  constexpr unsigned kLine = kBlockBytes / kSize;
  FractalLayout layout = left_layout(kSize, shape.a_cols);
  if (shape.a_is_vector) layout.box_col_stride = kBlockBytes;
  for (std::uint32_t row = 0; row < shape.m; ++row) {
    const std::uint8_t* at = tile + layout.row_offset(row);
    Value* out = rows + std::size_t{row} * shape.k;
    for (std::uint32_t col = 0; col < shape.k; col += kLine, at += layout.box_col_stride) {
      typename Type::Stored line[kLine];
      std::memcpy(line, at, kBlockBytes);
      convert<Type>(line, std::min<std::uint32_t>(kLine, shape.k - col), out + col);
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

/// Lines of a box lie along a column of the matrix: box by box, transposed on the way. What a box
/// has past n is not the product's.
template <typename Type, typename Value>
void unpack_right(const PanelShape& shape, const std::uint8_t* tile, Value* panels) {
  using Stored = typename Type::Stored;
  constexpr unsigned kLine = kBlockBytes / sizeof(Stored);
  const FractalLayout layout = right_layout(sizeof(Stored), shape.b_cols);
  for (std::uint32_t col = 0; col < shape.n; col += kBoxColumns) {
    const std::uint8_t* at = tile + layout.col_offset(col);
    const unsigned columns = std::min<std::uint32_t>(kBoxColumns, shape.n - col);
    Value* out = panels + std::size_t{col} * shape.k;
    for (std::uint32_t row = 0; row < shape.k; row += kLine, at += layout.box_row_stride) {
      const unsigned rows = std::min<std::uint32_t>(kLine, shape.k - row);
      Stored box[kLine][kBoxColumns];
      read_box(at, box);
      for (unsigned i = 0; i < rows && columns < kBoxColumns; ++i) {
        std::fill(box[i] + columns, box[i] + kBoxColumns, Stored{0});
      }
      convert<Type>(box[0], rows * kBoxColumns, out);
      out += rows * kBoxColumns;
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
void read_left(const PanelShape& shape, Bytes l0a, Elements<Value>& elements) {
  elements.resize(std::size_t{shape.m} * shape.k);
  with_type<Value>(shape.a_type, [&](auto type) {
    unpack_left<decltype(type)>(shape, l0a.data + shape.a, elements.data());
  });
}

template <typename Value>
void read_right(const PanelShape& shape, Bytes l0b, std::uint32_t columns,
                Elements<Value>& elements) {
  elements.resize(std::size_t{shape.k} * columns);
  with_type<Value>(shape.b_type, [&](auto type) {
    unpack_right<decltype(type)>(shape, l0b.data + shape.b, elements.data());
  });
}

template void read_left(const PanelShape&, Bytes, Elements<float>&);
template void read_left(const PanelShape&, Bytes, Elements<std::int32_t>&);
template void read_right(const PanelShape&, Bytes, std::uint32_t, Elements<float>&);
template void read_right(const PanelShape&, Bytes, std::uint32_t, Elements<std::int32_t>&);

}  // namespace npusim::isa
