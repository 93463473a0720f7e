// SPDX-License-Identifier: Apache-2.0
// What the expansions share: the table's function type, vector masks, and the pieces out of which
// the library builds its instructions.
#pragma once

#include <cstdint>
#include <string>

#include "models/isa/issuer.h"

namespace npusim::isa {

using Expander = void (*)(const port::TileCall& call, Issuer& front_end);

/// The expander of a tile instruction.
Expander expander_of(port::TileOp op);

/// The instruction's name, for messages.
std::string_view tile_op_name(port::TileOp op);

/// The run ends as inconclusive: this form of the instruction is not modelled, because `why`.
[[noreturn]] void not_modelled(const port::TileCall& call, Issuer& front_end, std::string_view why);

/// Sets a vector mask for one scope; the full norm mask holds again at its end, as after every
/// library instruction (tile-isa.md section 1.7).
class MaskScope {
 public:
  /// Norm mode: the first `lanes` lanes of each repeat.
  static MaskScope lanes(Issuer& front_end, unsigned lanes);
  /// Norm mode: the lanes whose bits are set.
  static MaskScope bits(Issuer& front_end, std::uint64_t high, std::uint64_t low);
  /// Count mode: `elements` in all.
  static MaskScope count(Issuer& front_end, std::uint64_t elements);
  ~MaskScope() { front_end_.set_mask(VectorMask{}); }
  MaskScope(const MaskScope&) = delete;
  MaskScope& operator=(const MaskScope&) = delete;

 private:
  MaskScope(Issuer& front_end, const VectorMask& mask) : front_end_(front_end) {
    front_end_.set_mask(mask);
  }
  Issuer& front_end_;
};

/// Elements of `type` in one repeat.
constexpr unsigned lanes_of(DType type) { return kRepeatBytes / size_bytes(type); }

/// A NoneBox tile in UB as rows of elements, whichever way it is declared: a column tile [N, 1] is
/// one row of N.
struct RowsView {
  std::uint64_t address = 0;
  DType dtype = DType::FLOAT32;
  std::int32_t rows = 0, cols = 0;              ///< allocated
  std::int32_t valid_rows = 0, valid_cols = 0;
  std::int32_t static_valid_cols = -1;

  std::uint64_t row_address(std::int32_t row) const {
    return address + std::uint64_t(row) * row_bytes();
  }
  std::uint64_t row_bytes() const { return std::uint64_t(cols) * size_bytes(dtype); }
  std::uint64_t row_blocks() const { return row_bytes() / kBlockBytes; }
  bool static_full_width() const { return static_valid_cols == cols; }
};
RowsView rows_view(const port::TileRef& tile);

/// Whether a tile is a column of scalars, one a row, without padding.
bool is_column_of_scalars(const port::TileRef& tile);

VectorOperand operand(std::uint64_t address, std::uint64_t repeat_stride = 8,
                      std::uint64_t block_stride = 1);

/// Bits of a scalar operand as a value of `type`; scalar operands cross in their own type.
std::uint64_t scalar_bits(const port::TileCall& call, DType type);
/// Bits of a small whole number as a value of `type`.
std::uint64_t number_bits(std::int64_t value, DType type);

}  // namespace npusim::isa
