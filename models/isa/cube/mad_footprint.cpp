// SPDX-License-Identifier: Apache-2.0
// What a matrix product touches, and which types the cube multiplies.
#include <algorithm>
#include <string>

#include "models/isa/cube/mad.h"
#include "models/isa/cube/mad_shape.h"

namespace npusim::isa {
namespace {

struct TypeRow {
  Opcode opcode;
  DType a, b, c;
};
constexpr TypeRow kTypes[] = {{Opcode::MAD, DType::FLOAT16, DType::FLOAT16, DType::FLOAT32},
                              {Opcode::MAD, DType::FLOAT16, DType::FLOAT16, DType::FLOAT16},
                              {Opcode::MAD, DType::BFLOAT16, DType::BFLOAT16, DType::FLOAT32},
                              {Opcode::MAD, DType::FLOAT32, DType::FLOAT32, DType::FLOAT32},
                              {Opcode::MAD, DType::INT8, DType::INT8, DType::INT32},
                              {Opcode::MAD, DType::UINT8, DType::INT8, DType::INT32},
                              {Opcode::MAD, DType::UINT8, DType::UINT8, DType::INT32},
                              {Opcode::MAD, DType::UINT8, DType::UINT8, DType::UINT32},
                              {Opcode::MAD_S4, DType::INT8, DType::INT8, DType::INT32},
                              {Opcode::MAD_SPARSE, DType::INT8, DType::INT8, DType::INT32}};

void check(const ProductInstruction& product) {
  const std::string what(info(product.opcode).name);
  const bool known = std::any_of(std::begin(kTypes), std::end(kTypes), [&](const TypeRow& row) {
    return row.opcode == product.opcode && row.a == product.a_type && row.b == product.b_type &&
           row.c == product.c_type;
  });
  if (!known) {
    throw NotModelled(what + " of " + std::string(name(product.a_type)) + " and " +
                      std::string(name(product.b_type)) + " to " +
                      std::string(name(product.c_type)) + ": the cube has no such product");
  }
  if (product.opcode == Opcode::MAD_S4 && product.k % 2 != 0) {
    throw NotModelled(what + " with an odd k");
  }
}

void add_spans(MemSpace space, bool write, const std::vector<Span>& spans,
               std::vector<Footprint>& out) {
  for (const Span& span : spans) out.push_back({space, write, span});
}

/// A row of the left operand that is contiguous.
Span vector_span(const PanelShape& panels) {
  return contiguous(panels.a, panels.k * size_bytes(panels.a_type));
}

}  // namespace

void footprint(const ProductInstruction& product, std::vector<Footprint>& out) {
  check(product);
  if (!multiplies(product)) return;
  const MadShape shape(product);
  const PanelShape& panels = shape.panels;
  if (panels.a_is_vector) {
    out.push_back({MemSpace::L0A, false, vector_span(panels)});
  } else {
    add_spans(MemSpace::L0A, false, fractal_spans(shape.a, panels.a, panels.m, panels.k), out);
  }
  add_spans(MemSpace::L0B, false, fractal_spans(shape.b, panels.b, shape.b_rows, panels.n), out);
  if (product.start == ProductStart::Bias) {
    out.push_back(
        {MemSpace::BT, false, contiguous(product.bias, product.n * size_bytes(product.c_type))});
  }
  const std::vector<Span> c = fractal_spans(shape.c, product.c, product.m, product.n);
  if (product.start == ProductStart::Accumulator) add_spans(MemSpace::L0C, false, c, out);
  add_spans(MemSpace::L0C, true, c, out);
}

}  // namespace npusim::isa
