// SPDX-License-Identifier: Apache-2.0
// Enumerations of the tile ISA. Generated code passes them by name and as numbers, so the numbers
// are the public ones (tile-isa.md section 2.3).
#pragma once

#include <cstdint>

#include "pto/common/attributes.hpp"
#include "pto/common/element_types.hpp"
#include "pto/common/pipes.hpp"

#define PTO_STATIC_ASSERT(condition, ...) static_assert((condition), "" __VA_ARGS__)
#define PTO_ASSERT(...) static_cast<void>(0)
#define PTO_CPU_ASSERT(...) static_cast<void>(0)

namespace pto {

// Tiles.
enum class TileType { Vec, Mat, Left, Right, Acc, Bias, Scaling, ScaleLeft, ScaleRight, Ctrl };
enum class BLayout { RowMajor = 0, ColMajor = 1 };
enum class SLayout { NoneBox = 0, RowMajor = 1, ColMajor = 2 };
enum class TileLayoutCustom : std::uint8_t { ND, DN, NZ, ZN, ZZ, NONE };
enum class CompactMode { Null, Normal, RowPlusOne, RowAlignedPadding };
/// A custom value has CustomBase set and the value's bits below it (constants.hpp).
enum class PadValue : std::uint64_t {
  Null = 0,
  Zero = 1,
  Max = 2,
  Min = 3,
  CustomBase = 0x100000000ULL
};
enum class TFillPadMode : std::uint8_t { Normal = 0, InPlace = 1, Expand = 2 };
enum class TCopyMode : std::uint8_t { SHALLOW_COPY = 0, DEEP_COPY = 1 };
enum class TInsertMode : std::uint8_t { SPLIT2 = 2, SPLIT4 = 3 };
enum class PrintFormat : std::uint8_t {
  Width8_Precision4 = 0,
  Width8_Precision2 = 1,
  Width10_Precision6 = 2
};

// Global tensors.
enum class Layout {
  ND,
  DN,
  NZ,
  SCALE,
  MX_A_ND,
  MX_A_DN,
  MX_A_ZZ,
  MX_B_ND,
  MX_B_DN,
  MX_B_NN,
  HIF4_A_ZZ,
  HIF4_B_NN,
  NC1HWC0,
  GNC1HWC0,
  NCHW,
  GNCHW,
  NHWC,
  NDC1HWC0,
  NCDHW,
  FRACTAL_Z,
  FRACTAL_Z_S16S8,
  FRACTAL_Z_3D,
  MAX
};
enum class Coalesce : std::uint8_t { Row = 0, Elem = 1 };
enum class GatherOOB : std::uint8_t { Undefined = 0, Clamp = 1, Wrap = 2, Zero = 3 };
enum class ScatterOOB : std::uint8_t { Undefined = 0, Skip = 1, Clamp = 2, Wrap = 3 };
enum class ScatterConflict : std::uint8_t { Last = 0, Default = 1 };
enum class ScatterAtomicOp : std::uint8_t { None = 0, Add = 1, Max = 2, Min = 3 };

// Arithmetic.
enum class RoundMode : std::uint8_t {
  CAST_NONE = 0,
  CAST_RINT = 1,
  CAST_ROUND = 2,
  CAST_FLOOR = 3,
  CAST_CEIL = 4,
  CAST_TRUNC = 5,
  CAST_ODD = 6
};
enum class SaturationMode : std::uint8_t { ON = 0, OFF = 1 };
enum class CmpMode : std::uint8_t { EQ = 0, NE = 1, LT = 2, LE = 3, GT = 4, GE = 5 };
/// Read right to left: P0101 keeps lanes 0, 2, 4 ... and P1010 lanes 1, 3, 5 ...
enum class MaskPattern : std::uint8_t {
  P0101 = 1,
  P1010 = 2,
  P0001 = 3,
  P0010 = 4,
  P0100 = 5,
  P1000 = 6,
  P1111 = 7
};
enum class GatherAxis : std::uint8_t { GATHER_ROW = 0, GATHER_COL = 1 };
enum class ScatterAxis : std::uint8_t { SCATTER_ROW = 0, SCATTER_COL = 1 };
enum class PowAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class DivAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class SqrtAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class RsqrtAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class RecipAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class ExpAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class LogAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class FmodAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class FmodSAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class RemAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };
enum class RemSAlgorithm : std::uint8_t { DEFAULT, HIGH_PRECISION };

// Stores and the fix pipe.
enum class AtomicType : std::uint8_t { AtomicNone = 0, AtomicAdd = 1 };
enum class ReluPreMode : std::uint8_t { NoRelu = 0, NormalRelu = 1 };
enum class STPhase : std::uint8_t { Unspecified = 0, Partial = 2, Final = 3 };
enum class AccPhase : std::uint8_t {
  Unspecified = 0,
  Unknown = Unspecified,
  Partial = 2,
  Final = 3
};
enum class AccToVecMode : std::uint8_t {
  SingleModeVec0 = 0,
  SingleModeVec1 = 1,
  DualModeSplitM = 2,
  DualModeSplitN = 3
};
enum class QuantType { MXFP8 = 0, MXFP4_E2M1 = 1, INT8_SYM = 2, INT8_ASYM = 3 };
enum class QuantScaleAlg { OCP = 0, NV = 1 };
enum class VecStoreMode { ND = 0, NZ = 1 };
enum class SetFmatrixMode { FMATRIX_A_AUTO, FMATRIX_B_AUTO, FMATRIX_A_MANUAL, FMATRIX_B_MANUAL };
enum class HistByte : std::uint8_t { BYTE_0 = 0, BYTE_1 = 1, BYTE_2 = 2, BYTE_3 = 3 };

// Cores.
enum class SyncAllMode : std::uint8_t { Hard = 0, Soft = 1 };
enum class SyncCoreType : std::uint8_t { AIVOnly = 0, AICOnly = 1, Mix = 2 };
enum Direction : std::uint8_t {
  UNDEFINED = 0,
  DIR_C2V = 1,
  DIR_V2C = 2,
  DIR_BOTH = 3,
  DIR_V2C_CTRL = 4
};
enum TileSplitAxis : std::uint8_t {
  TILE_NO_SPLIT = 0,
  TILE_UP_DOWN = 1,
  TILE_LEFT_RIGHT = 2,
  TILE_UP_DOWN_ODD = 3,
  TILE_LEFT_RIGHT_ODD = 4
};

/// Numbers of sorted pairs that a merge has used up of each list.
struct MrgSortExecutedNumList {
  std::uint16_t mrgSortList0, mrgSortList1, mrgSortList2, mrgSortList3;
};

}  // namespace pto
