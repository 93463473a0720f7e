// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/accumulator_panel.h"

#include <algorithm>
#include <cstring>

#include "models/arch/small_float.h"

namespace npusim::isa {
namespace {

constexpr unsigned kWordBytes = 4;

bool is_half(const ProductInstruction& product) { return product.c_type == DType::FLOAT16; }

/// `count` elements of a line of a box.
template <typename Value>
void load_line(const ProductInstruction& product, const std::uint8_t* line, std::uint32_t count,
               Value* to) {
  if (!is_half(product)) {
    std::memcpy(to, line, std::size_t{count} * kWordBytes);
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint16_t bits;
    std::memcpy(&bits, line + std::size_t{i} * sizeof bits, sizeof bits);
    to[i] = static_cast<Value>(float16_to_float(bits));
  }
}

template <typename Value>
void store_line(const ProductInstruction& product, const Value* from, std::uint32_t count,
                std::uint8_t* line) {
  if (!is_half(product)) {
    std::memcpy(line, from, std::size_t{count} * kWordBytes);
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint16_t bits = float_to_float16_rne(static_cast<float>(from[i]));
    std::memcpy(line + std::size_t{i} * sizeof bits, &bits, sizeof bits);
  }
}

}  // namespace

template <typename Value>
void read_start(const ProductInstruction& product, const MadShape& shape,
                const LocalMemories& memories, Panel<Value>& panel) {
  static_assert(sizeof(Value) == kWordBytes);
  const std::uint32_t columns = shape.columns();
  panel.assign(std::size_t{product.m} * columns, Value{0});
  const bool bias = product.start == ProductStart::Bias;
  for (std::uint32_t row = 0; row < product.m; ++row) {
    for (std::uint32_t col = 0; col < product.n; col += kPanelColumns) {
      const std::uint8_t* const line = bias ? memories[MemSpace::BT].data + product.bias +
                                                  std::size_t{col} * size_bytes(product.c_type)
                                            : memories[MemSpace::L0C].data + product.c +
                                                  shape.c.row_offset(row) + shape.c.col_offset(col);
      load_line(product, line, std::min<std::uint32_t>(product.n - col, kPanelColumns),
                panel.data() + std::size_t{row} * columns + col);
    }
  }
}

/// A column of boxes is contiguous, and is written as one piece where its lines are whole.
template <typename Value>
void write_accumulator(const ProductInstruction& product, const MadShape& shape,
                       const Panel<Value>& panel, WriteSet& out) {
  const unsigned size = size_bytes(product.c_type);
  const std::uint32_t line_bytes = kPanelColumns * size, columns = shape.columns();
  for (std::uint32_t col = 0; col < product.n; col += kPanelColumns) {
    const std::uint64_t base = product.c + static_cast<std::uint64_t>(shape.c.col_offset(col));
    const std::uint32_t count = std::min<std::uint32_t>(product.n - col, kPanelColumns);
    const bool whole = count == kPanelColumns;
    std::uint8_t* const all = whole ? out.add_unfilled(base, product.m * line_bytes) : nullptr;
    for (std::uint32_t row = 0; row < product.m; ++row) {
      const std::size_t away = std::size_t{row} * line_bytes;
      std::uint8_t* const line = whole ? all + away : out.add_unfilled(base + away, count * size);
      store_line(product, panel.data() + std::size_t{row} * columns + col, count, line);
    }
  }
}

template void read_start(const ProductInstruction&, const MadShape&, const LocalMemories&,
                         Panel<float>&);
template void read_start(const ProductInstruction&, const MadShape&, const LocalMemories&,
                         Panel<std::uint32_t>&);
template void write_accumulator(const ProductInstruction&, const MadShape&, const Panel<float>&,
                                WriteSet&);
template void write_accumulator(const ProductInstruction&, const MadShape&,
                                const Panel<std::uint32_t>&, WriteSet&);

}  // namespace npusim::isa
