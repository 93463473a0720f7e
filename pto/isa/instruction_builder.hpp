// SPDX-License-Identifier: Apache-2.0
// How an instruction of the library reaches the model: the operands of one call as a TileCall.
#pragma once

#include <type_traits>

#include "pto/common/event.hpp"
#include "pto/common/pto_tile.hpp"
#include "pto/tile_call.h"

/// Behind the name of what the public library has and the bundled one lacks.
#define NPUSIM_REMEDY "; with --pto-isa DIR a checkout's library runs it"

namespace pto::detail {

template <typename T>
concept AnyTile = is_tile_data_v<T>;
template <typename T>
concept AnyGlobal = is_global_data_v<T>;
template <typename T>
concept AnyEvent = is_event<std::remove_cv_t<T>>::value;

using npusim::library::TileOp;

// Tiles of convolutions have neither.
template <AnyTile T>
constexpr bool is_compact() {
  if constexpr (requires { T::Compact; }) return T::Compact == CompactMode::Normal;
  return false;
}
template <AnyTile T>
PTO_INTERNAL bool is_k_aligned(const T& tile) {
  if constexpr (requires { tile.GetKAligned(); }) return tile.GetKAligned();
  return false;
}

template <AnyTile T>
PTO_INTERNAL npusim::library::TileRef tile_ref(const T& tile) {
  static_assert(static_cast<std::uint64_t>(T::PadVal) <= 0x1FFFFFFFFu);
  return {.address = tile.local_address(),
          .loc = static_cast<npusim::library::TileLoc>(T::Loc),
          .dtype = ElementType<typename T::DType>::value,
          .outer = static_cast<npusim::library::OuterLayout>(T::BFractal),
          .inner = static_cast<npusim::library::InnerLayout>(T::SFractal),
          .fractal_bytes = T::SFractalSize,
          .rows = T::Rows,
          .cols = T::Cols,
          .valid_rows = static_cast<std::int32_t>(tile.GetValidRow()),
          .valid_cols = static_cast<std::int32_t>(tile.GetValidCol()),
          .static_valid_rows = T::ValidRow,
          .static_valid_cols = T::ValidCol,
          .pad_value = static_cast<std::uint64_t>(T::PadVal),
          .compact = is_compact<T>(),
          .k_aligned = is_k_aligned(tile),
          .nibbles = std::is_same_v<typename T::DType, int4b_t>};
}

constexpr npusim::library::GlobalLayout global_layout(Layout layout) {
  using npusim::library::GlobalLayout;
  switch (layout) {
    case Layout::ND:
      return GlobalLayout::ND;
    case Layout::DN:
      return GlobalLayout::DN;
    case Layout::NZ:
      return GlobalLayout::NZ;
    case Layout::NC1HWC0:
      return GlobalLayout::NC1HWC0;
    case Layout::NDC1HWC0:
      return GlobalLayout::NDC1HWC0;
    default:
      return GlobalLayout::Other;
  }
}

template <AnyGlobal T>
PTO_INTERNAL npusim::library::GlobalRef global_ref(const T& tensor) {
  npusim::library::GlobalRef result;
  result.address = reinterpret_cast<std::uint64_t>(tensor.data());
  result.dtype = ElementType<typename T::RawDType>::value;
  result.layout = global_layout(T::layout);
  for (int dim = 0; dim < 5; ++dim) {
    result.shape[dim] = tensor.GetShape(dim);
    result.stride[dim] = tensor.GetStride(dim);
  }
  return result;
}

/// One call under construction; every member stands for one part of it.
class InstructionBuilder {
 public:
  PTO_INTERNAL InstructionBuilder(TileOp op, const void* site) {
    call_.op = op;
    call_.site = site;
  }

  /// Operands that the instruction computes with.
  template <AnyTile... Tiles>
  PTO_INTERNAL InstructionBuilder& tiles(const Tiles&... tiles) {
    if constexpr (!(ElementType<typename Tiles::DType>::known && ...)) {
      npusim_not_modelled("tile arithmetic on 8-bit floats or 4-bit types", call_.site);
    }
    return bytes(tiles...);
  }
  /// Operands of a conversion, between half and 4-bit integers too.
  template <AnyTile D, AnyTile S>
  PTO_INTERNAL InstructionBuilder& converted(const D& dst, const S& src) {
    constexpr bool kTo = std::is_same_v<typename D::DType, int4b_t>;
    constexpr bool kFrom = std::is_same_v<typename S::DType, int4b_t>;
    if constexpr ((kTo && std::is_same_v<typename S::DType, half>) ||
                  (kFrom && std::is_same_v<typename D::DType, half>)) {
      return bytes(dst, src);
    } else {
      return tiles(dst, src);
    }
  }
  /// Memory for intermediate results: the library takes no size from it.
  template <AnyTile Tmp>
  PTO_INTERNAL InstructionBuilder& scratch(const Tmp& tmp) {
    tiles(tmp);
    call_.tile[call_.tile_count - 1].scratch = true;
    return *this;
  }
  /// Operands that the instruction only moves: any element type.
  template <AnyTile... Tiles>
  PTO_INTERNAL InstructionBuilder& bytes(const Tiles&... tiles) {
    static_assert(sizeof...(Tiles) <= sizeof call_.tile / sizeof call_.tile[0]);
    ((call_.tile[call_.tile_count++] = tile_ref(tiles)), ...);
    return *this;
  }
  template <AnyGlobal Tensor>
  PTO_INTERNAL InstructionBuilder& global(const Tensor& tensor) {
    call_.global = global_ref(tensor);
    return *this;
  }
  template <typename T>
  PTO_INTERNAL InstructionBuilder& scalar(T value) {
    call_.scalar = bits_of(value);
    call_.scalar_type = ElementType<T>::value;
    return *this;
  }
  PTO_INTERNAL InstructionBuilder& scalar_first() {
    call_.scalar_first = true;
    return *this;
  }
  PTO_INTERNAL InstructionBuilder& quantised(std::uint64_t scalar) {
    call_.quantisation = npusim::library::Quantisation::Scalar;
    return this->scalar(scalar);
  }
  template <AnyTile Parameters>
  PTO_INTERNAL InstructionBuilder& quantised_by(const Parameters& parameters) {
    call_.quantisation = npusim::library::Quantisation::Vector;
    return bytes(parameters);
  }
  /// By parameters in the registers that the kernel has set.
  PTO_INTERNAL InstructionBuilder& quantised_as_set(npusim::library::Quantisation by) {
    call_.quantisation = by;
    call_.parameters_set = true;
    return *this;
  }
  /// Enumeration operands, in the order that TileCall::mode lists.
  template <typename... Values>
  PTO_INTERNAL InstructionBuilder& modes(Values... values) {
    int next = 0;
    ((call_.mode[next++] = static_cast<std::int32_t>(values)), ...);
    return *this;
  }
  /// Waits for the events, then hands the call to the model.
  template <AnyEvent... Events>
  PTO_INTERNAL RecordEvent issue(const Events&... events) {
    (events.wait_at(call_.site), ...);
    npusim_tile(&call_);
    return {};
  }

 private:
  npusim::library::TileCall call_ = npusim::library::kEmptyTileCall;
};

}  // namespace pto::detail
