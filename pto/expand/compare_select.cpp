// SPDX-License-Identifier: Apache-2.0
// TCMPS: packed bits of a comparison; TSEL: a choice by packed bits (tile-isa.md section 3.3).
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kMaxCompareRepeats = 240;
constexpr std::int32_t kEqual = 0, kNotEqual = 1;  ///< CmpMode

/// Bytes of a row of packed results in the valid region of either tile.
std::uint32_t valid_bytes(const TileRef& dst, const TileRef& src) {
  const std::uint32_t declared = size_bytes(dst.dtype) == 1 ? cols_of(dst) : 0;
  return std::max((cols_of(src) + 7) / 8, declared);
}

}  // namespace

/// Whole repeats of each row: lanes behind the valid columns are compared as well.
void compare_with_scalar(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  emitter.require(call.tile_count == 2, "the scalar in a tile", "a scalar argument");
  emitter.require(src.dtype != DType::INT32 || call.mode[0] == kEqual || call.mode[0] == kNotEqual,
                  "int32 with an ordering", "EQ and NE for int32, any mode for float32, float16");
  emitter.require(
      src.dtype == DType::INT32 || src.dtype == DType::FLOAT32 || src.dtype == DType::FLOAT16,
      npusim::name(src.dtype), "float32, float16, int32");
  const unsigned lanes = lanes_of(src.dtype);
  const std::uint32_t repeats = (cols_of(src) + lanes - 1) / lanes;
  CompareInstruction instruction;
  instruction.opcode = Opcode::VCMPVS;
  instruction.dtype = src.dtype;
  instruction.scalar = call.scalar;
  instruction.comparison = static_cast<Comparison>(call.mode[0]);
  emitter.full_mask();
  for (std::uint32_t first = 0; first < repeats; first += kMaxCompareRepeats) {
    instruction.repeats = std::min(repeats - first, kMaxCompareRepeats);
    for (std::uint32_t row = 0; row < rows_of(src); ++row) {
      instruction.valid_bytes = valid_bytes(dst, src) - first * lanes / 8;
      instruction.dst.address = row_address(dst, row) + first * lanes / 8;
      instruction.src0.address = row_address(src, row, first * lanes);
      emitter.issue(instruction);
    }
  }
}

/// A row at a time: the address of the row's bits into tmp, from there into the mask register, then
/// the choice.
void select(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& bits = call.tile[1];
  const TileRef& tmp = call.tile[4];
  emitter.require_plain_rows({&dst, &bits, &call.tile[2], &call.tile[3]});
  const unsigned size = size_bytes(dst.dtype);
  emitter.require(size == 2 || size == 4, npusim::name(dst.dtype), "types of 2 or 4 bytes");
  LaneInstruction address = lanes(Opcode::VECTOR_DUP, DType::UINT32);
  address.dst.address = tmp.address;
  CompareMaskMove load_mask;
  load_mask.dtype = dst.dtype;
  load_mask.address = tmp.address;
  SelectInstruction choose;
  choose.dtype = dst.dtype;
  choose.mode = SelectMode::MaskAddress;
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    address.scalar = choose.bits = row_address(bits, row);
    emitter.count_mask(size == 2 ? 4 : 2);  // the register: a bit a lane
    emitter.issue(address);
    emitter.barrier();
    emitter.issue(load_mask);
    emitter.barrier();
    choose.dst.address = row_address(dst, row);
    choose.src0.address = row_address(call.tile[2], row);
    choose.src1.address = row_address(call.tile[3], row);
    emitter.count_mask(cols_of(dst));
    emitter.issue(choose);
  }
  emitter.full_mask();
}

}  // namespace npusim::library::expanders
