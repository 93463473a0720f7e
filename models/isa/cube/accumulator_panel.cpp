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
                const LocalMemories& memories, std::uint32_t col, Value* panel) {
  static_assert(sizeof(Value) == kWordBytes);
  const std::uint32_t count = std::min<std::uint32_t>(product.n - col, kPanelColumns);
  const std::uint8_t* const bias =
      memories[MemSpace::BT].data + product.bias + std::size_t{col} * size_bytes(product.c_type);
  const std::uint8_t* const sums =
      memories[MemSpace::L0C].data + product.c + shape.c.col_offset(col);
  for (std::uint32_t row = 0; row < product.m; ++row, panel += kPanelColumns) {
    if (count < kPanelColumns) std::fill_n(panel, kPanelColumns, Value{0});
    const bool same_for_all = product.start == ProductStart::Bias;
    load_line(product, same_for_all ? bias : sums + shape.c.row_offset(row), count, panel);
  }
}

/// A column of boxes is contiguous, and is written as one piece where its lines are whole.
template <typename Value>
void write_accumulator(const ProductInstruction& product, const MadShape& shape, std::uint32_t col,
                       const Value* panel, WriteSet& out) {
  const unsigned size = size_bytes(product.c_type);
  const std::uint32_t line_bytes = kPanelColumns * size;
  const std::uint64_t base = product.c + static_cast<std::uint64_t>(shape.c.col_offset(col));
  const std::uint32_t count = std::min<std::uint32_t>(product.n - col, kPanelColumns);
  const bool whole = count == kPanelColumns;
  std::uint8_t* const all = whole ? out.add_unfilled(base, product.m * line_bytes) : nullptr;
  for (std::uint32_t row = 0; row < product.m; ++row, panel += kPanelColumns) {
    const std::size_t away = std::size_t{row} * line_bytes;
    std::uint8_t* const line = whole ? all + away : out.add_unfilled(base + away, count * size);
    store_line(product, panel, count, line);
  }
}

template void read_start(const ProductInstruction&, const MadShape&, const LocalMemories&,
                         std::uint32_t, float*);
template void read_start(const ProductInstruction&, const MadShape&, const LocalMemories&,
                         std::uint32_t, std::uint32_t*);
template void write_accumulator(const ProductInstruction&, const MadShape&, std::uint32_t,
                                const float*, WriteSet&);
template void write_accumulator(const ProductInstruction&, const MadShape&, std::uint32_t,
                                const std::uint32_t*, WriteSet&);

}  // namespace npusim::isa
