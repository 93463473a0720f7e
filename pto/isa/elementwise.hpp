// SPDX-License-Identifier: Apache-2.0
// Lane by lane: tile with tile, tile with scalar, unary, comparison, selection, conversion.
//
// Division, exp, sqrt and reciprocal take an algorithm as first template argument; a2a3 has only
// one, so it selects nothing.
#pragma once

#include "pto/isa/instruction_builder.hpp"

namespace pto {

#define NPUSIM_TERNARY_BODY(NAME)                                        \
  {                                                                      \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE) \
        .tiles(dst, src0, src1)                                          \
        .issue(events...);                                               \
  }
/// NAME(dst, src0, src1, events...)
#define NPUSIM_BINARY(NAME)                                                                   \
  template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S0& src0, S1& src1, E&... events)              \
      NPUSIM_TERNARY_BODY(NAME)
#define NPUSIM_BINARY_WITH_ALGORITHM(NAME)                                             \
  NPUSIM_BINARY(NAME)                                                                  \
  template <auto Algorithm, detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, \
            detail::AnyEvent... E>                                                     \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S0& src0, S1& src1, E&... events)       \
      NPUSIM_TERNARY_BODY(NAME)

/// NAME(dst, src0, src1, tmp, events...)
#define NPUSIM_BINARY_WITH_TMP(NAME, ...)                                                         \
  template <__VA_ARGS__ __VA_OPT__(, ) detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, \
            detail::AnyTile Tmp, detail::AnyEvent... E>                                           \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S0& src0, S1& src1, Tmp& tmp, E&... events) {      \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                          \
        .tiles(dst, src0, src1)                                                                   \
        .scratch(tmp)                                                                             \
        .issue(events...);                                                                        \
  }

NPUSIM_BINARY(TADD)
NPUSIM_BINARY(TSUB)
NPUSIM_BINARY(TMUL)
NPUSIM_BINARY(TMAX)
NPUSIM_BINARY(TMIN)
NPUSIM_BINARY_WITH_ALGORITHM(TDIV)
NPUSIM_BINARY(TAND)
NPUSIM_BINARY(TOR)
NPUSIM_BINARY_WITH_TMP(TXOR)
NPUSIM_BINARY(TSHL)
NPUSIM_BINARY(TSHR)
NPUSIM_BINARY_WITH_TMP(TPRELU)
NPUSIM_BINARY_WITH_TMP(TREM)
NPUSIM_BINARY_WITH_TMP(TREM, auto Algorithm)
NPUSIM_BINARY_WITH_ALGORITHM(TFMOD)
NPUSIM_BINARY_WITH_TMP(TPOW)
NPUSIM_BINARY_WITH_TMP(TPOW, auto Algorithm)
NPUSIM_BINARY(TFUSEDMULADD)
NPUSIM_BINARY(TFUSEDMULADDRELU)
NPUSIM_BINARY(TMULADDDST)
NPUSIM_BINARY(TSUBRELU)
NPUSIM_BINARY(TADDRELUCONV)
NPUSIM_BINARY(TSUBRELUCONV)
NPUSIM_BINARY(TPARTADD)
NPUSIM_BINARY(TPARTMUL)
NPUSIM_BINARY(TPARTMAX)
NPUSIM_BINARY(TPARTMIN)

/// Values and their indices: NAME(dst, src0, src1, dst_index, src0_index, src1_index, events...)
#define NPUSIM_PART_ARGUMENT(NAME)                                                            \
  template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyTile DI,    \
            detail::AnyTile I0, detail::AnyTile I1, detail::AnyEvent... E>                    \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S0& src0, S1& src1, DI& dst_index, I0& index0, \
                                       I1& index1, E&... events) {                            \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                      \
        .tiles(dst, src0, src1, dst_index, index0, index1)                                    \
        .issue(events...);                                                                    \
  }
NPUSIM_PART_ARGUMENT(TPARTARGMAX)
NPUSIM_PART_ARGUMENT(TPARTARGMIN)

