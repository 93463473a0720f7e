// SPDX-License-Identifier: Apache-2.0
// MAD. Per output element (numerics.md rules 1 and 2):
//   reference  sum = fma chain over this instruction's k, ascending, from +0; c = sum, or c + sum
//   hardware   the same chain from c
// int8 products are exact modulo 2^32 in any order.
#include "models/isa/cube/product.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "models/isa/cube/operand_panels.h"
#include "models/isa/cube/product_kernel.h"
#include "models/isa/fractal_layout.h"

namespace npusim::isa {
namespace {

constexpr unsigned kAccumulatorBytes = 4;

std::uint32_t padded_columns(const MatrixProduct& product) {
  return (product.n + kPanelColumns - 1) / kPanelColumns * kPanelColumns;
}

PanelShape panels_of(const MatrixProduct& product) {
  return {product.a,      product.b,      product.m,      product.k,     product.n,
          product.a_cols, product.b_cols, product.a_type, product.b_type};
}

FractalLayout c_layout(const MatrixProduct& product) {
  return accumulator_layout(kAccumulatorBytes, product.c_rows);
}

/// Working memory of one product, kept for the next: nothing yields to another process of the
/// simulation while it is in use.
template <typename Value, typename Sum>
struct Workspace {
  Panel<Value> a, b;
  Panel<Sum> sum, c;

