// SPDX-License-Identifier: Apache-2.0
// VNCHWCONV: transposes 16 rows of a block (instruction.h lists the forms by element size).
#include <cstring>

#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kRows = 16;

/// Source: 16 rows of `columns` elements, `source_skip` bytes into each block. Target: `columns`
/// rows of 16 elements, `target_skip` bytes into each row.
struct Form {
  unsigned columns, source_skip, target_skip, rows_given;
};

Form form_of(const Instruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  const unsigned given = instruction.mode2 == 0 ? kRows : static_cast<unsigned>(instruction.mode2);
  if (size > 1) return {kBlockBytes / size, 0, 0, given};
  const unsigned half = kBlockBytes / 2;
  return {half, (instruction.mode & 2) != 0 ? half : 0, (instruction.mode & 1) != 0 ? half : 0,
          given};
}

std::uint64_t row_address(const VectorOperand& operand, std::uint32_t repeat, unsigned row) {
  return operand.address + std::uint64_t{repeat} * operand.repeat_stride * kBlockBytes +
         std::uint64_t{row} * operand.block_stride * kBlockBytes;
}

void execute(const RepeatContext& context) {
  const Instruction& instruction = context.instruction;
  const unsigned size = size_bytes(instruction.dtype);
  const Form form = form_of(instruction);
  for (unsigned column = 0; column < form.columns; ++column) {
    std::uint8_t* target = context.out.add(
        row_address(instruction.dst, context.repeat, column) + form.target_skip, kRows * size);
    for (unsigned row = 0; row < form.rows_given; ++row) {
      std::memcpy(target + row * size,
                  context.ub.data + row_address(instruction.src[0], context.repeat, row) +
                      form.source_skip + column * size,
                  size);
    }
  }
}

void add_block_rows(const Instruction& instruction, const VectorOperand& operand, unsigned skip,
                    unsigned bytes, unsigned rows, bool write, std::vector<Footprint>& out) {
  Span span = contiguous(operand.address + skip, bytes);
  span.runs = rows;
  span.run_stride = std::int64_t{operand.block_stride} * kBlockBytes;
  if (span.run_stride == bytes) span = contiguous(operand.address + skip, bytes * rows);
  span.groups = instruction.repeats;
  span.group_stride = std::int64_t{operand.repeat_stride} * kBlockBytes;
  if (span.groups > 0) out.push_back({MemSpace::UB, write, span});
}

void describe(const Instruction& instruction, std::vector<Footprint>& out) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size > 4) not_modelled(instruction, "elements have 1, 2 or 4 bytes");
  if (instruction.mode2 < 0 || instruction.mode2 > static_cast<int>(kRows)) {
    not_modelled(instruction, "more than 16 source rows");
  }
  const Form form = form_of(instruction);
  add_block_rows(instruction, instruction.src[0], form.source_skip, form.columns * size,
                 form.rows_given, false, out);
  add_block_rows(instruction, instruction.dst, form.target_skip, kRows * size, form.columns, true,
                 out);
}

}  // namespace

const VectorFamily kTransposeFamily = {execute, nullptr, describe};

}  // namespace npusim::isa
