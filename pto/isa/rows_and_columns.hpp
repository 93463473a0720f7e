// SPDX-License-Identifier: Apache-2.0
// Reductions along rows, broadcasts along rows and columns, indices, gather, scatter, transpose.
#pragma once

#include "cce/port/scalar_port.h"
#include "pto/isa/elementwise.hpp"

namespace pto {

/// NAME(dst, src, tmp, events...)
#define NPUSIM_ROW_REDUCTION(NAME)                                                            \
  template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, detail::AnyEvent... E> \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(D& dst, S& src, Tmp& tmp, E&... events) {              \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                      \
        .tiles(dst, src)                                                                      \
        .scratch(tmp)                                                                         \
        .issue(events...);                                                                    \
  }

NPUSIM_ROW_REDUCTION(TROWSUM)
NPUSIM_ROW_REDUCTION(TROWMAX)
NPUSIM_ROW_REDUCTION(TROWMIN)
NPUSIM_ROW_REDUCTION(TROWPROD)
NPUSIM_ROW_REDUCTION(TTRANS)

/// Indices of extremes, or their values as well: NAME([dst_value,] dst, src, tmp, events...)
#define NPUSIM_ARGUMENT(NAME)                                                              \
  NPUSIM_ROW_REDUCTION(NAME)                                                               \
  template <detail::AnyTile V, detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp,  \
            detail::AnyEvent... E>                                                         \
  NPUSIM_LIBRARY_CALL RecordEvent NAME(V& value, D& dst, S& src, Tmp& tmp, E&... events) { \
    return detail::InstructionBuilder(detail::TileOp::NAME, NPUSIM_SITE)                   \
        .tiles(value, dst, src)                                                            \
        .scratch(tmp)                                                                      \
        .issue(events...);                                                                 \
  }
NPUSIM_ARGUMENT(TROWARGMAX)
NPUSIM_ARGUMENT(TROWARGMIN)
NPUSIM_ARGUMENT(TCOLARGMAX)
NPUSIM_ARGUMENT(TCOLARGMIN)

NPUSIM_UNARY(TCOLSUM)
NPUSIM_UNARY(TCOLMAX)
NPUSIM_UNARY(TCOLMIN)
NPUSIM_UNARY(TCOLPROD)
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Tmp, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCOLSUM(D& dst, S& src, Tmp& tmp, bool pairwise, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCOLSUM, NPUSIM_SITE)
      .tiles(dst, src)
      .scratch(tmp)
      .modes(pairwise)
      .issue(events...);
}

NPUSIM_UNARY(TROWEXPAND)
NPUSIM_UNARY(TCOLEXPAND)

/// NAME(dst, src0, src1[, tmp], events...)
NPUSIM_BINARY(TROWEXPANDADD)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDADD)
NPUSIM_BINARY(TROWEXPANDSUB)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDSUB)
NPUSIM_BINARY(TROWEXPANDMUL)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDMUL)
NPUSIM_BINARY_WITH_ALGORITHM(TROWEXPANDDIV)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDDIV)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDDIV, auto Algorithm)
NPUSIM_BINARY(TROWEXPANDMAX)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDMAX)
NPUSIM_BINARY(TROWEXPANDMIN)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDMIN)
NPUSIM_BINARY(TROWEXPANDEXPDIF)
NPUSIM_BINARY_WITH_TMP(TROWEXPANDEXPDIF)

NPUSIM_BINARY(TCOLEXPANDADD)
NPUSIM_BINARY(TCOLEXPANDSUB)
NPUSIM_BINARY(TCOLEXPANDMUL)
NPUSIM_BINARY_WITH_ALGORITHM(TCOLEXPANDDIV)
NPUSIM_BINARY(TCOLEXPANDMAX)
NPUSIM_BINARY(TCOLEXPANDMIN)
NPUSIM_BINARY(TCOLEXPANDEXPDIF)

