// SPDX-License-Identifier: Apache-2.0
// Operands of vector instructions. They start on a block, but for the results of reductions, the
// compare mask and the lists of a merge (intrinsics.md 2.3.7; MrgSort of the vendor's documents:
// a list starts on an entry).
#include "models/isa/operand_places.h"

namespace npusim::isa {
namespace {

constexpr std::uint32_t kEntryBytes = 8;  ///< of a list to be merged

OperandPlace source(const char* name, std::uint64_t address,
                    std::uint32_t alignment = kBlockBytes) {
  return {name, MemSpace::UB, address, alignment, false};
}
OperandPlace target(std::uint64_t address, std::uint32_t alignment = kBlockBytes) {
  return {"dst", MemSpace::UB, address, alignment, true};
}

/// The unit in which the results of a reduction are placed.
std::uint32_t result_alignment(const ReduceInstruction& reduce) {
  const auto size = static_cast<std::uint32_t>(size_bytes(reduce.dtype));
  switch (reduce.opcode) {
    case Opcode::VCADD:
      return size;
    case Opcode::VCMAX:
    case Opcode::VCMIN:
      if (reduce.order == ReduceOrder::OnlyValue) return size;
      return reduce.order == ReduceOrder::OnlyIndex ? 4 : 2 * size;
    case Opcode::VCGADD:
    case Opcode::VCGMAX:
    case Opcode::VCGMIN:
      return 8 * size;
    default:
      return kBlockBytes;
  }
}

}  // namespace

void operand_places(const LaneInstruction& lane, OperandPlaces& out) {
  out.push_back(target(lane.dst.address));
  out.push_back(source("src0", lane.src0.address));
  out.push_back(source("src1", lane.src1.address));
  if (lane.opcode == Opcode::VADDRELUCONV_VDEQ) {
    out.push_back(source("DEQSCALE", lane.dequant_address));
  }
}

void operand_places(const ConvertInstruction& convert, OperandPlaces& out) {
  out.push_back(target(convert.dst.address));
  out.push_back(source("src", convert.src.address));
}

void operand_places(const ReduceInstruction& reduce, OperandPlaces& out) {
  out.push_back(target(reduce.dst, result_alignment(reduce)));
  out.push_back(source("src", reduce.src.address));
}

void operand_places(const CompareInstruction& compare, OperandPlaces& out) {
  if (compare.opcode != Opcode::VCMP) out.push_back(target(compare.dst.address));
  out.push_back(source("src0", compare.src0.address));
  out.push_back(source("src1", compare.src1.address));
}

void operand_places(const CompareMaskMove& move, OperandPlaces& out) {
  constexpr std::uint32_t kMaskBytes = 16;
  const bool load = move.opcode == Opcode::SET_CMPMASK;
  out.push_back(load ? source("src", move.address, kMaskBytes) : target(move.address, kMaskBytes));
}

void operand_places(const SelectInstruction& select, OperandPlaces& out) {
  out.push_back(target(select.dst.address));
  out.push_back(source("src0", select.src0.address));
  out.push_back(source("src1", select.src1.address));
}

void operand_places(const GatherInstruction& gather, OperandPlaces& out) {
  const bool blocks = gather.opcode == Opcode::VGATHERB;
  out.push_back(target(gather.dst.address));
  out.push_back(source("offsets", gather.offsets));
  out.push_back(
      source("base", gather.base,
             blocks ? kBlockBytes : static_cast<std::uint32_t>(size_bytes(gather.dtype))));
}

void operand_places(const CompactInstruction& compact, OperandPlaces& out) {
  out.push_back(target(compact.dst));
  out.push_back(source("src0", compact.src0.address));
  if (compact.pattern == 0) out.push_back(source("src1", compact.src1));
}

void operand_places(const SortInstruction& sort, OperandPlaces& out) {
  out.push_back(target(sort.dst));
  out.push_back(source("src0", sort.values));
  out.push_back(source("src1", sort.indices));
}

void operand_places(const MergeInstruction& merge, OperandPlaces& out) {
  constexpr const char* kLists[] = {"src[0]", "src[1]", "src[2]", "src[3]"};
  out.push_back(target(merge.dst));
  for (unsigned i = 0; i < 4; ++i) {
    if ((merge.valid_lists >> i & 1) != 0) {
      out.push_back(source(kLists[i], merge.lists[i], kEntryBytes));
    }
  }
}

void operand_places(const TransposeInstruction& transpose, OperandPlaces& out) {
  for (unsigned i = 0; i < 16; ++i) {
    out.push_back(target(transpose.dst[i]));
    if (i < transpose.rows) out.push_back(source("src", transpose.src[i]));
  }
}

void operand_places(const SquareTranspose& transpose, OperandPlaces& out) {
  out.push_back(target(transpose.dst));
  out.push_back(source("src", transpose.src));
}

void operand_places(const AddressRegisterLoad& load, OperandPlaces& out) {
  if (load.opcode == Opcode::VLD_VA_REG) out.push_back(source("src", load.address));
}

void operand_places(const BroadcastInstruction& broadcast, OperandPlaces& out) {
  out.push_back(target(broadcast.dst.address));
  out.push_back(source("src", broadcast.src));
}

void operand_places(const BlockCopy& copy, OperandPlaces& out) {
  out.push_back(target(copy.dst));
  out.push_back(source("src", copy.src));
}

}  // namespace npusim::isa