template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TADDDEQRELU(D& dst, S0& src0, S1& src1, float scale, Tmp& tmp,
                                            E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TADDDEQRELU, NPUSIM_SITE)
      .tiles(dst, src0, src1)
      .scratch(tmp)
      .scalar(scale)
      .issue(events...);
}

#define NPUSIM_UNARY_BODY(NAME)                                          \
  {                                                                      \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE) \
        .tiles(dst, src)                                                 \
        .issue(events...);                                               \
  }
/// NAME(dst, src, events...)
#define NPUSIM_UNARY(NAME)                                               \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, E&... events) NPUSIM_UNARY_BODY(NAME)
#define NPUSIM_UNARY_WITH_ALGORITHM(NAME)                                                \
  NPUSIM_UNARY(NAME)                                                                     \
  template <auto Algorithm, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, E&... events) NPUSIM_UNARY_BODY(NAME)

NPUSIM_UNARY_WITH_ALGORITHM(TEXP)
NPUSIM_UNARY_WITH_ALGORITHM(TSQRT)
NPUSIM_UNARY_WITH_ALGORITHM(TRECIP)
NPUSIM_UNARY_WITH_ALGORITHM(TRSQRT)
NPUSIM_UNARY_WITH_ALGORITHM(TLOG)
NPUSIM_UNARY(TNEG)
NPUSIM_UNARY(TABS)
NPUSIM_UNARY(TRELU)
NPUSIM_UNARY(TNOT)
NPUSIM_UNARY(TPAIRREDUCESUM)

/// With tmp: a square root and a division, exact to the last bit but one.
#define NPUSIM_RSQRT_WITH_TMP(...)                                                                \
  template <__VA_ARGS__ __VA_OPT__(, ) detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, \
            detail::AnyEvent... E>                                                                \
  NPUSIM_LIBRARY_CALL RecordEvent TRSQRT(D& dst, S& src, Tmp& tmp, E&... events) {                \
    return detail::InstructionBuilder(detail::TileOp::TRSQRT, NPUSIM_SITE)                        \
        .tiles(dst, src)                                                                          \
        .scratch(tmp)                                                                             \
        .issue(events...);                                                                        \
  }
NPUSIM_RSQRT_WITH_TMP()
NPUSIM_RSQRT_WITH_TMP(auto Algorithm)

/// NAME(dst, src, scalar, events...)
#define NPUSIM_SCALAR(NAME)                                                                      \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>                         \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, typename S::DType scalar, E&... events) { \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                         \
        .tiles(dst, src)                                                                         \
        .scalar(scalar)                                                                          \
        .issue(events...);                                                                       \
  }

NPUSIM_SCALAR(TADDS)
NPUSIM_SCALAR(TSUBS)
NPUSIM_SCALAR(TMULS)
NPUSIM_SCALAR(TMAXS)
NPUSIM_SCALAR(TMINS)
NPUSIM_SCALAR(TDIVS)
NPUSIM_SCALAR(TANDS)
NPUSIM_SCALAR(TORS)
NPUSIM_SCALAR(TSHLS)
NPUSIM_SCALAR(TSHRS)
NPUSIM_SCALAR(TLRELU)
NPUSIM_SCALAR(TAXPY)
NPUSIM_SCALAR(TFMODS)

/// NAME(dst, src, scalar, tmp, events...)
#define NPUSIM_SCALAR_WITH_TMP(NAME, ...)                                                         \
  template <__VA_ARGS__ __VA_OPT__(, ) detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, \
            detail::AnyEvent... E>                                                                \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, typename S::DType scalar, Tmp& tmp,        \
                                       E&... events) {                                            \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                          \
        .tiles(dst, src)                                                                          \
        .scratch(tmp)                                                                             \
        .scalar(scalar)                                                                           \
        .issue(events...);                                                                        \
  }
NPUSIM_SCALAR_WITH_TMP(TXORS)
NPUSIM_SCALAR_WITH_TMP(TREMS)
NPUSIM_SCALAR_WITH_TMP(TREMS, auto Algorithm)
NPUSIM_SCALAR_WITH_TMP(TPOWS)
NPUSIM_SCALAR_WITH_TMP(TPOWS, auto Algorithm)

