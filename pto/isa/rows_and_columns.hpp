// SPDX-License-Identifier: Apache-2.0
// Reductions along rows, broadcasts along rows and columns, indices, gather, scatter, transpose.
#pragma once

#include "pto/isa/elementwise.hpp"

namespace pto {

/// NAME(dst, src, tmp, events...)
#define NPUSIM_ROW_REDUCTION(NAME)                                                            \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, Tmp& tmp, E&... events) {              \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                      \
        .tiles(dst, src, tmp)                                                                 \
        .issue(events...);                                                                    \
  }

NPUSIM_ROW_REDUCTION(TROWSUM)
NPUSIM_ROW_REDUCTION(TROWMAX)
NPUSIM_ROW_REDUCTION(TROWMIN)
NPUSIM_ROW_REDUCTION(TTRANS)

NPUSIM_UNARY(TROWEXPAND)
NPUSIM_UNARY(TCOLEXPAND)

/// NAME(dst, src0, src1[, tmp], events...)
#define NPUSIM_WITH_TMP(NAME, ...)                                                                \
  template <__VA_ARGS__ __VA_OPT__(, ) detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, \
            detail::AnyTile Tmp, detail::AnyEvent... E>                                           \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S0& src0, S1& src1, Tmp& tmp, E&... events) {      \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                          \
        .tiles(dst, src0, src1, tmp)                                                              \
        .issue(events...);                                                                        \
  }

NPUSIM_BINARY(TROWEXPANDADD)
NPUSIM_WITH_TMP(TROWEXPANDADD)
NPUSIM_BINARY(TROWEXPANDSUB)
NPUSIM_WITH_TMP(TROWEXPANDSUB)
NPUSIM_BINARY(TROWEXPANDMUL)
NPUSIM_WITH_TMP(TROWEXPANDMUL)
NPUSIM_BINARY_WITH_ALGORITHM(TROWEXPANDDIV)
NPUSIM_WITH_TMP(TROWEXPANDDIV)
NPUSIM_WITH_TMP(TROWEXPANDDIV, auto Algorithm)

NPUSIM_BINARY(TCOLEXPANDADD)
NPUSIM_BINARY(TCOLEXPANDSUB)
NPUSIM_BINARY(TCOLEXPANDMUL)
NPUSIM_BINARY_WITH_ALGORITHM(TCOLEXPANDDIV)

/// start, start + 1 ... (descending: start, start - 1 ...)
template <detail::AnyTile D, typename T, int Descending, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCI(D& dst, T start, E&... events) {
  static_assert(D::Rows == 1, "TCI fills a tile of one row");
  static_assert(std::is_same_v<typename D::DType, T>, "TCI: start has the tile's element type");
  return detail::InstructionBuilder(detail::TileOp::TCI, NPUSIM_SITE)
      .tiles(dst)
      .scalar(start)
      .modes(Descending)
      .issue(events...);
}
template <detail::AnyTile D, detail::AnyTile Tmp, typename T, int Descending, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCI(D& dst, T start, Tmp& tmp, E&... events) {
  static_assert(D::Rows == 1, "TCI fills a tile of one row");
  static_assert(std::is_same_v<typename D::DType, T>, "TCI: start has the tile's element type");
  return detail::InstructionBuilder(detail::TileOp::TCI, NPUSIM_SITE)
      .tiles(dst, tmp)
      .scalar(start)
      .modes(Descending)
      .issue(events...);
}

/// Index form: dst[i] = src[index[i]], indices flat over src's allocation.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Index, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TGATHER(D& dst, S& src, Index& index, Tmp& tmp, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TGATHER, NPUSIM_SITE)
      .tiles(dst, src, index, tmp)
      .modes(0)
      .issue(events...);
}
/// Mask form: the lanes of each row that the pattern selects, packed.
template <detail::AnyTile D, detail::AnyTile S, MaskPattern Pattern = MaskPattern::P1111,
          auto Axis = GatherAxis::GATHER_ROW, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TGATHER(D& dst, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TGATHER, NPUSIM_SITE)
      .tiles(dst, src)
      .modes(Pattern, Axis)
      .issue(events...);
}
/// Compare form (top-k helper).
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile K, detail::AnyTile Count,
          detail::AnyTile Tmp, CmpMode Mode, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TGATHER(D&, S&, K&, Count&, Tmp&, int, E&...) {
  npusim_not_modelled("TGATHER, compare form (supported: index form, mask form)", NPUSIM_SITE);
}

/// Index form: dst[index[i]] = src[i], everything else of dst 0.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Index, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSCATTER(D& dst, S& src, Index& index, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSCATTER, NPUSIM_SITE)
      .tiles(dst, src, index)
      .modes(0)
      .issue(events...);
}
/// Mask form: the inverse of TGATHER's, everything else of dst 0.
template <MaskPattern Pattern = MaskPattern::P1111, auto Axis = ScatterAxis::SCATTER_ROW,
          detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSCATTER(D& dst, S& src, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TSCATTER, NPUSIM_SITE)
      .tiles(dst, src)
      .modes(Pattern, Axis)
      .issue(events...);
}

}  // namespace pto
