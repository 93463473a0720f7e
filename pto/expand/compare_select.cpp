// SPDX-License-Identifier: Apache-2.0
// TCMP, TCMPS: packed bits of a comparison; TSEL, TSELS: a choice by packed bits (tile-isa.md
// section 3.3).
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_unit.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kMaxCompareRepeats = 240;

/// Bytes of a row of packed results in the valid region of either tile.
std::uint32_t valid_bytes(const TileRef& dst, const TileRef& src) {
  const std::uint32_t declared = size_bytes(dst.dtype) == 1 ? cols_of(dst) : 0;
  return std::max((cols_of(src) + 7) / 8, declared);
}

/// Whole repeats of each row: lanes behind the valid columns are compared as well. "Not equal" is
/// "equal" with all bits of dst's rows turned around; where the comparison leaves bytes of the rows
/// as they were, turning them around would look like a use of what nobody wrote, so that there the
/// comparison itself is for "not equal".
class Compare {
 public:
  Compare(const TileCall& call, Issuer& front_end)
      : unit_(call, front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        mode_(static_cast<Comparison>(call.mode[0])),
        lanes_(lanes_of(src_.dtype)),
        repeats_((cols_of(src_) + lanes_ - 1) / lanes_) {}

  void with_scalar(std::uint64_t scalar) {
    check();
    unit_.full_mask();
    const std::uint32_t whole = repeats_ / kMaxCompareRepeats * kMaxCompareRepeats;
    CompareInstruction instruction = prepared(Opcode::VCMPVS);
    instruction.scalar = scalar;
    for_rows([&](std::uint32_t row) {
      for (std::uint32_t first = 0; first < whole; first += kMaxCompareRepeats) {
        issue(instruction, row, first, kMaxCompareRepeats);
      }
    });
    if (repeats_ > whole) {
      for_rows([&](std::uint32_t row) { issue(instruction, row, whole, repeats_ - whole); });
    }
    invert();
  }

  void with_tile(const TileRef& other) {
    check();
    unit_.full_mask();
    CompareInstruction instruction = prepared(Opcode::VCMPV);
    for_rows([&](std::uint32_t row) {
      for (std::uint32_t first = 0; first < repeats_; first += kMaxCompareRepeats) {
        instruction.src1.address = row_address(other, row, first * lanes_);
        issue(instruction, row, first, std::min(repeats_ - first, kMaxCompareRepeats));
      }
    });
    invert();
  }

  VectorUnit& unit() { return unit_; }

 private:
  void check() {
    unit_.require_plain_rows({&dst_, &src_});
    const unsigned size = size_bytes(src_.dtype);
    unit_.require(size == 2 || size == 4, npusim::name(src_.dtype), "types of 2 or 4 bytes");
  }

  /// The library compares 2-byte integers as halves, and int32 for equality whatever the mode.
  CompareInstruction prepared(Opcode opcode) const {
    CompareInstruction instruction;
    instruction.opcode = opcode;
    instruction.dtype = size_bytes(src_.dtype) == 2 ? DType::FLOAT16 : src_.dtype;
    const bool equality =
        mode_ == Comparison::Ne ? !compares_unequal() : src_.dtype == DType::INT32;
    instruction.comparison = equality ? Comparison::Eq : mode_;
    return instruction;
  }
  void issue(CompareInstruction& instruction, std::uint32_t row, std::uint32_t first,
             std::uint32_t repeats) {
    instruction.repeats = repeats;
    instruction.valid_bytes = valid_bytes(dst_, src_) - first * lanes_ / 8;
    instruction.dst.address = row_address(dst_, row) + first * lanes_ / 8;
    instruction.src0.address = row_address(src_, row, first * lanes_);
    unit_.issue(instruction);
  }
  template <typename Visit>
  void for_rows(Visit visit) {
    for (std::uint32_t row = 0; row < rows_of(src_); ++row) visit(row);
  }

  bool compares_unequal() const {
    return mode_ == Comparison::Ne && repeats_ * lanes_ / 8 < pitch_bytes(dst_);
  }
  void invert() {
    if (mode_ != Comparison::Ne || compares_unequal()) return;
    unit_.barrier();
    unit_.count_mask(std::uint64_t{rows_of(src_)} * pitch_bytes(dst_) / 2);
    unit_.one_source(Opcode::VNOT, DType::UINT16, {dst_.address}, {dst_.address});
    unit_.full_mask();
  }

  VectorUnit unit_;
  const TileRef& dst_;
  const TileRef& src_;
  Comparison mode_;
  unsigned lanes_;
  std::uint32_t repeats_;
};

}  // namespace

void compare(const TileCall& call, Issuer& front_end) {
  Compare(call, front_end).with_tile(call.tile[2]);
}

/// The scalar may be the first element of a tile, whoever wrote it.
void compare_with_scalar(const TileCall& call, Issuer& front_end) {
  Compare compare(call, front_end);
  if (call.tile_count == 2) return compare.with_scalar(call.scalar);
  for (const Pipe pipe : {Pipe::V, Pipe::MTE1, Pipe::MTE2}) {
    front_end.set_flag(pipe, Pipe::S, 0);
    front_end.wait_flag(pipe, Pipe::S, 0);
  }
  compare.with_scalar(compare.unit().load(call.tile[2].address, size_bytes(call.tile[2].dtype)));
}

/// bit ? src : scalar, which goes through tmp into the compare mask.
void select_scalar(const TileCall& call, Issuer& front_end) {
  VectorUnit unit(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[2];
  const unsigned size = size_bytes(dst.dtype);
  unit.require(size == 2 || size == 4, npusim::name(dst.dtype), "types of 2 or 4 bytes");
  unit.require_plain_rows({&dst, &call.tile[1], &src});
  const DType type = size == 4 ? DType::FLOAT32 : DType::FLOAT16;
  unit.store(call.tile[3].address, call.scalar, size);
  unit.count_mask(cols_of(dst));
  unit.sync_s_to_v();
  unit.load_compare_mask(type, call.tile[3].address);
  unit.barrier();
  for (std::uint32_t row = 0; row < rows_of(dst); ++row) {
    unit.select(SelectMode::ScalarSource, type, {row_address(dst, row)}, {row_address(src, row)},
                {row_address(call.tile[1], row)});
  }
  unit.full_mask();
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
