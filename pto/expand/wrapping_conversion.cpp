// SPDX-License-Identifier: Apache-2.0
// TCVT without saturation, of floats to int16 or int8, with a temporary tile: the low bits of the
// int32 that the value saturates to. Up to 64 elements of a row at a time go through the temporary
// tile, a barrier behind each step; float32 that way, and float16 to int8 on through a mask of the
// low byte and float16.
#include <algorithm>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

constexpr std::uint32_t kLanes = 64;  ///< of int32 in a repeat
constexpr std::uint64_t kLowByte = 0xFF;

class WrappingConversion {
 public:
  WrappingConversion(const TileCall& call, Issuer& front_end)
      : emitter_(call, front_end),
        front_end_(front_end),
        dst_(call.tile[0]),
        src_(call.tile[1]),
        wide_(call.tile[2].address),
        mask_(wide_ + kLanes * size_bytes(DType::INT16)),
        rounding_(rounding_of(call.mode[0])) {}

  void run() {
    for (std::uint32_t row = 0; row < rows_of(dst_); ++row) {
      for (std::uint32_t first = 0; first < cols_of(dst_); first += kLanes) {
        emitter_.lane_mask(std::min(cols_of(dst_) - first, kLanes));
        chunk(row_address(dst_, row, first), row_address(src_, row, first));
      }
    }
    emitter_.full_mask();
  }

 private:
  /// As the library's switch: everything it does not name truncates.
  static Rounding rounding_of(std::int32_t mode) {
    const auto rounding = static_cast<Rounding>(mode);
    const bool named = rounding != Rounding::None && rounding != Rounding::Odd;
    return named ? rounding : Rounding::Trunc;
  }

  void chunk(std::uint64_t dst, std::uint64_t src) {
    front_end_.set_control(front_end_.control() & ~kSaturationOff);
    convert({DType::INT32, wide_}, {src_.dtype, src}, rounding_);
    front_end_.set_control(front_end_.control() | kSaturationOff);
    const bool bytes = dst_.dtype == DType::INT8;
    convert({DType::INT16, bytes ? wide_ : dst}, {DType::INT32, wide_}, Rounding::None);
    if (!bytes) return;
    LaneInstruction fill = lanes(Opcode::VECTOR_DUP, DType::INT16);
    fill.dst.address = mask_;
    fill.scalar = kLowByte;
    step(fill);
    LaneInstruction keep = lanes(Opcode::VAND, DType::INT16);
    keep.dst.address = keep.src0.address = wide_;
    keep.src1.address = mask_;
    step(keep);
    convert({DType::FLOAT16, mask_}, {DType::INT16, wide_}, Rounding::None);
    convert({DType::INT8, dst}, {DType::FLOAT16, mask_}, Rounding::Trunc);
  }

  struct Place {
    DType type;
    std::uint64_t address;
  };
  void convert(const Place& to, const Place& from, Rounding rounding) {
    ConvertInstruction instruction;
    instruction.dtype = to.type;
    instruction.src_dtype = from.type;
    instruction.rounding = rounding;
    instruction.dst.address = to.address;
    instruction.src.address = from.address;
    step(instruction);
  }
  void step(const Operands& operands) {
    emitter_.issue(operands);
    emitter_.barrier();
  }

  VectorEmitter emitter_;
  Issuer& front_end_;
  const TileRef& dst_;
  const TileRef& src_;
  std::uint64_t wide_;  ///< int32, then int16 in their place
  std::uint64_t mask_;  ///< behind the int16: the mask, then float16
  Rounding rounding_;
};

}  // namespace

bool wraps_by_steps(const TileCall& call) {
  const DType to = call.tile[0].dtype, from = call.tile[1].dtype;
  const bool pair = (to == DType::INT16 && (from == DType::FLOAT32 || from == DType::FLOAT16)) ||
                    (to == DType::INT8 && from == DType::FLOAT16);
  return call.tile_count > 2 && pair;
}

void convert_wrapping(const TileCall& call, Issuer& front_end) {
  WrappingConversion(call, front_end).run();
}

}  // namespace npusim::library::expanders
