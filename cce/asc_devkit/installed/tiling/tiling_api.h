// SPDX-License-Identifier: Apache-2.0
// The host's tiling library under the name that an installation gives it: the checkout's
// declarations, for a host part that is compiled and never runs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kernel_tiling/kernel_tiling.h"

// The device's headers make macros of these names, which here are enumerators.
#undef DT_FLOAT
#undef DT_FLOAT16
#undef DT_INT8
#undef DT_INT32
#undef DT_UINT8
#undef DT_INT16
#undef DT_UINT16
#undef DT_INT64
#undef DT_UINT32
#undef DT_UINT64
#undef DT_DOUBLE
#undef DT_BOOL
#undef DT_STRING
#undef DT_DUAL_SUB_INT8
#undef DT_DUAL_SUB_UINT8
#undef DT_COMPLEX64
#undef DT_COMPLEX128
#undef DT_QINT8
#undef DT_QINT16
#undef DT_QINT32
#undef DT_QUINT8
#undef DT_QUINT16
#undef DT_RESOURCE
#undef DT_STRING_REF
#undef DT_DUAL
#undef DT_VARIANT
#undef DT_BF16
#undef DT_UNDEFINED
#undef DT_INT4
#undef DT_UINT1
#undef DT_INT2
#undef DT_UINT2
#undef DT_COMPLEX32
#undef DT_HIFLOAT8
#undef DT_FLOAT8_E5M2
#undef DT_FLOAT8_E4M3FN
#undef DT_FLOAT8_E8M0
#undef DT_FLOAT6_E3M2
#undef DT_FLOAT6_E2M3
#undef DT_FLOAT4_E2M1
#undef DT_FLOAT4_E1M2
#undef DT_MAX

/// What the host fills in is what the kernel reads, but to the library they are two types.
namespace optiling {
#define NPUSIM_TILING(Name) \
  struct Name : AscendC::tiling::Name {}
NPUSIM_TILING(BatchNormTiling);
NPUSIM_TILING(ConfusionTransposeTiling);
NPUSIM_TILING(DeepNormTiling);
NPUSIM_TILING(GroupNormTiling);
NPUSIM_TILING(LayerNormGradBetaTiling);
NPUSIM_TILING(LayerNormGradTiling);
NPUSIM_TILING(LayerNormSeparateTiling);
NPUSIM_TILING(LayerNormTiling);
NPUSIM_TILING(LogSoftMaxTiling);
NPUSIM_TILING(PadTiling);
NPUSIM_TILING(RmsNormTiling);
NPUSIM_TILING(SoftMaxTiling);
NPUSIM_TILING(TConv3DApiTiling);
NPUSIM_TILING(TCubeTiling);
NPUSIM_TILING(TopkTiling);
NPUSIM_TILING(UnPadTiling);
#undef NPUSIM_TILING
}  // namespace optiling

#include "include/adv_api/tiling_api.h"
