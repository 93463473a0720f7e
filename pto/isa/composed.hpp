// SPDX-License-Identifier: Apache-2.0
// Instructions that the library composes of others and of intrinsics. Inlined into the kernel: the
// place of what they issue is the kernel's statement.
#pragma once

#include "pto/common/utils.hpp"
#include "pto/isa/assign.hpp"
#include "pto/isa/core_functions.hpp"
#include "pto/isa/elementwise.hpp"
#include "pto/isa/rows_and_columns.hpp"

namespace pto {

/// dst = src * scale (+ offset), one scale and offset a row, rounded to 8 bits by way of int32 and
/// half. Overwrites src and tmp.
template <auto Type, detail::AnyTile D, detail::AnyTile S, detail::AnyTile Parameter,
          detail::AnyTile Tmp, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TQUANT(D& dst, S& src, Parameter& scale, Tmp& tmp,
                                Parameter* offset = nullptr, E&... events) {
  static_assert(Type == QuantType::INT8_SYM || Type == QuantType::INT8_ASYM,
                "TQUANT: to INT8_SYM or INT8_ASYM on this chip");
  static_assert(std::is_same_v<typename S::DType, float>, "TQUANT: the source is float");
  (events.Wait(), ...);
  TROWEXPANDMUL(src, src, scale, tmp);
  pipe_barrier(PIPE_V);
  if constexpr (Type == QuantType::INT8_ASYM) {
    TROWEXPANDADD(src, src, *offset, tmp);
    pipe_barrier(PIPE_V);
  }
  constexpr int kHalfColumns = (S::Cols + 15) / 16 * 16;
  Tile<TileType::Vec, half, S::Rows, kHalfColumns, BLayout::RowMajor, -1, -1> halves(
      src.GetValidRow(), src.GetValidCol());
  Tile<TileType::Vec, std::int32_t, S::Rows, S::Cols, BLayout::RowMajor, -1, -1> integers(
      src.GetValidRow(), src.GetValidCol());
  halves.set_local_address(src.local_address());
  integers.set_local_address(tmp.local_address());
  TCVT(integers, src, RoundMode::CAST_RINT);
  pipe_barrier(PIPE_V);
  TCVT(halves, integers, RoundMode::CAST_RINT);
  pipe_barrier(PIPE_V);
  TCVT(dst, halves, RoundMode::CAST_RINT, SaturationMode::ON);
  pipe_barrier(PIPE_V);
  return {};
}

/// What quantising stores of the accumulator multiply by.
template <typename Out, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent SET_QUANT_SCALAR(float scale, E&... events) {
  (events.Wait(), ...);
  // Through a signed word, as the library has it; bit 46 says that 8 bits are signed.
  auto value = static_cast<std::uint64_t>(__builtin_bit_cast(std::int32_t, scale));
  if constexpr (sizeof(Out) == 1) {
    value = std::is_same_v<Out, std::int8_t> ? sbitset1(value, 46) : sbitset0(value, 46);
  }
  set_quant_pre(value);
  return {};
}
/// The same, one value a column: where they lie, in units of 128 bytes.
template <detail::AnyTile P, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent SET_QUANT_VECTOR(P& parameters, E&... events) {
  static_assert(P::Loc == TileType::Scaling, "SET_QUANT_VECTOR: the tile is in Scaling");
  (events.Wait(), ...);
  set_fpc(parameters.local_address() >> 7 << 8);
  return {};
}

namespace detail {

/// A flag from one pipe to another, at once waited for.
PTO_INTERNAL void hand_over(pipe_t source, pipe_t target) {
  set_flag(source, target, EVENT_ID0);
  wait_flag(source, target, EVENT_ID0);
}

/// Each row's threshold in the source's type.
template <typename Source, int Rows, typename K>
PTO_INTERNAL void convert_thresholds(Source* converted, K* thresholds, unsigned rows) {
  const auto repeats = static_cast<std::uint8_t>(
      CeilDivision(static_cast<std::int32_t>(rows), 256 / static_cast<std::int32_t>(sizeof(K))));
  if constexpr (std::is_same_v<Source, float>) {
    vconv_s322f32(converted, reinterpret_cast<std::int32_t*>(thresholds), repeats, 1, 1, 8, 8);
  } else if constexpr (std::is_same_v<Source, half>) {
    vconv_s162f16(converted, reinterpret_cast<std::int16_t*>(thresholds), repeats, 1, 1, 8, 8);
  } else {
    for (int row = 0; row < Rows; ++row) converted[row] = thresholds[row];
  }
}

template <CmpMode Mode, typename Source>
PTO_INTERNAL void compare_with(std::uint8_t* bits, Source* values, Source threshold,
                               std::uint8_t repeats) {
  if constexpr (Mode == CmpMode::GT)
    vcmpvs_gt(bits, values, threshold, repeats, 1, 1, 8, 8);
  else
    vcmpvs_eq(bits, values, threshold, repeats, 1, 1, 8, 8);
}

/// The scalar unit waits for the vector unit, reads, and hands back. Volatile: read, even if a row
/// has no whole group to compare.
template <typename Source>
PTO_INTERNAL Source read_threshold(const Source* threshold) {
  hand_over(PIPE_V, PIPE_S);
  using Bits = std::conditional_t<sizeof(Source) == 2, std::uint16_t, std::uint32_t>;
  const Bits value = *reinterpret_cast<const volatile Bits*>(threshold);
  hand_over(PIPE_S, PIPE_V);
  return value_of<Source>(value);
}

/// A bit an element: how it compares with its row's threshold. First all whole groups of repeats of
/// all rows, then all rests.
template <CmpMode Mode, int Pitch, int BitsPitch, typename Source>
PTO_INTERNAL void compare_rows(std::uint8_t* bits, Source* values, Source* thresholds,
                               unsigned rows, unsigned columns) {
  constexpr unsigned kMostRepeats = 240, kLanes = 256 / sizeof(Source);
  constexpr unsigned kGroup = kMostRepeats * kLanes;
  const unsigned repeats = (columns + kLanes - 1) / kLanes;
  const unsigned groups = repeats / kMostRepeats, rest = repeats % kMostRepeats;
  set_mask_norm();
  set_vector_mask(-1, -1);
  for (unsigned row = 0; row < rows; ++row) {
    const Source threshold = read_threshold(thresholds + row);
    for (unsigned group = 0; group < groups; ++group) {
      compare_with<Mode>(bits + row * BitsPitch + group * kGroup / 8,
                         values + row * Pitch + group * kGroup, threshold, kMostRepeats);
    }
  }
  if (rest == 0) return;
  for (unsigned row = 0; row < rows; ++row) {
    const Source threshold = read_threshold(thresholds + row);
    compare_with<Mode>(bits + row * BitsPitch + groups * kGroup / 8,
                       values + row * Pitch + groups * kGroup, threshold,
                       static_cast<std::uint8_t>(rest));
  }
}

}  // namespace detail

/// Compare form (top-k helper): the places, from `offset` on, of each row's elements that are
/// greater than the row's threshold k, or equal to it, and how many there are. Behind tmp's bytes
/// lie the places of all elements and the thresholds in the source's type.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyTile K, detail::AnyTile Count,
          detail::AnyTile Tmp, CmpMode Mode, detail::AnyEvent... E>
PTO_INTERNAL RecordEvent TGATHER(D& dst, S& src, K& k, Count& count, Tmp& tmp, int offset,
                                 E&... events) {
  using Place = typename D::DType;
  using Source = typename S::DType;
  static_assert(std::is_integral_v<Place> && sizeof(Place) == 4,
                "TGATHER by comparison: places are 32-bit integers");
  static_assert(Mode == CmpMode::GT || Mode == CmpMode::EQ, "TGATHER by comparison: GT or EQ");
  (events.Wait(), ...);
  auto* const bits = reinterpret_cast<std::uint8_t*>(tmp.data());
  auto* const places = reinterpret_cast<Place*>(bits + Tmp::Rows * Tmp::Cols);
  constexpr std::size_t kElements = std::size_t{S::Rows} * S::Cols;
  auto* const thresholds = reinterpret_cast<Source*>(places + kElements);
  for (std::size_t i = 0; i < kElements; ++i) places[i] = static_cast<Place>(offset + i);
  detail::hand_over(PIPE_S, PIPE_V);
  const unsigned rows = src.GetValidRow(), columns = src.GetValidCol();
  detail::convert_thresholds<Source, S::Rows>(thresholds, k.data(), rows);
  detail::compare_rows<Mode, S::Cols, Tmp::Cols>(bits, src.data(), thresholds, rows, columns);
  pipe_barrier(PIPE_V);
  set_mask_count();
  set_vector_mask(0, columns);
  for (unsigned row = 0; row < rows; ++row) {
    vreducev2(reinterpret_cast<std::uint32_t*>(dst.data() + row * D::RowStride),
              reinterpret_cast<std::uint32_t*>(places + row * S::RowStride),
              reinterpret_cast<std::uint32_t*>(bits + row * Tmp::RowStride), 1, 1, 0, 8, 0);
    count.data()[row] = static_cast<typename Count::DType>(get_rsvd_cnt());
  }
  set_mask_norm();
  set_vector_mask(-1, -1);
  return {};
}

}  // namespace pto
