// SPDX-License-Identifier: Apache-2.0
// The arithmetic of elementwise instructions (numerics.md; intrinsics.md 2.3.1 to 2.3.4), on lanes
// side by side.
#pragma once

#include <cstdint>

#include "cce/port/opcode.h"
#include "models/arch/dtype.h"
#include "models/arch/knobs.h"

namespace npusim::isa {

/// What a kernel needs beside lanes.
struct LaneParameters {
  std::uint64_t scalar = 0;
  bool round = false;                                  ///< VSHR
  bool fused_multiply_add = false;                     ///< one rounding instead of two
  NanMinMax nan_minmax = NanMinMax::Compare;           ///< VMAX, VMIN and their scalar forms
  const std::uint8_t* dequantisation_words = nullptr;  ///< VADDRELUCONV_VDEQ: 16 of 8 bytes
};

/// out[i] = op(a[i], b[i] or scalar[, out[i]]) for i < lanes; `out` overlaps neither input. Each
/// operation rounds on its own.
using LaneKernel = void (*)(const void* a, const void* b, const LaneParameters& parameters,
                            void* out, unsigned lanes);

struct LaneOperation {
  LaneKernel kernel = nullptr;  ///< null: the hardware has no such instruction
  unsigned sources = 0;
  bool accumulates = false;  ///< out holds the destination's lanes before
  bool moves_bits = false;   ///< results are not subject to saturation
};

LaneOperation lane_operation(Opcode opcode, DType dtype, DType src_dtype);

}  // namespace npusim::isa
