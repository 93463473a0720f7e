// SPDX-License-Identifier: Apache-2.0
#include "pto/expand/opcode_of.h"

#include "models/arch/check.h"

namespace npusim::library {
namespace {

struct Row {
  TileOp op;
  Opcode opcode;
};
constexpr Row kArithmetic[] = {
    {TileOp::TADD, Opcode::VADD},
    {TileOp::TROWEXPANDADD, Opcode::VADD},
    {TileOp::TCOLEXPANDADD, Opcode::VADD},
    {TileOp::TROWSUM, Opcode::VADD},
    {TileOp::TSUB, Opcode::VSUB},
    {TileOp::TROWEXPANDSUB, Opcode::VSUB},
    {TileOp::TCOLEXPANDSUB, Opcode::VSUB},
    {TileOp::TMUL, Opcode::VMUL},
    {TileOp::TROWEXPANDMUL, Opcode::VMUL},
    {TileOp::TCOLEXPANDMUL, Opcode::VMUL},
    {TileOp::TDIV, Opcode::VDIV},
    {TileOp::TROWEXPANDDIV, Opcode::VDIV},
    {TileOp::TCOLEXPANDDIV, Opcode::VDIV},
    {TileOp::TMAX, Opcode::VMAX},
    {TileOp::TROWMAX, Opcode::VMAX},
    {TileOp::TMIN, Opcode::VMIN},
    {TileOp::TROWMIN, Opcode::VMIN},
    {TileOp::TADDS, Opcode::VADDS},
    {TileOp::TSUBS, Opcode::VADDS},
    {TileOp::TMULS, Opcode::VMULS},
    {TileOp::TNEG, Opcode::VMULS},
    {TileOp::TMAXS, Opcode::VMAXS},
    {TileOp::TMINS, Opcode::VMINS},
    {TileOp::TEXP, Opcode::VEXP},
    {TileOp::TSQRT, Opcode::VSQRT},
    {TileOp::TABS, Opcode::VABS},
    {TileOp::TRELU, Opcode::VRELU},
    {TileOp::TRSQRT, Opcode::VRSQRT},
    {TileOp::TLOG, Opcode::VLN},
    {TileOp::TNOT, Opcode::VNOT},
    {TileOp::TAND, Opcode::VAND},
    {TileOp::TOR, Opcode::VOR},
    {TileOp::TFUSEDMULADD, Opcode::VMADD},
    {TileOp::TFUSEDMULADDRELU, Opcode::VMADDRELU},
    {TileOp::TMULADDDST, Opcode::VMLA},
    {TileOp::TSUBRELU, Opcode::VSUBRELU},
    {TileOp::TADDRELUCONV, Opcode::VADDRELUCONV},
    {TileOp::TSUBRELUCONV, Opcode::VSUBRELUCONV},
    {TileOp::TSHLS, Opcode::VSHL},
    {TileOp::TSHRS, Opcode::VSHR},
    {TileOp::TLRELU, Opcode::VLRELU},
    {TileOp::TAXPY, Opcode::VAXPY},
    {TileOp::TPARTADD, Opcode::VADD},
    {TileOp::TPARTMUL, Opcode::VMUL},
    {TileOp::TPARTMAX, Opcode::VMAX},
    {TileOp::TPARTMIN, Opcode::VMIN},
    {TileOp::TCOLSUM, Opcode::VADD},
    {TileOp::TCOLMAX, Opcode::VMAX},
    {TileOp::TCOLMIN, Opcode::VMIN},
    {TileOp::TCOLPROD, Opcode::VMUL},
    {TileOp::TROWPROD, Opcode::VMUL},
    {TileOp::TROWEXPANDMAX, Opcode::VMAX},
    {TileOp::TROWEXPANDMIN, Opcode::VMIN},
    {TileOp::TROWEXPANDEXPDIF, Opcode::VSUB},
    {TileOp::TCOLEXPANDMAX, Opcode::VMAX},
    {TileOp::TCOLEXPANDMIN, Opcode::VMIN},
    {TileOp::TCOLEXPANDEXPDIF, Opcode::VSUB},
};

}  // namespace

Opcode opcode_of(TileOp op) {
  for (const Row& row : kArithmetic) {
    if (row.op == op) return row.opcode;
  }
  NPUSIM_CHECK(!"a tile instruction with lane arithmetic");
  return Opcode::VADD;
}

}  // namespace npusim::library
