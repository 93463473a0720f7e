// SPDX-License-Identifier: Apache-2.0
// Operands of the cube from L1, whole tiles whatever is valid of them; of compact tiles the whole
// fractals that are valid (tile-isa.md section 3.2). Operands that lie in L1 as L0 wants them go by
// IMG2COL (left) or fractal by fractal (right), transposed ones by IMG2COL, of 1-byte elements
// square by square.
#include "pto/expand/operand_load.h"

namespace npusim::library::expanders {
namespace {

constexpr std::int32_t kLines = 16;  ///< of a fractal
constexpr std::int32_t kFractalBytes = 512;
constexpr std::int32_t kSquare = 32;  ///< side of a square of 1-byte elements
constexpr std::int32_t kSquareFractals = 2;

std::int32_t rounded_up(std::int32_t value, std::int32_t unit) {
  return (value + unit - 1) / unit * unit;
}

class OperandLoad {
 public:
  OperandLoad(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end)
      : emitter_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        row_(row),
        col_(col),
        size_(static_cast<std::int32_t>(size_bytes(src_.dtype))),
        line_(static_cast<std::int32_t>(kBlockBytes) / size_),
        move_(call.op == TileOp::TMOV) {}

  void left() {
    if (src_.rows == 1 && src_.outer == OuterLayout::RowMajor &&
        src_.inner == InnerLayout::NoneBox) {
      return vector();
    }
    require_boxes();
    const bool transposed = src_.inner != InnerLayout::RowMajor;
    compact_ = compact_ || (transposed && size_ == 1 && move_);
    set_extent(transposed ? (size_ == 1 ? kSquare : kLines) : kLines,
               transposed ? (size_ == 1 ? kSquare : kLines) : left_columns());
    if (!transposed) return window(Opcode::IMG2COL_L1_TO_L0A, false);
    if (size_ == 1) return left_squares();
    window(Opcode::IMG2COL_L1_TO_L0A, true);
  }

  void right() {
    require_boxes();
    const bool transposed = src_.inner == InnerLayout::RowMajor;
    const std::int32_t square = size_ == 1 ? kSquare : kLines;
    compact_ = compact_ || (transposed && size_ == 1);
    set_extent(transposed ? square : line_, transposed ? square : kLines);
    if (!transposed) return fractals();
    if (size_ == 1) return right_squares();
    window(Opcode::IMG2COL_L1_TO_L0B, false);
  }

 private:
  void require_boxes() {
    emitter_.require(src_.inner != InnerLayout::NoneBox, "a source in L1 without boxes",
                     "Nz and Zn tiles");
  }

  std::int32_t left_columns() const {
    return dst_.k_aligned && dst_.dtype == DType::FLOAT32 ? kLines : line_;
  }

  /// What is loaded: the tile, or of a compact one its valid part in whole units.
  void set_extent(std::int32_t row_unit, std::int32_t col_unit) {
    rows_ = compact_ ? rounded_up(dst_.valid_rows, row_unit) : dst_.rows;
    cols_ = compact_ ? rounded_up(dst_.valid_cols, col_unit) : dst_.cols;
  }

  /// A row of contiguous elements, fractal by fractal.
  void vector() {
    const std::int32_t elements = kFractalBytes / size_;
    isa::FractalLoad load;
    load.opcode = Opcode::LOAD_L1_TO_L0A;
    load.l1_address = src_.address;
    load.l0_address = dst_.address;
    load.base_index = static_cast<std::uint16_t>(col_ * size_ / kFractalBytes);
    load.repeats = static_cast<std::uint8_t>(rounded_up(dst_.valid_cols, elements) / elements);
    load.src_stride = 1;
    emitter_.issue(load);
  }

  /// The tile in L1 as a feature map of height 1: its lines are pixels, what runs along them
  /// channels.
  void window(Opcode opcode, bool transpose) {
    const bool lines_are_rows = src_.inner == InnerLayout::RowMajor;
    const std::int32_t pixels = lines_are_rows ? src_.rows : src_.cols;
    const bool to_right = opcode == Opcode::IMG2COL_L1_TO_L0B;
    const auto fmatrix = static_cast<std::uint64_t>(pixels) | std::uint64_t{1} << 16;
    emitter_.front_end().write_register(
        to_right ? port::SpecialRegister::FMatrixB : port::SpecialRegister::FMatrix, fmatrix);
    isa::Img2Col load;
    load.opcode = opcode;
    load.element_bits = static_cast<unsigned>(size_) * 8;
    load.l1_address = src_.address;
    load.target_address = dst_.address;
    load.step_k = static_cast<std::uint16_t>(lines_are_rows ? cols_ : rows_);
    load.step_m = static_cast<std::uint16_t>(lines_are_rows ? rows_ : cols_);
    load.pos_k = static_cast<std::uint16_t>(lines_are_rows ? col_ : row_);
    load.pos_m = static_cast<std::uint16_t>(lines_are_rows ? row_ : col_);
    load.transpose = transpose;
    load.use_fmatrix_b = to_right;
    load.channels = static_cast<std::uint16_t>(lines_are_rows ? src_.cols : src_.rows);
    load.map.fmatrix = fmatrix;
    emitter_.issue(load);
  }

