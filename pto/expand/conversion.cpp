// SPDX-License-Identifier: Apache-2.0
// TCVT: whole repeats of the wider type row by row, then the rest of all rows at once.
#include <algorithm>
#include <iterator>

#include "pto/expand/expanders.h"
#include "pto/expand/vector_emitter.h"

namespace npusim::library::expanders {
namespace {

/// The public SaturationMode; none given leaves it to the pair of types.
constexpr std::int32_t kByTypes = -1, kOff = 1;

/// Pairs that the library does not saturate unless told to (tile-isa.md section 3.2).
bool wraps_by_default(DType from, DType to) {
  constexpr struct {
    DType from, to;
  } kPairs[] = {{DType::FLOAT16, DType::INT8},  {DType::FLOAT16, DType::UINT8},
                {DType::INT64, DType::INT32},   {DType::INT32, DType::INT16},
                {DType::FLOAT32, DType::INT16}, {DType::FLOAT16, DType::INT16}};
  return std::any_of(std::begin(kPairs), std::end(kPairs),
                     [&](const auto& pair) { return pair.from == from && pair.to == to; });
}

/// Bytes of a repeat's lanes.
std::uint32_t lane_bytes(const TileRef& tile, unsigned lanes) {
  return tile.nibbles ? lanes / 2 : lanes * size_bytes(tile.dtype);
}

/// Between half and 4-bit integers there is a form without a mode, but none that rounds to odd.
Rounding nibble_rounding(bool from_nibbles, std::int32_t mode) {
  const auto rounding = static_cast<Rounding>(mode);
  return from_nibbles || rounding == Rounding::Odd ? Rounding::None : rounding;
}

/// The library takes what a pair has no instruction for, and no mode, as truncation to integers and
/// as nearest to floats; only float to half rounds to odd.
Rounding rounding_of(DType from, DType to, std::int32_t mode) {
  const auto rounding = static_cast<Rounding>(mode);
  if (rounding != Rounding::None && rounding != Rounding::Odd) return rounding;
  const bool to_float = to == DType::FLOAT32 || to == DType::FLOAT16 || to == DType::BFLOAT16;
  if (!to_float) return Rounding::Trunc;
  const bool to_odd = from == DType::FLOAT32 && to == DType::FLOAT16;
  return rounding == Rounding::Odd && to_odd ? Rounding::Odd : Rounding::Rint;
}

}  // namespace

void convert(const TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const TileRef& dst = call.tile[0];
  const TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  const unsigned dst_bytes = size_bytes(dst.dtype), src_bytes = size_bytes(src.dtype);
  const unsigned lanes = kRepeatBytes / std::max(dst_bytes, src_bytes);
  ConvertInstruction instruction;
  instruction.dtype = dst.nibbles ? DType::INT8 : dst.dtype;
  instruction.src_dtype = src.nibbles ? DType::INT8 : src.dtype;
  instruction.dst_is_s4 = dst.nibbles;
  instruction.src_is_s4 = src.nibbles;
  const bool nibbles = dst.nibbles || src.nibbles;
  instruction.rounding = nibbles ? nibble_rounding(src.nibbles, call.mode[0])
                                 : rounding_of(src.dtype, dst.dtype, call.mode[0]);
  const bool saturation_off =
      !nibbles &&
      (call.mode[1] == kByTypes ? wraps_by_default(src.dtype, dst.dtype) : call.mode[1] == kOff);
  const std::uint64_t control = front_end.control();
  if (saturation_off && wraps_by_steps(call)) {
    convert_wrapping(call, front_end);
    return front_end.set_control(control);
  }
  front_end.set_control(saturation_off ? control | kSaturationOff : control & ~kSaturationOff);
  const std::uint32_t rows = rows_of(dst), repeats = cols_of(dst) / lanes,
                      rest = cols_of(dst) % lanes;
  const bool scaled = src.dtype == DType::INT32 && dst.dtype == DType::FLOAT16;
  if (scaled) instruction.opcode = Opcode::VCONV_DEQ;
  const auto issue = [&] {
    if (scaled) {
      front_end.write_register(port::SpecialRegister::DequantScale, one(dst.dtype));
      emitter.barrier();
    }
    emitter.issue(instruction);
  };

  instruction.dst.repeat_stride = static_cast<std::uint16_t>(lane_bytes(dst, lanes) / kBlockBytes);
  instruction.src.repeat_stride = static_cast<std::uint16_t>(lane_bytes(src, lanes) / kBlockBytes);
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t first = 0; first < repeats; first += kMaxRepeats) {
      instruction.repeats = std::min<std::uint32_t>(repeats - first, kMaxRepeats);
      instruction.dst.address = row_address(dst, row, first * lanes);
      instruction.src.address = row_address(src, row, first * lanes);
      issue();
    }
  }
  if (rest > 0) emitter.lane_mask(rest);
  instruction.dst.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(dst));
  instruction.src.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(src));
  for (std::uint32_t row = 0; rest > 0 && row < rows; row += kMaxRepeats) {
    instruction.repeats = std::min<std::uint32_t>(rows - row, kMaxRepeats);
    instruction.dst.address = row_address(dst, row, repeats * lanes);
    instruction.src.address = row_address(src, row, repeats * lanes);
    issue();
  }
  if (rest > 0) emitter.full_mask();
  front_end.set_control(control);
}

}  // namespace npusim::library::expanders
