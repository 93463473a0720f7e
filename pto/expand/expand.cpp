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
    {TileOp::TRSQRT, expanders::reciprocal_root},
    {TileOp::TLOG, expanders::unary},
    {TileOp::TNOT, expanders::unary},
    {TileOp::TAND, expanders::binary},
    {TileOp::TOR, expanders::binary},
    {TileOp::TXOR, expanders::exclusive_or},
    {TileOp::TSHL, expanders::shift},
    {TileOp::TSHR, expanders::shift},
    {TileOp::TPRELU, expanders::parametric_relu},
    {TileOp::TREM, expanders::remainder},
    {TileOp::TREMS, expanders::remainder},
    {TileOp::TFMOD, expanders::remainder},
    {TileOp::TFMODS, expanders::remainder},
    {TileOp::TPOW, expanders::power},
    {TileOp::TPOWS, expanders::power},
    {TileOp::TFUSEDMULADD, expanders::binary},
    {TileOp::TFUSEDMULADDRELU, expanders::binary},
    {TileOp::TMULADDDST, expanders::binary},
    {TileOp::TSUBRELU, expanders::binary},
    {TileOp::TADDRELUCONV, expanders::narrowing_sum},
    {TileOp::TSUBRELUCONV, expanders::narrowing_sum},
    {TileOp::TADDDEQRELU, expanders::dequantised_sum},
    {TileOp::TPARTADD, expanders::part_operation},
    {TileOp::TPARTMUL, expanders::part_operation},
    {TileOp::TPARTMAX, expanders::part_operation},
    {TileOp::TPARTMIN, expanders::part_operation},
    {TileOp::TPARTARGMAX, expanders::part_argument},
    {TileOp::TPARTARGMIN, expanders::part_argument},
    {TileOp::TANDS, expanders::bitwise_scalar},
    {TileOp::TORS, expanders::bitwise_scalar},
    {TileOp::TXORS, expanders::exclusive_or_scalar},
    {TileOp::TSHLS, expanders::scalar},
    {TileOp::TSHRS, expanders::scalar},
    {TileOp::TLRELU, expanders::scalar},
    {TileOp::TAXPY, expanders::multiply_add_scalar},
    {TileOp::TCMP, expanders::compare},
    {TileOp::TSELS, expanders::select_scalar},
    {TileOp::TPAIRREDUCESUM, expanders::pair_sum},
    {TileOp::TROWPROD, expanders::row_reduction},
    {TileOp::TROWARGMAX, expanders::row_argument},
    {TileOp::TROWARGMIN, expanders::row_argument},
    {TileOp::TCOLSUM, expanders::column_sum},
    {TileOp::TCOLMAX, expanders::column_fold},
    {TileOp::TCOLMIN, expanders::column_fold},
    {TileOp::TCOLPROD, expanders::column_fold},
    {TileOp::TCOLARGMAX, expanders::column_argument},
    {TileOp::TCOLARGMIN, expanders::column_argument},
    {TileOp::TROWEXPANDMAX, expanders::row_broadcast_operation},
    {TileOp::TROWEXPANDMIN, expanders::row_broadcast_operation},
    {TileOp::TROWEXPANDEXPDIF, expanders::row_broadcast_operation},
    {TileOp::TCOLEXPANDMAX, expanders::column_broadcast_operation},
    {TileOp::TCOLEXPANDMIN, expanders::column_broadcast_operation},
    {TileOp::TCOLEXPANDEXPDIF, expanders::column_broadcast_operation},
    {TileOp::TGATHERB, expanders::gather_blocks},
    {TileOp::TSORT32, expanders::sort32},
    {TileOp::TMRGSORT, expanders::merge_sorted},
    {TileOp::TCONCAT, expanders::concatenate},
    {TileOp::TDEQUANT, expanders::dequantise},
    {TileOp::TTRI, expanders::triangle},
    {TileOp::TFILLPAD, expanders::fill_pad},
    {TileOp::TFILLPAD_INPLACE, expanders::fill_pad},
    {TileOp::TFILLPAD_EXPAND, expanders::fill_pad},
    {TileOp::TINSERT, expanders::move},
    {TileOp::TMOV_FP, expanders::move},
    {TileOp::TEXTRACT_FP, expanders::move},
    {TileOp::TINSERT_FP, expanders::move},
    {TileOp::TSTORE_FP, expanders::store},
    {TileOp::TMATMUL_BIAS, expanders::product},
    {TileOp::TGEMV, expanders::product},
    {TileOp::TGEMV_ACC, expanders::product},
    {TileOp::TGEMV_BIAS, expanders::product},
};

}  // namespace

void expand(const TileCall& call, Issuer& front_end) {
  for (const Expansion& expansion : kExpansions) {
    if (expansion.op == call.op) return expansion.expand(call, front_end);
  }
  front_end.not_modelled("tile instruction number " + std::to_string(static_cast<int>(call.op)));
}

}  // namespace npusim::library
