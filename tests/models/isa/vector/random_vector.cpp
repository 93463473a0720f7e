// SPDX-License-Identifier: Apache-2.0
#include "tests/models/isa/vector/random_vector.h"

#include <algorithm>

#include "models/isa/vector/conversion_kernels.h"
#include "models/isa/vector/lane_kernels.h"

namespace npusim::test {
namespace {

using isa::BlockCopy;
using isa::BroadcastInstruction;
using isa::CompactInstruction;
using isa::CompareInstruction;
using isa::CompareMaskMove;
using isa::ConvertInstruction;
using isa::GatherInstruction;
using isa::LaneInstruction;
using isa::Opcode;
using isa::ReduceInstruction;
using isa::SelectInstruction;
using isa::TransposeInstruction;
using isa::VectorOperand;

constexpr Opcode kLanes[] = {
    Opcode::VADD,         Opcode::VSUB,         Opcode::VMUL,     Opcode::VDIV,
    Opcode::VMAX,         Opcode::VMIN,         Opcode::VADDS,    Opcode::VMULS,
    Opcode::VMAXS,        Opcode::VMINS,        Opcode::VEXP,     Opcode::VLN,
    Opcode::VSQRT,        Opcode::VABS,         Opcode::VRELU,    Opcode::VECTOR_DUP,
    Opcode::VAND,         Opcode::VNOT,         Opcode::VSHR,     Opcode::VMLA,
    Opcode::VMADDRELU,    Opcode::VAXPY,        Opcode::VLRELU,   Opcode::VCOPY,
    Opcode::VADDRELUCONV, Opcode::VSUBRELUCONV, Opcode::VMULCONV, Opcode::VADDRELUCONV_VDEQ};
constexpr DType kFloats[] = {DType::FLOAT32, DType::FLOAT16};
constexpr DType kAll[] = {DType::FLOAT32, DType::FLOAT16, DType::INT32, DType::INT16};
constexpr DType kAny[] = {DType::FLOAT32, DType::FLOAT16, DType::BFLOAT16, DType::INT32,
                          DType::INT16,   DType::INT8,    DType::UINT8,    DType::INT64};

std::uint32_t random_repeats(Random& random) {
  return 1 + static_cast<std::uint32_t>(random.below(5));
}

std::uint64_t random_scalar(Random& random) {
  return std::bit_cast<std::uint32_t>(static_cast<float>(random.below(9)) - 4.0f);
}

/// Where a source lies: now and then at the result.
VectorOperand random_source(Random& random, const VectorOperand& dst) {
  return random.one_in(4) ? dst : random_operand(random, false);
}

template <typename Family>
void set_lanes(Random& random, Family& family, unsigned size) {
  family.repeats = random_repeats(random);
  family.mask = random_mask(random, kRepeatBytes / size, family.repeats);
}

LaneInstruction lane_instruction(Random& random) {
  LaneInstruction lane;
  do {
    lane.opcode = random.pick(kLanes);
    lane.dtype = random.pick(kAny);
    lane.src_dtype = random.one_in(2) ? random.pick(kAny) : lane.dtype;
  } while (isa::lane_operation(lane.opcode, lane.dtype, lane.src_dtype).kernel == nullptr);
  set_lanes(random, lane, std::max(size_bytes(lane.dtype), size_bytes(lane.src_dtype)));
  lane.control = random.bits();
  lane.high_half = random.one_in(3);
  lane.dequant_address = 12 * 1024;
  lane.scalar = random_scalar(random);
  lane.dst = random_operand(random, true);
  lane.src0 = random_source(random, lane.dst);
  lane.src1 = random_source(random, lane.dst);
  return lane;
}

ConvertInstruction convert_instruction(Random& random) {
  ConvertInstruction convert;
  do {
    convert.dtype = random.pick(kAny);
    convert.src_dtype = random.pick(kAny);
  } while (isa::conversion_kernel(convert.src_dtype, convert.dtype) == nullptr);
  convert.rounding = static_cast<isa::Rounding>(random.below(7));
  convert.control = random.one_in(2) ? ~std::uint64_t{0} : 0;
  set_lanes(random, convert, std::max(size_bytes(convert.dtype), size_bytes(convert.src_dtype)));
  convert.dst = random_operand(random, true);
  convert.src = random_source(random, convert.dst);
  return convert;
}

ReduceInstruction reduce_instruction(Random& random) {
  constexpr Opcode kOpcodes[] = {Opcode::VCADD,  Opcode::VCMAX,  Opcode::VCMIN, Opcode::VCGADD,
                                 Opcode::VCGMAX, Opcode::VCGMIN, Opcode::VCPADD};
  ReduceInstruction reduce;
  reduce.opcode = random.pick(kOpcodes);
  reduce.dtype = random.pick(kFloats);
  set_lanes(random, reduce, size_bytes(reduce.dtype));
  reduce.dst = random.below(96) * 32;
  reduce.dst_repeat = static_cast<std::uint16_t>(random.below(12));
  reduce.src = random_operand(random, false);
  reduce.order = static_cast<isa::ReduceOrder>(random.below(4));
  if (reduce.opcode == Opcode::VCADD && random.one_in(3)) {
    const auto columns = static_cast<std::uint32_t>(1 + random.below(300));
    reduce.row_sum = isa::RowSum{random.below(96) * 32,
                                 static_cast<std::uint32_t>(random.below(12)) * 32, columns};
  }
  return reduce;
}

CompareInstruction compare_instruction(Random& random) {
  CompareInstruction compare;
  constexpr Opcode kOpcodes[] = {Opcode::VCMP, Opcode::VCMPV, Opcode::VCMPVS};
  compare.opcode = random.pick(kOpcodes);
  compare.dtype = random.pick(kFloats);
  compare.comparison = static_cast<isa::Comparison>(random.below(6));
  compare.scalar = random_scalar(random);
  set_lanes(random, compare, size_bytes(compare.dtype));
  compare.dst = random_operand(random, true);
  compare.src0 = random_source(random, compare.dst);
  compare.src1 = random_source(random, compare.dst);
  return compare;
}

SelectInstruction select_instruction(Random& random) {
  SelectInstruction select;
  select.dtype = random.pick(kAll);
  set_lanes(random, select, size_bytes(select.dtype));
  select.dst = random_operand(random, true);
  select.src0 = random_source(random, select.dst);
  select.src1 = random_source(random, select.dst);
  return select;
}

/// Results over offsets yet to be read would make offsets of their own: in place, or apart.
GatherInstruction gather_instruction(Random& random) {
  GatherInstruction gather;
  gather.opcode = random.one_in(3) ? Opcode::VGATHERB : Opcode::VGATHER;
  gather.dtype = random.one_in(2) ? DType::UINT32 : DType::UINT16;
  set_lanes(random, gather, size_bytes(gather.dtype));
  gather.offsets = random.below(96) * 32;
  gather.base = random.below(96) * 32;
  gather.extent = 64 + random.below(512);
  gather.dst.address = 8192 + random.below(32) * 32;
  if (gather.opcode == Opcode::VGATHER && gather.dtype == DType::UINT32 && random.one_in(3)) {
    gather.dst.address = gather.offsets;
  }
  return gather;
}

CompactInstruction compact_instruction(Random& random) {
  CompactInstruction compact;
  compact.dtype = random.one_in(2) ? DType::UINT32 : DType::UINT16;
  compact.pattern = static_cast<std::uint8_t>(1 + random.below(7));
  set_lanes(random, compact, size_bytes(compact.dtype));
  if (compact.mask.count_mode) compact.mask.low = 1 + random.below(200);  // lanes of a row
  compact.dst = random.below(96) * 32;
  compact.src0 = random_operand(random, false);
  return compact;
}

TransposeInstruction transpose_instruction(Random& random) {
  constexpr DType kTypes[] = {DType::UINT8, DType::UINT16, DType::UINT32};
  TransposeInstruction transpose;
  transpose.dtype = random.pick(kTypes);
  transpose.repeats = random_repeats(random);
  transpose.rows = static_cast<std::uint8_t>(random.below(17));
  transpose.dst_high = random.one_in(2);
  transpose.src_high = random.one_in(2);
  transpose.dst_stride = static_cast<std::uint16_t>(random.below(12));
  transpose.src_stride = static_cast<std::uint16_t>(random.below(12));
  const std::uint64_t dst = random.below(96) * 32, src = random.below(96) * 32;
  const std::uint64_t dst_step = (1 + random.below(3)) * 32, src_step = random.below(4) * 32;
  for (unsigned i = 0; i < 16; ++i) {
    transpose.dst[i] = dst + i * dst_step;
    transpose.src[i] = src + i * src_step;
  }
  if (random.one_in(4)) std::swap(transpose.dst[3], transpose.dst[11]);
  return transpose;
}

BroadcastInstruction broadcast_instruction(Random& random) {
  BroadcastInstruction broadcast;
  broadcast.dtype = random.one_in(2) ? DType::UINT32 : DType::UINT16;
  broadcast.repeats = random_repeats(random);
  broadcast.dst = random_operand(random, true);
  broadcast.src = random.below(96) * 32;
  return broadcast;
}

BlockCopy block_copy(Random& random) {
  BlockCopy copy;
  copy.bursts = random_repeats(random);
  copy.burst_blocks = static_cast<std::uint32_t>(1 + random.below(10));
  copy.dst = random.below(96) * 32;
  copy.src = random.below(96) * 32;
  copy.dst_gap = static_cast<std::uint32_t>(random.below(4));
  copy.src_gap = static_cast<std::uint32_t>(random.below(4));
  return copy;
}

CompareMaskMove compare_mask_move(Random& random) {
  CompareMaskMove move;
  move.dtype = random.pick(kAll);
  move.opcode = random.one_in(2) ? Opcode::GET_CMPMASK : Opcode::SET_CMPMASK;
  move.address = random.below(96) * 32;
  return move;
}

isa::Operands random_operands(Random& random) {
  if (random.one_in(2)) return lane_instruction(random);
  switch (random.below(10)) {
    case 0:
      return convert_instruction(random);
    case 1:
      return reduce_instruction(random);
    case 2:
      return compare_instruction(random);
    case 3:
      return select_instruction(random);
    case 4:
      return gather_instruction(random);
    case 5:
      return compact_instruction(random);
    case 6:
      return transpose_instruction(random);
    case 7:
      return broadcast_instruction(random);
    case 8:
      return block_copy(random);
    default:
      return compare_mask_move(random);
  }
}

}  // namespace

isa::Instruction random_instruction(Random& random) { return {random_operands(random)}; }

}  // namespace npusim::test