  /// An instruction for each column or row of fractals, whichever are fewer; a repeat a fractal.
  void fractals() {
    const std::int32_t down = rows_ / line_, across = cols_ / kLines;
    const std::int32_t source_across = src_.cols / kLines;
    const std::int32_t first = row_ / line_ * source_across + col_ / kLines;
    const bool by_columns = down >= across;
    isa::FractalLoad load;
    load.opcode = Opcode::LOAD_L1_TO_L0B;
    load.l1_address = src_.address;
    load.repeats = static_cast<std::uint8_t>(by_columns ? down : across);
    load.src_stride = static_cast<std::uint16_t>(by_columns ? source_across : 1);
    load.dst_gap = static_cast<std::uint16_t>(by_columns ? across - 1 : 0);
    for (std::int32_t i = 0; i < (by_columns ? across : down); ++i) {
      load.base_index = static_cast<std::uint16_t>(first + (by_columns ? i : i * source_across));
      load.l0_address =
          dst_.address + static_cast<std::uint64_t>(by_columns ? i : i * across) * kFractalBytes;
      emitter_.issue(load);
    }
  }

  isa::SquareLoad squares(Opcode opcode) const {
    isa::SquareLoad load;
    load.opcode = opcode;
    load.element_bits = 8;
    load.l1_address = src_.address;
    return load;
  }

  void left_squares() {
    const std::int32_t down = rows_ / kSquare, across = cols_ / kSquare;
    const std::int32_t source_across = src_.cols / kSquare;
    const std::int32_t first = col_ / kSquare + row_ * source_across / kSquare;
    const bool by_columns = down >= across;
    isa::SquareLoad load = squares(Opcode::LOAD_L1_TO_L0A_TRANSPOSE);
    load.repeats = static_cast<std::uint8_t>(by_columns ? down : across);
    load.src_stride = static_cast<std::uint16_t>(by_columns ? source_across : 1);
    load.dst_gap = static_cast<std::uint16_t>(by_columns ? kSquareFractals * across - 1 : 0);
    load.dst_fractal_gap = static_cast<std::uint16_t>(across - 1);
    for (std::int32_t i = 0; i < (by_columns ? across : down); ++i) {
      load.index = static_cast<std::uint16_t>(first + (by_columns ? i : i * source_across));
      const std::int32_t away = by_columns ? i : i * across * kSquareFractals;
      load.l0_address = dst_.address + static_cast<std::uint64_t>(away) * kFractalBytes;
      emitter_.issue(load);
    }
  }

  /// A row of squares an instruction.
  void right_squares() {
    const std::int32_t down = rows_ / kSquare, across = cols_ / kSquare;
    const std::int32_t source_down = src_.rows / kSquare;
    const std::int32_t first = row_ / kSquare + col_ * source_down / kSquare;
    isa::SquareLoad load = squares(Opcode::LOAD_L1_TO_L0B_TRANSPOSE);
    load.repeats = static_cast<std::uint8_t>(across);
    load.src_stride = static_cast<std::uint16_t>(source_down);
    load.dst_gap = kSquareFractals - 1;
    const std::int32_t fractals_a_row = rounded_up(dst_.valid_cols, kLines) / kLines;
    for (std::int32_t i = 0; i < down; ++i) {
      load.index = static_cast<std::uint16_t>(first + i);
      load.l0_address =
          dst_.address + static_cast<std::uint64_t>(i * fractals_a_row) * kFractalBytes;
      emitter_.issue(load);
    }
  }

  VectorEmitter emitter_;
  const TileRef& dst_;
  const TileRef& src_;
  std::int32_t row_, col_;
  std::int32_t size_, line_;  ///< of an element; elements of 32 bytes
  bool move_;                 ///< TMOV
  bool compact_ = dst_.compact;
  std::int32_t rows_ = 0, cols_ = 0;
};

}  // namespace

void load_left(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end) {
  OperandLoad(call, row, col, front_end).left();
}

void load_right(const TileCall& call, std::int32_t row, std::int32_t col, Issuer& front_end) {
  OperandLoad(call, row, col, front_end).right();
}

}  // namespace npusim::library::expanders
