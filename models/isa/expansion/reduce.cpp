// SPDX-License-Identifier: Apache-2.0
// Row reductions: columns beyond one repeat are folded into the temporary tile first, then one
// instruction reduces each row's repeat to a scalar. A barrier follows each step (tile-isa.md
// section 3.3).
#include <algorithm>

#include "models/isa/expansion/families.h"

namespace npusim::isa {
namespace {

/// VCADD's mode that carries the whole row for the reference arithmetic (instruction.h).
constexpr std::int32_t kWholeRow = 1;

class RowReduction {
 public:
  RowReduction(const port::TileCall& call, Issuer& front_end)
      : call_(call),
        front_end_(front_end),
        src_(rows_view(call.tile[1])),
        lanes_(static_cast<std::int32_t>(lanes_of(src_.dtype))) {
    if (src_.dtype != DType::FLOAT32 && src_.dtype != DType::FLOAT16) {
      not_modelled(call, front_end, "of integers");
    }
    constexpr std::int32_t kMaxRepeats = 255;
    if (src_.valid_rows > kMaxRepeats) not_modelled(call, front_end, "of more than 255 rows");
    if (src_.valid_cols > lanes_ && call.tile_count < 3) {
      not_modelled(call, front_end, "of more than one repeat without a temporary tile");
    }
    if (call.tile_count >= 3) tmp_ = rows_view(call.tile[2]);
  }

  std::int32_t cols() const { return src_.valid_cols; }
  std::int32_t lanes() const { return lanes_; }
  std::int32_t whole_repeats() const { return cols() / lanes_; }
  std::int32_t remainder() const { return cols() % lanes_; }
  const RowsView& src() const { return src_; }
  const RowsView& tmp() const { return tmp_; }

  static VectorOperand repeat_of(const RowsView& view, std::int32_t repeat) {
    return operand(view.address + std::uint64_t(repeat) * kRepeatBytes, view.row_blocks());
  }

  /// dst = a op b for `width` lanes of each row, and a barrier.
  void fold(Opcode opcode, VectorOperand dst, VectorOperand a, VectorOperand b,
            std::int32_t width) {
    Instruction instruction = start(opcode);
    instruction.dst = dst;
    instruction.src[0] = a;
    instruction.src[1] = b;
    finish(instruction, width);
  }

  void copy_first_repeat() {
    Instruction instruction = start(Opcode::COPY_UB_TO_UB);
    instruction.dst = repeat_of(tmp_, 0);
    instruction.src[0] = repeat_of(src_, 0);
    instruction.mode = kRepeatBytes / kBlockBytes;
    finish(instruction, lanes_);
  }

  /// The last step: `width` lanes of each row of `from` to one element.
  void reduce(Opcode opcode, const RowsView& from, std::int32_t width) {
    const port::TileRef& target = call_.tile[0];
    const bool dense = is_column_of_scalars(target);
    Instruction instruction = start(opcode);
    instruction.dst = operand(target.address, dense ? 1 : std::uint64_t(target.cols));
    instruction.src[0] = repeat_of(from, 0);
    if (opcode == Opcode::VCADD && from.address != src_.address) {
      instruction.mode = kWholeRow;
      instruction.mode2 = cols();
      instruction.src[1] = repeat_of(src_, 0);
    }
    finish(instruction, width);
  }

 private:
  Instruction start(Opcode opcode) const {
    Instruction instruction;
    instruction.opcode = opcode;
    instruction.dtype = instruction.src_dtype = src_.dtype;
    instruction.repeats = static_cast<std::uint32_t>(src_.valid_rows);
    return instruction;
  }
  void finish(const Instruction& instruction, std::int32_t width) {
    {
      const MaskScope mask = MaskScope::lanes(front_end_, static_cast<unsigned>(width));
      front_end_.issue(instruction);
    }
    front_end_.pipe_barrier(Pipe::V);
  }

  const port::TileCall& call_;
  Issuer& front_end_;
  RowsView src_, tmp_;
  std::int32_t lanes_;
};

}  // namespace

void expand_row_sum(const port::TileCall& call, Issuer& front_end) {
  RowReduction row(call, front_end);
  const auto src = [&](std::int32_t i) { return RowReduction::repeat_of(row.src(), i); };
  const auto tmp = [&](std::int32_t i) { return RowReduction::repeat_of(row.tmp(), i); };
  const std::int32_t whole = row.whole_repeats();
  if (row.cols() <= row.lanes()) {
    row.reduce(Opcode::VCADD, row.src(), row.cols());
    return;
  }
  if (whole < 2) {
    row.copy_first_repeat();
  } else {
    // Pairs of repeats into tmp[0], tmp[1] ...; an odd last one into tmp[0].
    for (std::int32_t i = 0; i < whole / 2; ++i) {
      row.fold(Opcode::VADD, tmp(i), src(2 * i), src(2 * i + 1), row.lanes());
    }
    if (whole % 2 != 0) {
      row.fold(Opcode::VADD, tmp(0), tmp(0), src(whole - 1), row.lanes());
    }
  }
  if (row.remainder() > 0) row.fold(Opcode::VADD, tmp(0), tmp(0), src(whole), row.remainder());
  for (std::int32_t count = whole / 2; count > 1; count = (count + 1) / 2) {
    for (std::int32_t i = 0; i < count / 2; ++i) {
      row.fold(Opcode::VADD, tmp(i), tmp(i), tmp(i + (count + 1) / 2), row.lanes());
    }
  }
  row.reduce(Opcode::VCADD, row.tmp(), row.lanes());
}

template <Opcode combine, Opcode reduce>
void expand_row_extreme(const port::TileCall& call, Issuer& front_end) {
  RowReduction row(call, front_end);
  const auto src = [&](std::int32_t i) { return RowReduction::repeat_of(row.src(), i); };
  const VectorOperand folded = RowReduction::repeat_of(row.tmp(), 0);
  const std::int32_t whole = row.whole_repeats();
  if (row.cols() <= row.lanes()) {
    row.reduce(reduce, row.src(), row.cols());
    return;
  }
  if (whole < 2) {
    row.copy_first_repeat();
  } else {
    row.fold(combine, folded, src(0), src(1), row.lanes());
  }
  if (row.remainder() > 0) row.fold(combine, folded, folded, src(whole), row.remainder());
  for (std::int32_t i = 2; i < whole; ++i) row.fold(combine, folded, folded, src(i), row.lanes());
  row.reduce(reduce, row.tmp(), row.lanes());
}
template void expand_row_extreme<Opcode::VMAX, Opcode::VCMAX>(const port::TileCall&, Issuer&);
template void expand_row_extreme<Opcode::VMIN, Opcode::VCMIN>(const port::TileCall&, Issuer&);

}  // namespace npusim::isa
