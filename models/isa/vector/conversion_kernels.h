// SPDX-License-Identifier: Apache-2.0
// VCONV: one element type to another (tile-isa.md sections 3.2 and 4.2).
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"
#include "models/arch/knobs.h"
#include "models/isa/numerics/rounding.h"

namespace npusim::isa {

struct ConversionModes {
  RoundMode round = RoundMode::Rint;
  Saturation saturation = Saturation::Off;
  Numerics numerics = Numerics::Reference;
};

/// out[i] = in[i] converted, for i < lanes.
using ConversionKernel = void (*)(const void* in, void* out, unsigned lanes,
                                  const ConversionModes& modes);

/// Null where there is no conversion between the two.
ConversionKernel conversion_kernel(DType from, DType to);

/// What saturation mode "default" means for a pair (tile-isa.md section 3.2).
Saturation default_saturation(DType from, DType to);

}  // namespace npusim::isa
