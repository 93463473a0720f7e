// SPDX-License-Identifier: Apache-2.0
#include "models/isa/cube/mad.h"

#include <algorithm>
#include <cstring>

#include "models/arch/small_float.h"
#include "models/isa/cube/accumulator_panel.h"
#include "models/isa/cube/hf32.h"
#include "models/isa/cube/mad_shape.h"
#include "models/isa/cube/operand_panels.h"
#include "models/isa/cube/product_kernels.h"
#include "models/isa/cube/sparse.h"

namespace npusim::isa {
namespace {

/// Working memory of one product, kept for the next: nothing yields to another process of the
/// simulation while it is in use.
template <typename Value, typename Sum>
struct Workspace {
  Elements<Value> a, b, unpacked_a, unpacked_b;
  Elements<Sum> start, sum;  ///< one panel each

  static Workspace& get() {
    thread_local Workspace workspace;
    return workspace;
  }
};

constexpr std::uint64_t kHf32 = std::uint64_t{1} << 46, kHf32TiesToZero = std::uint64_t{1} << 47;

void round_elements(Elements<float>& elements, bool ties_to_zero) {
  for (float& value : elements) value = rounded_to_hf32(value, ties_to_zero);
}

/// The product of a and b, each panel of columns by `multiply(b, start, sum)` of its own; `start`
/// is null where there is none.
template <typename Value, typename Sum, typename Multiply>
void for_panels(const ProductInstruction& product, const MadShape& shape,
                const LocalMemories& memories, Workspace<Value, Sum>& work,
                const Elements<Value>& b, WriteSet& out, Multiply multiply) {
  const std::size_t panel = std::size_t{product.m} * kPanelColumns;
  const bool starts = product.start != ProductStart::Zero;
  const std::size_t b_panel = b.size() / (shape.columns() / kPanelColumns);
  work.start.resize(panel);
  work.sum.resize(panel);
  const Value* at = b.data();
  for (std::uint32_t col = 0; col < product.n; col += kPanelColumns, at += b_panel) {
    if (starts) read_start(product, shape, memories, col, work.start.data());
    multiply(at, starts ? work.start.data() : nullptr, work.sum.data());
    write_accumulator(product, shape, col, work.sum.data(), out);
  }
}

void float_product(const ProductInstruction& product, const MadShape& shape,
                   const LocalMemories& memories, Numerics numerics, WriteSet& out) {
  auto& work = Workspace<float, float>::get();
  read_left(shape.panels, memories[MemSpace::L0A], work.a);
  read_right(shape.panels, memories[MemSpace::L0B], shape.columns(), work.b);
  if (product.a_type == DType::FLOAT32 && (product.control & kHf32) != 0) {
    round_elements(work.a, (product.control & kHf32TiesToZero) != 0);
    round_elements(work.b, (product.control & kHf32TiesToZero) != 0);
  }
  const auto kernel = product_kernels().front().floats;
  const bool chained = numerics == Numerics::Hardware;
  for_panels(product, shape, memories, work, work.b, out,
             [&](const float* b, const float* start, float* sum) {
               kernel(work.a.data(), b, chained ? start : nullptr, sum, product.m, product.k);
               if (start == nullptr || chained) return;
               for (std::size_t i = 0; i < work.sum.size(); ++i) sum[i] = start[i] + sum[i];
             });
}

/// 4-bit numbers, two a byte along k, low half first.
std::int32_t nibble(std::int32_t byte, unsigned which) {
  const std::int32_t bits = which == 0 ? byte << 4 : byte;
  return static_cast<std::int8_t>(bits & 0xF0) / 16;
}

/// Of a row-major matrix whose rows are pairs along k.
void unpack_left_nibbles(const Elements<std::int32_t>& bytes, Elements<std::int32_t>& out) {
  out.resize(bytes.size() * 2);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = nibble(bytes[i / 2], i % 2);
}

/// Of panels: a row of pairs becomes two rows.
void unpack_right_nibbles(const Elements<std::int32_t>& bytes, Elements<std::int32_t>& out) {
  out.resize(bytes.size() * 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t row = i / kPanelColumns;
    out[i] = nibble(bytes[row / 2 * kPanelColumns + i % kPanelColumns], row % 2);
  }
}

void integer_product(const ProductInstruction& product, const MadShape& shape,
                     const LocalMemories& memories, WriteSet& out) {
  auto& work = Workspace<std::int32_t, std::uint32_t>::get();
  read_left(shape.panels, memories[MemSpace::L0A], work.a);
  if (product.opcode == Opcode::MAD_SPARSE) {
    read_sparse_right(shape, memories[MemSpace::L0B], work.b);
  } else {
    read_right(shape.panels, memories[MemSpace::L0B], shape.columns(), work.b);
  }
  const bool pairs = product.opcode == Opcode::MAD_S4;
  if (pairs) {
    unpack_left_nibbles(work.a, work.unpacked_a);
    unpack_right_nibbles(work.b, work.unpacked_b);
  }
  const auto& a = pairs ? work.unpacked_a : work.a;
  const auto& b = pairs ? work.unpacked_b : work.b;
  const auto kernel = product_kernels().front().integers;
  const auto k = static_cast<std::uint32_t>(a.size() / product.m);
  for_panels(product, shape, memories, work, b, out,
             [&](const std::int32_t* panel, const std::uint32_t* start, std::uint32_t* sum) {
               kernel(a.data(), panel, start, sum, product.m, k);
             });
}

}  // namespace

void execute(const ProductInstruction& product, const LocalMemories& memories,
             const ExecuteOptions& options, WriteSet& out) {
  if (options.empty_arithmetic || !multiplies(product)) return;
  const MadShape shape(product);
  if (product.c_type == DType::INT32 || product.c_type == DType::UINT32) {
    integer_product(product, shape, memories, out);
  } else {
    float_product(product, shape, memories, options.numerics, out);
  }
}

}  // namespace npusim::isa
