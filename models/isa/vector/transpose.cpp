// SPDX-License-Identifier: Apache-2.0
// VNCHWCONV: lane i of source block j becomes lane j of destination line i. 4-byte lines are two
// destination blocks; 1-byte data is a half of each block.
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

}  // namespace

void execute_repeat(const TransposeInstruction& instruction, const RepeatContext& context) {
  const Form form = form_of(instruction);
  const std::uint64_t source_step =
      std::uint64_t{context.repeat} * instruction.src_stride * kBlockBytes + form.source_skip;
  const std::uint64_t target_step =
      std::uint64_t{context.repeat} * instruction.dst_stride * kBlockBytes;
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
  std::vector<ByteRange> sources, targets;
  for (unsigned block = 0; block < instruction.rows; ++block) {
    const std::uint64_t begin = instruction.src[block] + form.source_skip;
    sources.push_back({begin, begin + form.bytes});
  }
  for (const std::uint64_t block : instruction.dst) {
    const std::uint64_t begin = block + form.target_skip;
    targets.push_back({begin, begin + form.bytes});
  }
  add_ranges(std::move(sources), instruction.repeats,
             std::int64_t{instruction.src_stride} * kBlockBytes, false, out);
  add_ranges(std::move(targets), instruction.repeats,
             std::int64_t{instruction.dst_stride} * kBlockBytes, true, out);
}

}  // namespace npusim::isa