  static Workspace& get() {
    thread_local Workspace workspace;
    return workspace;
  }
};

/// The accumulator's valid part as a row-major panel; 0 unless accumulating.
template <typename Value>
void read_accumulator(const MatrixProduct& product, Bytes l0c, Panel<Value>& panel) {
  const std::uint32_t columns = padded_columns(product);
  panel.assign(std::size_t{product.m} * columns, Value{0});
  if (!product.accumulate) return;
  const FractalLayout layout = c_layout(product);
  for (std::uint32_t row = 0; row < product.m; ++row) {
    for (std::uint32_t col = 0; col < product.n; col += kPanelColumns) {
      std::memcpy(panel.data() + std::size_t{row} * columns + col,
                  l0c.data + product.c + layout.row_offset(row) + layout.col_offset(col),
                  std::min(product.n - col, kPanelColumns) * kAccumulatorBytes);
    }
  }
}

const Panel<float>& float_product(const MatrixProduct& product, Bytes l0a, Bytes l0b, Bytes l0c,
                                  Numerics numerics) {
  auto& [a, b, sum, c] = Workspace<float, float>::get();
  const std::uint32_t columns = padded_columns(product);
  read_left(panels_of(product), l0a, a);
  read_right(panels_of(product), l0b, columns, b);
  sum.resize(std::size_t{product.m} * columns);
  const bool chained = product.accumulate && numerics == Numerics::Hardware;
  if (product.accumulate) read_accumulator(product, l0c, c);
  product_kernel()(a.data(), b.data(), chained ? c.data() : nullptr, sum.data(), product.m,
                   product.k, columns);
  if (!product.accumulate || chained) return sum;
  for (std::size_t i = 0; i < c.size(); ++i) c[i] += sum[i];
  return c;
}

const Panel<std::uint32_t>& integer_product(const MatrixProduct& product, Bytes l0a, Bytes l0b,
                                            Bytes l0c) {
  auto& [a, b, sum, c] = Workspace<std::int32_t, std::uint32_t>::get();
  const std::uint32_t columns = padded_columns(product);
  read_left(panels_of(product), l0a, a);
  read_right(panels_of(product), l0b, columns, b);
  read_accumulator(product, l0c, c);
  for (std::uint32_t row = 0; row < product.m; ++row) {
    std::uint32_t* out = c.data() + std::size_t{row} * columns;
    for (std::uint32_t p = 0; p < product.k; ++p) {
      const auto factor = static_cast<std::uint32_t>(a[std::size_t{row} * product.k + p]);
      const std::int32_t* line = b.data() + std::size_t{p} * columns;
      for (std::uint32_t col = 0; col < columns; ++col) {
        out[col] += factor * static_cast<std::uint32_t>(line[col]);
      }
    }
  }
  return c;
}

/// A row-major panel into the accumulator's boxes: a column of boxes is contiguous.
void write_accumulator(const MatrixProduct& product, const std::uint8_t* panel, WriteSet& out) {
  const std::uint32_t columns = padded_columns(product);
  const FractalLayout layout = c_layout(product);
  constexpr std::uint32_t kLineBytes = kPanelColumns * kAccumulatorBytes;
  for (std::uint32_t col = 0; col < product.n; col += kPanelColumns) {
    const std::uint64_t base = product.c + static_cast<std::uint64_t>(layout.col_offset(col));
    const std::uint32_t bytes = std::min(product.n - col, kPanelColumns) * kAccumulatorBytes;
    const bool whole_lines = bytes == kLineBytes;
    std::uint8_t* target = whole_lines ? out.add_unfilled(base, product.m * kLineBytes) : nullptr;
    for (std::uint32_t row = 0; row < product.m; ++row) {
      std::uint8_t* line = whole_lines
                               ? target + std::size_t{row} * kLineBytes
                               : out.add_unfilled(base + std::uint64_t{row} * kLineBytes, bytes);
      std::memcpy(line, panel + (std::size_t{row} * columns + col) * kAccumulatorBytes, bytes);
    }
  }
}

struct TypeRow {
  DType a, b, c;
};
constexpr TypeRow kTypes[] = {{DType::INT8, DType::INT8, DType::INT32},
                              {DType::FLOAT16, DType::FLOAT16, DType::FLOAT32},
                              {DType::BFLOAT16, DType::BFLOAT16, DType::FLOAT32},
                              {DType::FLOAT32, DType::FLOAT32, DType::FLOAT32}};

struct OperandSpans {
  explicit OperandSpans(const MatrixProduct& product)
      : a(fractal_spans(left_layout(size_bytes(product.a_type), product.a_cols), product.a,
                        product.m, product.k)),
        b(fractal_spans(right_layout(size_bytes(product.b_type), product.b_cols), product.b,
                        product.k, product.n)),
        c(fractal_spans(c_layout(product), product.c, product.m, product.n)) {}
  std::vector<Span> a, b, c;
};

void add_spans(MemSpace space, bool write, const std::vector<Span>& spans,
               std::vector<Footprint>& out) {
  for (const Span& span : spans) out.push_back({space, write, span});
}

}  // namespace

void execute(const MatrixProduct& product, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out) {
  const Bytes l0a = memories[MemSpace::L0A], l0b = memories[MemSpace::L0B],
              l0c = memories[MemSpace::L0C];
  const auto deliver = [&](const auto& panel) {
    write_accumulator(product, reinterpret_cast<const std::uint8_t*>(panel.data()), out);
  };
  if (product.c_type == DType::INT32) {
    deliver(integer_product(product, l0a, l0b, l0c));
  } else {
    deliver(float_product(product, l0a, l0b, l0c, options.numerics));
  }
}

void footprint(const MatrixProduct& product, std::vector<Footprint>& out) {
  const bool known = std::any_of(std::begin(kTypes), std::end(kTypes), [&](const TypeRow& row) {
    return row.a == product.a_type && row.b == product.b_type && row.c == product.c_type;
  });
  if (!known) {
    throw NotModelled("mad of " + std::string(name(product.a_type)) + " and " +
                      std::string(name(product.b_type)) + " to " +
                      std::string(name(product.c_type)) + ": the cube has no such product");
  }
  const OperandSpans spans(product);
  add_spans(MemSpace::L0A, false, spans.a, out);
  add_spans(MemSpace::L0B, false, spans.b, out);
  if (product.accumulate) add_spans(MemSpace::L0C, false, spans.c, out);
  add_spans(MemSpace::L0C, true, spans.c, out);
}

}  // namespace npusim::isa
