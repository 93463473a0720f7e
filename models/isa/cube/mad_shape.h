// SPDX-License-Identifier: Apache-2.0
// Where the operands of a matrix product lie (intrinsics.md 2.5). Nothing of it is given by the
// instruction but addresses and sizes: fractals follow each other as m, k and n say.
#pragma once

#include <cstdint>

#include "cce/port/product_instruction.h"
#include "models/isa/cube/operand_panels.h"
#include "models/isa/cube/product_kernels.h"
#include "models/isa/fractal_layout.h"

namespace npusim::isa {

/// Any size 0: the instruction does nothing.
inline bool multiplies(const ProductInstruction& product) {
  return product.m > 0 && product.k > 0 && product.n > 0;
}

/// The operands as stored: of 4-bit numbers pairs along k as bytes, of sparse weights the kept
/// half.
struct MadShape {
  explicit MadShape(const ProductInstruction& product);

  /// Columns of all panels: n up to the next multiple of kPanelColumns.
  std::uint32_t columns() const {
    return (panels.n + kPanelColumns - 1) / kPanelColumns * kPanelColumns;
  }

  PanelShape panels;
  std::uint32_t b_rows;  ///< as stored
  FractalLayout a, b, c;
};

}  // namespace npusim::isa
