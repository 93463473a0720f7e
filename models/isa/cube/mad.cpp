// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/mad.h"

#include <algorithm>
#include <cstring>

#include "models/arch/small_float.h"
#include "models/isa/cube/accumulator_panel.h"
#include "models/isa/cube/hf32.h"
#include "models/isa/cube/mad_shape.h"
#include "models/isa/cube/operand_panels.h"
#include "models/isa/cube/product_kernel.h"
#include "models/isa/cube/sparse.h"

namespace npusim::isa {
namespace {

/// Working memory of one product, kept for the next: nothing yields to another process of the
/// simulation while it is in use.
template <typename Value, typename Sum>
struct Workspace {
  Panel<Value> a, b, unpacked_a, unpacked_b;
  Panel<Sum> sum, start;

  static Workspace& get() {
    thread_local Workspace workspace;
    return workspace;
  }
};

constexpr std::uint64_t kHf32 = std::uint64_t{1} << 46, kHf32TiesToZero = std::uint64_t{1} << 47;

void round_panel(Panel<float>& panel, bool ties_to_zero) {
  for (float& value : panel) value = rounded_to_hf32(value, ties_to_zero);
}

const Panel<float>& float_product(const ProductInstruction& product, const MadShape& shape,
                                  const LocalMemories& memories, Numerics numerics) {
  auto& work = Workspace<float, float>::get();
  read_left(shape.panels, memories[MemSpace::L0A], work.a);
  read_right(shape.panels, memories[MemSpace::L0B], shape.columns(), work.b);
  if (product.a_type == DType::FLOAT32 && (product.control & kHf32) != 0) {
    round_panel(work.a, (product.control & kHf32TiesToZero) != 0);
    round_panel(work.b, (product.control & kHf32TiesToZero) != 0);
  }
  work.sum.resize(std::size_t{product.m} * shape.columns());
  const bool starts = product.start != ProductStart::Zero;
  if (starts) read_start(product, shape, memories, work.start);
  const bool chained = starts && numerics == Numerics::Hardware;
  product_kernel()(work.a.data(), work.b.data(), chained ? work.start.data() : nullptr,
                   work.sum.data(), product.m, product.k, shape.columns());
  if (starts && !chained) {
    for (std::size_t i = 0; i < work.sum.size(); ++i) work.sum[i] = work.start[i] + work.sum[i];
  }
  return work.sum;
}

/// 4-bit numbers, two a byte along k, low half first.
std::int32_t nibble(std::int32_t byte, unsigned which) {
  const std::int32_t bits = which == 0 ? byte << 4 : byte;
  return static_cast<std::int8_t>(bits & 0xF0) / 16;
}

void unpack_nibbles(const Panel<std::int32_t>& bytes, std::uint32_t rows, std::uint32_t columns,
                    bool along_rows, Panel<std::int32_t>& out) {
  out.resize(bytes.size() * 2);
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t column = 0; column < columns; ++column) {
      const std::int32_t byte = bytes[std::size_t{row} * columns + column];
      for (unsigned which = 0; which < 2; ++which) {
        const std::size_t at = along_rows ? (std::size_t{row} * columns + column) * 2 + which
                                          : (std::size_t{row} * 2 + which) * columns + column;
        out[at] = nibble(byte, which);
      }
    }
  }
}

const Panel<std::uint32_t>& integer_product(const ProductInstruction& product,
                                            const MadShape& shape, const LocalMemories& memories) {
  auto& work = Workspace<std::int32_t, std::uint32_t>::get();
  const std::uint32_t columns = shape.columns();
  read_left(shape.panels, memories[MemSpace::L0A], work.a);
  const Panel<std::int32_t>* a = &work.a;
  const Panel<std::int32_t>* b = &work.b;
  if (product.opcode == Opcode::MAD_SPARSE) {
    read_sparse_right(shape, memories[MemSpace::L0B], work.b);
  } else {
    read_right(shape.panels, memories[MemSpace::L0B], columns, work.b);
  }
  std::uint32_t k = shape.panels.k;
  if (product.opcode == Opcode::MAD_S4) {
    unpack_nibbles(work.a, product.m, k, true, work.unpacked_a);
    unpack_nibbles(work.b, k, columns, false, work.unpacked_b);
    a = &work.unpacked_a;
    b = &work.unpacked_b;
    k *= 2;
  }
  work.sum.assign(std::size_t{product.m} * columns, 0);
  if (product.start != ProductStart::Zero) read_start(product, shape, memories, work.sum);
  for (std::uint32_t row = 0; row < product.m; ++row) {
    std::uint32_t* const out = work.sum.data() + std::size_t{row} * columns;
    for (std::uint32_t p = 0; p < k; ++p) {
      const auto factor = static_cast<std::uint32_t>((*a)[std::size_t{row} * k + p]);
      const std::int32_t* const line = b->data() + std::size_t{p} * columns;
      for (std::uint32_t col = 0; col < columns; ++col) {
        out[col] += factor * static_cast<std::uint32_t>(line[col]);
      }
    }
  }
  return work.sum;
}

}  // namespace

void execute(const ProductInstruction& product, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out) {
  if (options.empty_arithmetic || !multiplies(product)) return;
  const MadShape shape(product);
  if (product.c_type == DType::INT32 || product.c_type == DType::UINT32) {
    write_accumulator(product, shape, integer_product(product, shape, memories), out);
  } else {
    write_accumulator(product, shape, float_product(product, shape, memories, options.numerics),
                      out);
  }
}

}  // namespace npusim::isa
