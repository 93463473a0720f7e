// SPDX-License-Identifier: Apache-2.0
// Published cycles of instructions in a row: the same vector instruction over and over on one core,
// and the same transfer on all cores at once.
#pragma once

#include <cstdint>

#include "models/arch/knobs.h"
#include "models/isa/instruction.h"

namespace npusim::timing {

/// vadd of `repeats` repeats. Addresses in UB; strides of the first source in blocks.
struct VaddStream {
  std::uint64_t src0 = 0, src1 = 0, dst = 0;
  std::uint16_t src0_block_stride = 1, src0_repeat_stride = 8;
  std::uint32_t repeats = 64;
  bool half = false;
  bool alone = false;  ///< the pipe is empty before each; else one behind the other
};
/// Cycles of one of them. The mask is written before each, as the vendor's library does.
double cycles_of(const VaddStream& stream);

/// Every core of a kind loads one part of an array after the other, to the end of its share.
struct LoadStream {
  isa::Opcode opcode = isa::Opcode::COPY_GM_TO_UB;
  std::uint32_t cores = 48;
  std::uint32_t rows = 1, row_bytes = 128;  ///< of an instruction
  std::uint64_t row_pitch = 24576;          ///< of the array
  std::uint64_t array_bytes = 301989888;
  std::uint32_t passes = 1;  ///< over the array, or over each of its slices
  std::uint32_t slices = 1;  ///< one behind the other
};
/// Cycles until all is there, with the memory system in between.
double cycles_of(const LoadStream& stream, const Knobs& knobs);

/// Two loads of nd2nz in turn, of rows far apart, each of which is waited for.
struct WaitedLoads {
  std::uint32_t first_rows = 1, second_rows = 1, row_bytes = 128;
};
/// Cycles of a pair, on one core.
double cycles_of(const WaitedLoads& loads, const Knobs& knobs);

}  // namespace npusim::timing
