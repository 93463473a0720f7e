// SPDX-License-Identifier: Apache-2.0
// Which family expands which tile instruction.
#include <string>
#include <string_view>

#include "pto/expand/expanders.h"

namespace npusim::library {
namespace {

struct Expansion {
  TileOp op;
  void (*expand)(const TileCall&, Issuer&);
};

constexpr Expansion kExpansions[] = {
    {TileOp::TLOAD, expanders::load},
    {TileOp::TSTORE, expanders::store},
    {TileOp::TEXTRACT, expanders::move},
    {TileOp::TMOV, expanders::move},
    {TileOp::TMATMUL, expanders::product},
    {TileOp::TMATMUL_ACC, expanders::product},
    {TileOp::TADD, expanders::binary},
    {TileOp::TSUB, expanders::binary},
    {TileOp::TMUL, expanders::binary},
    {TileOp::TDIV, expanders::binary},
    {TileOp::TMAX, expanders::binary},
    {TileOp::TMIN, expanders::binary},
    {TileOp::TADDS, expanders::scalar},
    {TileOp::TSUBS, expanders::scalar},
    {TileOp::TMULS, expanders::scalar},
    {TileOp::TMAXS, expanders::scalar},
    {TileOp::TMINS, expanders::scalar},
    {TileOp::TNEG, expanders::scalar},
    {TileOp::TDIVS, expanders::divide_by_scalar},
    {TileOp::TRECIP, expanders::divide_by_scalar},
    {TileOp::TEXP, expanders::unary},
    {TileOp::TSQRT, expanders::unary},
    {TileOp::TABS, expanders::unary},
    {TileOp::TRELU, expanders::unary},
    {TileOp::TCVT, expanders::convert},
    {TileOp::TROWSUM, expanders::row_reduction},
    {TileOp::TROWMAX, expanders::row_reduction},
    {TileOp::TROWMIN, expanders::row_reduction},
    {TileOp::TROWEXPAND, expanders::row_broadcast},
    {TileOp::TROWEXPANDADD, expanders::row_broadcast_operation},
    {TileOp::TROWEXPANDSUB, expanders::row_broadcast_operation},
    {TileOp::TROWEXPANDMUL, expanders::row_broadcast_operation},
    {TileOp::TROWEXPANDDIV, expanders::row_broadcast_operation},
    {TileOp::TCOLEXPAND, expanders::column_broadcast},
    {TileOp::TCOLEXPANDADD, expanders::column_broadcast_operation},
    {TileOp::TCOLEXPANDSUB, expanders::column_broadcast_operation},
    {TileOp::TCOLEXPANDMUL, expanders::column_broadcast_operation},
    {TileOp::TCOLEXPANDDIV, expanders::column_broadcast_operation},
    {TileOp::TEXPANDS, expanders::fill},
    {TileOp::TCI, expanders::iota},
    {TileOp::TGATHER, expanders::gather},
    {TileOp::TSCATTER, expanders::scatter},
    {TileOp::TCMPS, expanders::compare_with_scalar},
    {TileOp::TSEL, expanders::select},
    {TileOp::TTRANS, expanders::transpose},
};

}  // namespace

void expand(const TileCall& call, Issuer& front_end) {
  for (const Expansion& expansion : kExpansions) {
    if (expansion.op == call.op) return expansion.expand(call, front_end);
  }
  front_end.not_modelled("tile instruction number " + std::to_string(static_cast<int>(call.op)));
}

}  // namespace npusim::library
