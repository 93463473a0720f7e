// SPDX-License-Identifier: Apache-2.0
// Conversions between element types, on lanes side by side (intrinsics.md 2.3.6).
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"
#include "models/isa/numerics/rounding.h"

namespace npusim::isa {

struct ConversionModes {
  RoundMode round = RoundMode::Rint;  ///< None: Rint
  /// Of the kind that the target asks for. float16, bfloat16: infinities become the largest finite
  /// value, NaN +0. Integers: what does not fit becomes the nearest that does; Off keeps the low
  /// bits (infinities: the extremes in both). NaN gives 0.
  Saturation saturation = Saturation::Off;
};

/// out[i] = in[i] converted, for i < lanes.
using ConversionKernel = void (*)(const void* in, void* out, unsigned lanes,
                                  const ConversionModes& modes);

/// Null where the hardware has no conversion between the two.
ConversionKernel conversion_kernel(DType from, DType to);

/// float16 to 4-bit integers and back: two lanes a byte, the low bits first. `lanes` is even.
void float16_to_int4(const void* in, void* out, unsigned lanes, const ConversionModes& modes);
void int4_to_float16(const void* in, void* out, unsigned lanes, const ConversionModes& modes);

}  // namespace npusim::isa
