// SPDX-License-Identifier: Apache-2.0
// Which registers each family takes along.
#include <algorithm>

#include "models/isa/registers.h"

namespace npusim::isa {
namespace {

/// The mask and, in count mode, as many repeats of lanes of `widest` as it counts.
template <typename Family>
void take_mask(Family& instruction, DType widest, const VectorMask& mask) {
  instruction.mask = mask;
  if (mask.count_mode) instruction.repeats = repeats_for(mask.low, widest);
}

DType wider(DType a, DType b) { return size_bytes(a) >= size_bytes(b) ? a : b; }

/// In count mode the mask counts the elements of each of vcopy's repeats.
void take_rows(LaneInstruction& instruction, const VectorMask& mask) {
  instruction.mask = mask;
  if (!mask.count_mode) return;
  const auto parts = static_cast<std::uint16_t>(repeats_for(mask.low, instruction.dtype));
  instruction.repeats *= parts;
  for (std::uint16_t* rows : {&instruction.mask.row_repeats, &instruction.dst.row_repeats,
                              &instruction.src0.row_repeats}) {
    *rows = std::max<std::uint16_t>(parts, 1);
  }
}

void take(LaneInstruction& instruction, const Registers& registers) {
  if (instruction.opcode == Opcode::VCOPY) {
    take_rows(instruction, registers.mask);
  } else {
    take_mask(instruction, wider(instruction.dtype, instruction.src_dtype), registers.mask);
  }
  instruction.control = registers.control;
  // DEQSCALE [13:0]: UB address in blocks.
  instruction.dequant_address = (registers.deqscale & 0x3FFF) * kBlockBytes;
}

void take(ConvertInstruction& instruction, const Registers& registers) {
  take_mask(instruction, wider(instruction.dtype, instruction.src_dtype), registers.mask);
  instruction.control = registers.control;
  instruction.deqscale = registers.deqscale;
}

void take(ReduceInstruction& instruction, const Registers& registers) {
  take_mask(instruction, instruction.dtype, registers.mask);
  instruction.control = registers.control;
}

void take(CompareInstruction& instruction, const Registers& registers) {
  take_mask(instruction, instruction.dtype, registers.mask);
}

void take(SelectInstruction& instruction, const Registers& registers) {
  take_mask(instruction, instruction.dtype, registers.mask);
}

void take(GatherInstruction& instruction, const Registers& registers) {
  take_mask(instruction, instruction.dtype, registers.mask);
}

/// The mask counts the lanes of one row.
void take(CompactInstruction& instruction, const Registers& registers) {
  instruction.mask = registers.mask;
}

void take(TransposeInstruction& instruction, const Registers& registers) {
  const auto blocks = [&](std::uint8_t first, std::array<std::uint64_t, 16>& into) {
    for (unsigned i = 0; i < into.size(); ++i) into[i] = registers.va[(first + i / 8) % 8][i % 8];
  };
  if (!instruction.by_registers) return;
  blocks(instruction.dst_va, instruction.dst);
  blocks(instruction.src_va, instruction.src);
}

void take(GmCopy& copy, const Registers& registers) {
  copy.pad_bits = registers.pad_value;
  if (info(copy.opcode).pipe != Pipe::MTE2) copy.atomic = registers.atomic;
}

void take(FixPipeStore& store, const Registers& registers) {
  store.state = {registers.quant_pre, registers.fpc, registers.nd_para, registers.leaky_alpha,
                 registers.control};
  if (store.opcode == Opcode::COPY_L0C_TO_GM) store.atomic = registers.atomic;
}

void take(Img2Col& load, const Registers& registers) {
  load.map = {load.use_fmatrix_b ? registers.fmatrix_b : registers.fmatrix, registers.l3d_repeat,
              registers.l1_3d_size, registers.padding};
}

void take(ProductInstruction& product, const Registers& registers) {
  product.control = registers.control;
}

// Without registers.
void take(NdToNz&, const Registers&) {}
void take(GmFractalLoad&, const Registers&) {}
void take(FractalLoad&, const Registers&) {}
void take(SquareLoad&, const Registers&) {}
void take(SparseLoad&, const Registers&) {}
void take(LocalBurstCopy&, const Registers&) {}
void take(MatrixFill&, const Registers&) {}
void take(CompareMaskMove&, const Registers&) {}
void take(SortInstruction&, const Registers&) {}
void take(MergeInstruction&, const Registers&) {}
void take(SquareTranspose&, const Registers&) {}
void take(AddressRegisterLoad&, const Registers&) {}
void take(BroadcastInstruction&, const Registers&) {}
void take(BlockCopy&, const Registers&) {}
void take(ScalarAccess&, const Registers&) {}

/// The lanes of norm mode; types of 8 bits have none of their own.
bool is_empty(const VectorMask& mask, DType widest) {
  if (mask.count_mode) return false;
  switch (size_bytes(widest)) {
    case 2:
      return (mask.low | mask.high) == 0;
    case 4:
      return mask.low == 0;
    case 8:
      return static_cast<std::uint32_t>(mask.low) == 0;
    default:
      return false;
  }
}

// What computes lane by lane; the rest takes no mask, or only counts by it.
template <typename Family>
bool has_no_lane(const Family&) {
  return false;
}
bool has_no_lane(const LaneInstruction& lanes) {
  return lanes.repeats != 0 && is_empty(lanes.mask, wider(lanes.dtype, lanes.src_dtype));
}
bool has_no_lane(const ConvertInstruction& lanes) {
  return lanes.repeats != 0 && is_empty(lanes.mask, wider(lanes.dtype, lanes.src_dtype));
}
bool has_no_lane(const ReduceInstruction& lanes) {
  return lanes.repeats != 0 && is_empty(lanes.mask, lanes.dtype);
}
bool has_no_lane(const SelectInstruction& lanes) {
  return lanes.repeats != 0 && is_empty(lanes.mask, lanes.dtype);
}

}  // namespace

bool has_no_lane(const Operands& operands) {
  return std::visit([](const auto& family) { return has_no_lane(family); }, operands);
}

void capture(Operands& operands, const Registers& registers) {
  std::visit([&](auto& family) { take(family, registers); }, operands);
}

}  // namespace npusim::isa
