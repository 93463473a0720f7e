// SPDX-License-Identifier: Apache-2.0
// VNCHWCONV: lane i of source block j becomes lane j of destination line i. 4-byte lines are two
// destination blocks; 1-byte data is a half of each block. VTRANSPOSE: the same of one contiguous
// square (intrinsics.md 2.3.9).
#include <cstring>

#include "models/arch/byte_range.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kBlocks = 16;
constexpr unsigned kHalf = kBlockBytes / 2;

/// Bytes of an element and of the part of a block that is read or written, and those skipped
/// before.
struct Form {
  unsigned size, bytes, source_skip, target_skip;
};

Form form_of(const TransposeInstruction& instruction) {
  const unsigned size = size_bytes(instruction.dtype);
  if (size > 1) return {size, kBlockBytes, 0, 0};
  return {size, kHalf, instruction.src_high ? kHalf : 0, instruction.dst_high ? kHalf : 0};
}

/// A single repeat is one stride away from the addresses on both sides, as the hardware does it;
/// libraries pass stride 0 there.
std::uint64_t first_stride(const TransposeInstruction& instruction) {
  return instruction.repeats == 1 ? 1 : 0;
}

}  // namespace

void execute_repeat(const TransposeInstruction& instruction, const RepeatContext& context) {
  const Form form = form_of(instruction);
  const std::uint64_t strides = context.repeat + first_stride(instruction);
  const std::uint64_t source_step =
      strides * instruction.src_stride * kBlockBytes + form.source_skip;
  const std::uint64_t target_step = strides * instruction.dst_stride * kBlockBytes;
  const unsigned lanes = form.bytes / form.size;
  for (unsigned block = 0; block < kBlocks; ++block) {
    // Lines of 16 lanes fill one destination block after the other.
    const unsigned line = block * lanes / kBlocks, first = block * lanes % kBlocks;
    std::uint8_t* const target =
        context.out.add(instruction.dst[block] + form.target_skip + target_step, form.bytes);
    for (unsigned i = 0; i < lanes && first + i < instruction.rows; ++i) {
      std::memcpy(target + i * form.size,
                  context.ub.data + instruction.src[first + i] + source_step + line * form.size,
                  form.size);
    }
  }
}

void footprint(const TransposeInstruction& instruction, std::vector<Footprint>& out) {
  if (size_bytes(instruction.dtype) > 4) {
    not_modelled(instruction, "elements have 1, 2 or 4 bytes");
  }
  if (instruction.rows > kBlocks) not_modelled(instruction, "more than 16 source rows");
  const Form form = form_of(instruction);
  const std::uint64_t source_step =
      first_stride(instruction) * instruction.src_stride * kBlockBytes + form.source_skip;
  const std::uint64_t target_step =
      first_stride(instruction) * instruction.dst_stride * kBlockBytes + form.target_skip;
  std::vector<ByteRange> sources, targets;
  for (unsigned block = 0; block < instruction.rows; ++block) {
    const std::uint64_t begin = instruction.src[block] + source_step;
    sources.push_back({begin, begin + form.bytes});
  }
  for (const std::uint64_t block : instruction.dst) {
    const std::uint64_t begin = block + target_step;
    targets.push_back({begin, begin + form.bytes});
  }
  add_ranges(std::move(sources), instruction.repeats,
             std::int64_t{instruction.src_stride} * kBlockBytes, false, out);
  add_ranges(std::move(targets), instruction.repeats,
             std::int64_t{instruction.dst_stride} * kBlockBytes, true, out);
}

void execute_repeat(const SquareTranspose& instruction, const RepeatContext& context) {
  constexpr unsigned kSize = 2;
  const std::uint8_t* const source = context.ub.data + instruction.src;
  std::uint8_t* const target = context.out.add_unfilled(instruction.dst, kBlocks * kBlocks * kSize);
  for (unsigned row = 0; row < kBlocks; ++row) {
    for (unsigned column = 0; column < kBlocks; ++column) {
      std::memcpy(target + (column * kBlocks + row) * kSize,
                  source + (row * kBlocks + column) * kSize, kSize);
    }
  }
}

void footprint(const SquareTranspose& instruction, std::vector<Footprint>& out) {
  if (size_bytes(instruction.dtype) != 2) not_modelled(instruction, "elements have 2 bytes");
  add_rows(instruction.src, kBlocks * kBlockBytes, 1, 0, false, out);
  add_rows(instruction.dst, kBlocks * kBlockBytes, 1, 0, true, out);
}

/// The addresses went into the operands of the VNCHWCONVs behind it when they were issued.
void execute_repeat(const AddressRegisterLoad&, const RepeatContext&) {}

void footprint(const AddressRegisterLoad& instruction, std::vector<Footprint>& out) {
  constexpr unsigned kBytes = 8 * sizeof(std::uint64_t);
  if (instruction.opcode == Opcode::VLD_VA_REG) {
    add_rows(instruction.address, kBytes, 1, 0, false, out);
  }
}

}  // namespace npusim::isa
