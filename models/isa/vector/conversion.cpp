// SPDX-License-Identifier: Apache-2.0
// VCONV and its dequantising forms: lanes of one type to lanes of another. A repeat holds as many
// lanes as the wider type has (intrinsics.md 2.3.6).
#include <algorithm>
#include <string>

#include "models/isa/numerics/dequantisation.h"
#include "models/isa/numerics/saturation.h"
#include "models/isa/vector/conversion_kernels.h"
#include "models/isa/vector/lane_access.h"
#include "models/isa/vector/lane_element.h"
#include "models/isa/vector/operand_footprint.h"
#include "models/isa/vector/saturation_mode.h"
#include "models/isa/vector/vector_family.h"

namespace npusim::isa {
namespace {

constexpr unsigned kScaleWords = 16;

bool is_small_float(DType type) { return type == DType::FLOAT16 || type == DType::BFLOAT16; }

ConversionModes modes_of(const ConvertInstruction& instruction) {
  const bool saturates = is_small_float(instruction.dtype)
                             ? saturates_floats(instruction.control)
                             : saturates_integers(instruction.control);
  return {static_cast<RoundMode>(instruction.rounding),
          saturates ? Saturation::On : Saturation::Off};
}

/// Lanes of a repeat are those of the wider type.
LaneGrid grid_of(const ConvertInstruction& instruction) {
  return lane_grid(instruction,
                   std::max(size_bytes(instruction.dtype), size_bytes(instruction.src_dtype)));
}

LaneLayout source_layout(const ConvertInstruction& instruction) {
  return instruction.src_is_s4 ? LaneLayout::half_bytes()
                               : LaneLayout(size_bytes(instruction.src_dtype));
}

LaneLayout result_layout(const ConvertInstruction& instruction) {
  if (instruction.dst_is_s4) return LaneLayout::half_bytes();
  if (instruction.opcode == Opcode::VCONV_DEQS162B8 ||
      instruction.opcode == Opcode::VCONV_VDEQS162B8) {
    return LaneLayout::half_blocks(instruction.half == BlockHalf::High);
  }
  return LaneLayout(size_bytes(instruction.dtype));
}

/// DEQSCALE's 14 bits name a block of UB.
std::uint64_t scale_words_address(const ConvertInstruction& instruction) {
  return (instruction.deqscale & 0x3FFF) * kBlockBytes;
}

/// int32 to float, times the scale in float, to float16: each to nearest even.
void dequantise_to_float16(const ConvertInstruction& instruction, const LaneBuffer& source,
                           LaneBuffer& result, unsigned lanes) {
  const float scale = float16_to_float(static_cast<std::uint16_t>(instruction.deqscale));
  const auto* from = reinterpret_cast<const std::int32_t*>(source.bytes);
  auto* to = reinterpret_cast<std::uint16_t*>(result.bytes);
  for (unsigned i = 0; i < lanes; ++i) {
    to[i] = float_to_float16_rne(static_cast<float>(from[i]) * scale);
  }
  if (saturates_floats(instruction.control)) saturate_float16(to, lanes);
}

/// One scale word for all lanes, or word j for lane j of each block.
void dequantise_to_8_bits(const ConvertInstruction& instruction, Bytes ub, const LaneBuffer& source,
                          LaneBuffer& result, unsigned lanes) {
  const bool by_lane = instruction.opcode == Opcode::VCONV_VDEQS162B8;
  const std::uint8_t* const words = ub.data + scale_words_address(instruction);
  for (unsigned i = 0; i < lanes; ++i) {
    const std::uint64_t word =
        by_lane ? value_at<std::uint64_t>(words + (i % kScaleWords) * 8) : instruction.deqscale;
    result.bytes[i] = dequantised(value_at<std::int16_t>(source.bytes + i * 2), word);
  }
}

void convert(const ConvertInstruction& instruction, Bytes ub, const LaneBuffer& source,
             LaneBuffer& result, unsigned lanes) {
  switch (instruction.opcode) {
    case Opcode::VCONV_DEQ:
      return dequantise_to_float16(instruction, source, result, lanes);
    case Opcode::VCONV_DEQS162B8:
    case Opcode::VCONV_VDEQS162B8:
      return dequantise_to_8_bits(instruction, ub, source, result, lanes);
    default:
      break;
  }
  const ConversionModes modes = modes_of(instruction);
  if (instruction.dst_is_s4) return float16_to_int4(source.bytes, result.bytes, lanes, modes);
  if (instruction.src_is_s4) return int4_to_float16(source.bytes, result.bytes, lanes, modes);
  conversion_kernel(instruction.src_dtype, instruction.dtype)(source.bytes, result.bytes, lanes,
                                                              modes);
}

bool is_known(const ConvertInstruction& instruction) {
  const DType from = instruction.src_dtype, to = instruction.dtype;
  switch (instruction.opcode) {
    case Opcode::VCONV_DEQ:
      return from == DType::INT32 && to == DType::FLOAT16;
    case Opcode::VCONV_DEQS162B8:
    case Opcode::VCONV_VDEQS162B8:
      return from == DType::INT16 && size_bytes(to) == 1;
    default:
      break;
  }
  if (instruction.dst_is_s4) return from == DType::FLOAT16 && to == DType::INT8;
  if (instruction.src_is_s4) return from == DType::INT8 && to == DType::FLOAT16;
  return conversion_kernel(from, to) != nullptr;
}

}  // namespace

void execute_repeat(const ConvertInstruction& instruction, const RepeatContext& context) {
  const ActiveLanes active = grid_of(instruction).active(context.repeat);
  if (active.empty()) return;
  LaneBuffer source, result;
  read_lanes(context.ub, instruction.src, source_layout(instruction), context.repeat, active,
             source);
  const LaneLayout layout = result_layout(instruction);
  // Two lanes share a byte: its other half stays as it is.
  const unsigned lanes = instruction.dst_is_s4 || instruction.src_is_s4
                             ? (active.extent() + 1) / 2 * 2
                             : active.extent();
  convert(instruction, context.ub, source, result, lanes);
  write_lanes(context.out, instruction.dst, layout, context.repeat, active, result);
}

void footprint(const ConvertInstruction& instruction, std::vector<Footprint>& out) {
  if (!is_known(instruction)) {
    not_modelled(instruction, "no conversion from " + std::string(name(instruction.src_dtype)));
  }
  if (instruction.rounding > Rounding::Odd) {
    not_modelled(instruction,
                 "unknown RoundMode " + std::to_string(static_cast<int>(instruction.rounding)));
  }
  const LaneGrid grid = grid_of(instruction);
  add_operand(grid, instruction.src, source_layout(instruction), false, out);
  if (instruction.opcode == Opcode::VCONV_VDEQS162B8 && instruction.repeats > 0) {
    add_rows(scale_words_address(instruction), kScaleWords * 8, 1, 0, false, out);
  }
  add_operand(grid, instruction.dst, result_layout(instruction), true, out);
}

}  // namespace npusim::isa