/// Ones on and on one side of the diagonal, zeros elsewhere.
template <detail::AnyTile D, int Upper, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TTRI(D& dst, int diagonal, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TTRI, NPUSIM_SITE)
      .tiles(dst)
      .modes(Upper, diagonal)
      .issue(events...);
}
/// Integers to floats: (value - offset) * scale, by row.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile P, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TDEQUANT(D& dst, S& src, P& scale, P& offset, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TDEQUANT, NPUSIM_SITE)
      .tiles(dst, src, scale, offset)
      .issue(events...);
}
NPUSIM_BINARY(TCONCAT)
/// As many columns of each source as its index tile says in bytes; dst_index takes the sums.
template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyTile I0,
          detail::AnyTile I1, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCONCAT(D& dst, S0& src0, S1& src1, I0& index0, I1& index1,
                                        E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCONCAT, NPUSIM_SITE)
      .tiles(dst, src0, src1, index0, index1)
      .issue(events...);
}
template <detail::AnyTile D, detail::AnyTile S0, detail::AnyTile S1, detail::AnyTile DI,
          detail::AnyTile I0, detail::AnyTile I1, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TCONCAT(D& dst, S0& src0, S1& src1, DI& dst_index, I0& index0,
                                        I1& index1, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TCONCAT, NPUSIM_SITE)
      .tiles(dst, src0, src1, index0, index1, dst_index)
      .issue(events...);
}

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
      .tiles(dst)
      .scratch(tmp)
      .scalar(start)
      .modes(Descending)
      .issue(events...);
}

/// Index form: dst[i] = src[index[i]], indices flat over src's allocation.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile Index, detail::AnyTile Tmp,
          detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TGATHER(D& dst, S& src, Index& index, Tmp& tmp, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TGATHER, NPUSIM_SITE)
      .tiles(dst, src, index)
      .scratch(tmp)
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
NPUSIM_BINARY(TGATHERB)

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

/// Blocks of 32 values with their indices, each sorted in descending order.
NPUSIM_BINARY(TSORT32)
NPUSIM_BINARY_WITH_TMP(TSORT32)

/// Groups of four sorted lists of block_length elements each, merged.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMRGSORT(D& dst, S& src, std::uint32_t block_length, E&... events) {
  return detail::InstructionBuilder(detail::TileOp::TMRGSORT, NPUSIM_SITE)
      .tiles(dst, src)
      .modes(block_length)
      .issue(events...);
}

namespace detail {

/// Two to four sorted tiles merged into one by way of tmp. `exhausted`: stops when a list is used
/// up, and says how far each was used.
template <AnyTile D, AnyTile Tmp, AnyTile... S>
PTO_INTERNAL RecordEvent merge(const void* site, bool exhausted, MrgSortExecutedNumList& used,
                               D& dst, Tmp& tmp, S&... lists) {
  InstructionBuilder(TileOp::TMRGSORT, site)
      .tiles(dst)
      .scratch(tmp)
      .tiles(lists...)
      .modes(0, exhausted)
      .issue();
  if (exhausted) {
    npusim_set_flag(number(PIPE_V), number(PIPE_S), EVENT_ID0, site,
                    static_cast<unsigned>(TileOp::TMRGSORT));
    npusim_wait_flag(number(PIPE_V), number(PIPE_S), EVENT_ID0, site,
                     static_cast<unsigned>(TileOp::TMRGSORT));
    const std::uint64_t counts =
        npusim_read_result(static_cast<int>(npusim::port::ResultRegister::MergedElements));
    used = {static_cast<std::uint16_t>(counts), static_cast<std::uint16_t>(counts >> 16),
            static_cast<std::uint16_t>(counts >> 32), static_cast<std::uint16_t>(counts >> 48)};
  }
  return InstructionBuilder(TileOp::TMRGSORT, site).tiles(dst).scratch(tmp).modes(-1).issue();
}

}  // namespace detail

template <detail::AnyTile D, detail::AnyTile Tmp, detail::AnyTile S0, detail::AnyTile S1,
          detail::AnyTile S2, detail::AnyTile S3, bool Exhausted, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMRGSORT(D& dst, MrgSortExecutedNumList& used, Tmp& tmp, S0& src0,
                                         S1& src1, S2& src2, S3& src3, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  return detail::merge(NPUSIM_SITE, Exhausted, used, dst, tmp, src0, src1, src2, src3);
}
template <detail::AnyTile D, detail::AnyTile Tmp, detail::AnyTile S0, detail::AnyTile S1,
          detail::AnyTile S2, bool Exhausted, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMRGSORT(D& dst, MrgSortExecutedNumList& used, Tmp& tmp, S0& src0,
                                         S1& src1, S2& src2, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  return detail::merge(NPUSIM_SITE, Exhausted, used, dst, tmp, src0, src1, src2);
}
template <detail::AnyTile D, detail::AnyTile Tmp, detail::AnyTile S0, detail::AnyTile S1,
          bool Exhausted, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TMRGSORT(D& dst, MrgSortExecutedNumList& used, Tmp& tmp, S0& src0,
                                         S1& src1, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  return detail::merge(NPUSIM_SITE, Exhausted, used, dst, tmp, src0, src1);
}

}  // namespace pto
