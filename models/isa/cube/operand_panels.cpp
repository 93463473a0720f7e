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

/// Lines of a box lie along a row of the panel: whole lines are converted at a time.
template <typename Type, typename Value>
void unpack_left(const MatrixProduct& product, const std::uint8_t* tile, Value* panel) {
  constexpr unsigned kSize = sizeof(typename Type::Stored);
  constexpr unsigned kLine = kBlockBytes / kSize;
  const FractalLayout layout = left_layout(kSize, product.a_cols);
  for (std::uint32_t row = 0; row < product.m; ++row) {
    const std::uint8_t* base = tile + layout.row_offset(row);
    Value* out = panel + std::size_t{row} * product.k;
    for (std::uint32_t col = 0; col < product.k; col += kLine) {
      typename Type::Stored line[kLine];
      std::memcpy(line, base + layout.col_offset(col), kBlockBytes);
      const unsigned count = std::min<std::uint32_t>(kLine, product.k - col);
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
void unpack_right(const MatrixProduct& product, const std::uint8_t* tile, std::uint32_t columns,
                  Value* panel) {
  constexpr unsigned kSize = sizeof(typename Type::Stored);
  constexpr unsigned kLine = kBlockBytes / kSize;
  const FractalLayout layout = right_layout(kSize, product.b_cols);
  for (std::uint32_t row = 0; row < product.k; row += kLine) {
    const unsigned rows = std::min<std::uint32_t>(kLine, product.k - row);
    for (std::uint32_t col = 0; col < product.n; col += kBoxColumns) {
      typename Type::Stored box[kLine][kBoxColumns];
      read_box(tile + layout.row_offset(row) + layout.col_offset(col), box);
      const unsigned count = std::min<std::uint32_t>(kBoxColumns, product.n - col);
      for (unsigned i = 0; i < rows; ++i) {
        Value* out = panel + std::size_t{row + i} * columns + col;
        for (unsigned j = 0; j < kBoxColumns; ++j) {
          out[j] = j < count ? Type::value(box[i][j]) : Value{0};
        }
      }
    }
  }
}

}  // namespace

template <typename Value>
void read_left(const MatrixProduct& product, Bytes l0a, Panel<Value>& panel) {
  panel.resize(std::size_t{product.m} * product.k);
  const std::uint8_t* tile = l0a.data + product.a;
  if constexpr (std::is_integral_v<Value>) {
    unpack_left<Byte>(product, tile, panel.data());
  } else if (product.a_type == DType::BFLOAT16) {
    unpack_left<Brain>(product, tile, panel.data());
  } else if (product.a_type == DType::FLOAT16) {
    unpack_left<Half>(product, tile, panel.data());
  } else {
    unpack_left<Single>(product, tile, panel.data());
  }
}

template <typename Value>
void read_right(const MatrixProduct& product, Bytes l0b, std::uint32_t columns,
                Panel<Value>& panel) {
  panel.resize(std::size_t{product.k} * columns);
  const std::uint8_t* tile = l0b.data + product.b;
  if constexpr (std::is_integral_v<Value>) {
    unpack_right<Byte>(product, tile, columns, panel.data());
  } else if (product.b_type == DType::BFLOAT16) {
    unpack_right<Brain>(product, tile, columns, panel.data());
  } else if (product.b_type == DType::FLOAT16) {
    unpack_right<Half>(product, tile, columns, panel.data());
  } else {
    unpack_right<Single>(product, tile, columns, panel.data());
  }
}

template void read_left(const MatrixProduct&, Bytes, Panel<float>&);
template void read_left(const MatrixProduct&, Bytes, Panel<std::int32_t>&);
template void read_right(const MatrixProduct&, Bytes, std::uint32_t, Panel<float>&);
template void read_right(const MatrixProduct&, Bytes, std::uint32_t, Panel<std::int32_t>&);

}  // namespace npusim::isa
