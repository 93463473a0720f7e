// SPDX-License-Identifier: Apache-2.0
// TGATHER and TSCATTER, by index tile and by mask pattern (tile-isa.md sections 3.4 and 3.5).
#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr std::int32_t kAllLanes = 7;  ///< MaskPattern::P1111

/// Where a pattern puts element j of a row: step*j + first.
struct Spread {
  unsigned step, first;
};
Spread spread_of(std::int32_t pattern) {
  constexpr Spread kSpreads[] = {{1, 0}, {2, 0}, {2, 1}, {4, 0}, {4, 1}, {4, 2}, {4, 3}, {1, 0}};
  return kSpreads[static_cast<unsigned>(pattern)];
}

std::uint64_t allocated_bytes(const TileRef& tile) {
  return static_cast<std::uint64_t>(tile.rows) * static_cast<std::uint64_t>(tile.cols) *
         size_bytes(tile.dtype);
}

/// A row at a time: indices to byte offsets (into dst where an offset fits an element, else into
/// tmp), barrier, gather.
void gather_by_index(const TileCall& call, VectorEmitter& emitter) {
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  const TileRef& index = call.tile[2];
  const TileRef& tmp = call.tile[3];
  emitter.require_plain_rows({&dst, &src, &index, &tmp});
  const unsigned size = size_bytes(dst.dtype);
  emitter.require(size == 2 || size == 4, npusim::name(dst.dtype), "types of 2 or 4 bytes");
  emitter.require(size_bytes(index.dtype) == 4, "indices of 2 bytes", "32-bit indices");
  // The library strides tmp by dst's columns.
  const std::uint64_t offsets_base = size == 4 ? dst.address : tmp.address;
  const std::uint64_t offsets_pitch = static_cast<std::uint64_t>(dst.cols) * 4;
  LaneInstruction scale = lanes(Opcode::VMULS, DType::INT32);
  scale.scalar = size;
  GatherInstruction take;
  take.dtype = size == 4 ? DType::UINT32 : DType::UINT16;
  take.base = src.address;
  emitter.count_mask(cols_of(dst));
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    scale.src0.address = row_address(index, row);
    scale.dst.address = take.offsets = offsets_base + row * offsets_pitch;
    take.dst.address = row_address(dst, row);
    emitter.issue(scale);
    emitter.barrier();
    emitter.issue(take);
  }
  emitter.full_mask();
}

/// A pattern along columns keeps whole rows: each is copied.
void copy_row(VectorUnit& unit, DType type, std::uint64_t dst, std::uint64_t src) {
  unit.one_source(Opcode::VCOPY, type, {dst}, {src});
}

void gather_rows_by_mask(const TileCall& call, VectorUnit& unit) {
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  const Spread spread = spread_of(call.mode[0]);
  const DType type = size_bytes(src.dtype) == 4 ? DType::UINT32 : DType::UINT16;
  unit.count_mask(cols_of(src));
  for (std::uint32_t row = 0; row < rows_of(src); ++row) {
    copy_row(unit, type, row_address(dst, row), row_address(src, spread.step * row + spread.first));
  }
  unit.full_mask();
}

void gather_by_mask(const TileCall& call, VectorUnit& emitter) {
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  if (call.mode[1] != 0) return gather_rows_by_mask(call, emitter);
  CompactInstruction instruction;
  instruction.dtype = size_bytes(src.dtype) == 4 ? DType::UINT32 : DType::UINT16;
  instruction.pattern = static_cast<std::uint8_t>(call.mode[0]);
  instruction.repeats = rows_of(src);
  instruction.dst = dst.address;
  instruction.src0.address = src.address;
  instruction.src0.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(src));
  emitter.count_mask(cols_of(src));
  emitter.issue(instruction);
  emitter.full_mask();
}

/// Clears dst's whole allocation on pipe V and waits for it. Bytes are cleared in pairs.
void clear(const TileRef& dst, VectorEmitter& emitter) {
  LaneInstruction instruction =
      lanes(Opcode::VECTOR_DUP, size_bytes(dst.dtype) == 4 ? DType::UINT32 : DType::UINT16);
  instruction.dst.address = dst.address;
  emitter.count_mask(allocated_bytes(dst) / size_bytes(instruction.dtype));
  emitter.issue(instruction);
  emitter.full_mask();
  emitter.sync_v_to_s();
}

/// An index as the library's loop takes it: an element of its own type, signed or not.
std::uint64_t element_offset(DType type, std::uint64_t index) {
  switch (type) {
    case DType::INT32:
      return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int32_t>(index)});
    case DType::INT16:
      return static_cast<std::uint64_t>(std::int64_t{static_cast<std::int16_t>(index)});
    default:
      return index;
  }
}

}  // namespace

void gather(const TileCall& call, Issuer& front_end) {
  VectorUnit emitter(call, front_end);
  if (call.mode[0] == 0) return gather_by_index(call, emitter);
  gather_by_mask(call, emitter);
}

/// Everything but the clearing, and whole rows, is a loop of the scalar unit.
void scatter(const TileCall& call, Issuer& front_end) {
  const std::int32_t pattern = call.mode[0];
  if (pattern == kAllLanes) return move(call, front_end);
  VectorUnit emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  const unsigned size = size_bytes(dst.dtype);
  emitter.require(size <= 4, npusim::name(dst.dtype), "types of 1, 2 or 4 bytes");
  const bool by_index = pattern == 0;
  const TileRef& shape = by_index ? call.tile[2] : src;
  if (by_index) {
    emitter.require_plain_rows({&shape});
    emitter.require(size_bytes(shape.dtype) == (size == 4 ? 4u : 2u), "an index type of other size",
                    "4-byte indices for 4-byte elements, else 2-byte ones");
  }
  const unsigned index_size = size_bytes(shape.dtype);
  const Spread spread = spread_of(pattern);
  clear(dst, emitter);
  if (!by_index && call.mode[1] != 0) {
    emitter.count_mask(cols_of(src));
    for (std::uint32_t row = 0; row < rows_of(src); ++row) {
      copy_row(emitter, size == 4 ? DType::INT32 : DType::INT16,
               row_address(dst, spread.step * row + spread.first), row_address(src, row));
    }
    emitter.full_mask();
    return emitter.sync_s_to_v();
  }
  for (std::uint32_t row = 0; row < rows_of(shape); ++row) {
    for (std::uint32_t column = 0; column < cols_of(shape); ++column) {
      const std::uint64_t target =
          by_index ? dst.address +
                         size * element_offset(
                                    shape.dtype,
                                    front_end.load_ub(row_address(shape, row, column), index_size))
                   : row_address(dst, row, spread.step * column + spread.first);
      front_end.store_ub(target, front_end.load_ub(row_address(src, row, column), size), size);
    }
  }
  emitter.sync_s_to_v();
}

}  // namespace npusim::library::expanders