template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TDIVS(D& dst, typename D::DType scalar, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TDIVS, NPUSIM_SITE)
      .tiles(dst, src)
      .scalar(scalar)
      .scalar_first()
      .issue(events...);
}
template <auto Algorithm, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TDIVS(D& dst, S& src, typename S::DType scalar, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TDIVS, NPUSIM_SITE)
      .tiles(dst, src)
      .scalar(scalar)
      .issue(events...);
}
template <auto Algorithm, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TDIVS(D& dst, typename D::DType scalar, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TDIVS, NPUSIM_SITE)
      .tiles(dst, src)
      .scalar(scalar)
      .scalar_first()
      .issue(events...);
}

/// Fills the valid region.
template <detail::AnyTile D, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TEXPANDS(D& dst, typename D::DType scalar, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TEXPANDS, NPUSIM_SITE)
      .tiles(dst)
      .scalar(scalar)
      .issue(events...);
}

template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCMPS(D& dst, S& src, typename S::DType scalar, CmpMode mode,
                                      E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCMPS, NPUSIM_SITE)
      .tiles(dst, src)
      .scalar(scalar)
      .modes(mode)
      .issue(events...);
}
/// The scalar is the first element of a tile.
template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCMPS(D& dst, S0& src0, S1& src1, CmpMode mode, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCMPS, NPUSIM_SITE)
      .tiles(dst, src0, src1)
      .modes(mode)
      .issue(events...);
}

template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCMP(D& dst, S0& src0, S1& src1, CmpMode mode, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCMP, NPUSIM_SITE)
      .tiles(dst, src0, src1)
      .modes(mode)
      .issue(events...);
}

template <detail::AnyTile D, detail::AnyTile Mask, detail::AnyTile S, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSELS(D& dst, Mask& mask, S& src, Tmp& tmp,
                                      typename S::DType scalar, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSELS, NPUSIM_SITE)
      .tiles(dst, mask, src)
      .scratch(tmp)
      .scalar(scalar)
      .issue(events...);
}
template <detail::AnyTile D, detail::AnyTile Mask, detail::AnyTile S0, detail::AnyTile S1,
          detail::AnyTile Tmp, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSEL(D& dst, Mask& mask, S0& src0, S1& src1, Tmp& tmp,
                                     E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSEL, NPUSIM_SITE)
      .tiles(dst, mask, src0, src1)
      .scratch(tmp)
      .issue(events...);
}
template <detail::AnyTile D, detail::AnyTile Mask, detail::AnyTile Tmp, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSEL(D& dst, Mask& mask, D& src0, D& src1, Tmp& tmp, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSEL, NPUSIM_SITE)
      .tiles(dst, mask, src0, src1)
      .scratch(tmp)
      .issue(events...);
}

/// NeedSetCtrl: whether the library sets the saturation bit itself; the model always honours the
/// mode.
template <bool NeedSetCtrl = true, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCVT(D& dst, S& src, RoundMode round, SaturationMode saturation,
                                     E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCVT, NPUSIM_SITE)
      .converted(dst, src)
      .modes(round, saturation)
      .issue(events...);
}
template <bool NeedSetCtrl = true, detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCVT(D& dst, S& src, RoundMode round, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCVT, NPUSIM_SITE)
      .converted(dst, src)
      .modes(round, -1)
      .issue(events...);
}
template <bool NeedSetCtrl = true, detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCVT(D& dst, S& src, Tmp& tmp, RoundMode round,
                                     SaturationMode saturation, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCVT, NPUSIM_SITE)
      .converted(dst, src)
      .scratch(tmp)
      .modes(round, saturation)
      .issue(events...);
}
template <bool NeedSetCtrl = true, detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCVT(D& dst, S& src, Tmp& tmp, RoundMode round, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCVT, NPUSIM_SITE)
      .converted(dst, src)
      .scratch(tmp)
      .modes(round, -1)
      .issue(events...);
}

}  // namespace pto
