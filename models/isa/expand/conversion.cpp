// SPDX-License-Identifier: Apache-2.0
// TCVT: whole repeats of the wider type row by row, then the rest of all rows at once.
#include <algorithm>

#include "models/isa/expand/expanders.h"
#include "models/isa/expand/vector_emitter.h"

namespace npusim::isa::expanders {

void convert(const port::TileCall& call, Issuer& front_end) {
  VectorEmitter emitter(call, front_end);
  const port::TileRef& dst = call.tile[0];
  const port::TileRef& src = call.tile[1];
  emitter.require_plain_rows({&dst, &src});
  const unsigned dst_bytes = size_bytes(dst.dtype), src_bytes = size_bytes(src.dtype);
  const unsigned lanes = kRepeatBytes / std::max(dst_bytes, src_bytes);
  Instruction instruction;
  instruction.opcode = Opcode::VCONV;
  instruction.dtype = dst.dtype;
  instruction.src_dtype = src.dtype;
  instruction.mode = call.mode[0];
  instruction.mode2 = call.mode[1];
  const std::uint32_t rows = rows_of(dst), repeats = cols_of(dst) / lanes,
                      rest = cols_of(dst) % lanes;

  instruction.dst.repeat_stride = static_cast<std::uint16_t>(lanes * dst_bytes / kBlockBytes);
  instruction.src[0].repeat_stride = static_cast<std::uint16_t>(lanes * src_bytes / kBlockBytes);
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (std::uint32_t first = 0; first < repeats; first += kMaxRepeats) {
      instruction.repeats = std::min<std::uint32_t>(repeats - first, kMaxRepeats);
      instruction.dst.address = row_address(dst, row, first * lanes);
      instruction.src[0].address = row_address(src, row, first * lanes);
      emitter.issue(instruction);
    }
  }
  if (rest == 0) return;
  emitter.lane_mask(rest);
  instruction.dst.repeat_stride = static_cast<std::uint16_t>(pitch_blocks(dst));
  instruction.src[0].repeat_stride = static_cast<std::uint16_t>(pitch_blocks(src));
  for (std::uint32_t row = 0; row < rows; row += kMaxRepeats) {
    instruction.repeats = std::min<std::uint32_t>(rows - row, kMaxRepeats);
    instruction.dst.address = row_address(dst, row, repeats * lanes);
    instruction.src[0].address = row_address(src, row, repeats * lanes);
    emitter.issue(instruction);
  }
  emitter.full_mask();
}

}  // namespace npusim::isa::expanders
