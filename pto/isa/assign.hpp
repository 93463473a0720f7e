// SPDX-License-Identifier: Apache-2.0
// Binding addresses: no instruction is issued.
#pragma once

#include "pto/isa/instruction_builder.hpp"

namespace pto {
namespace detail {

template <typename T>
concept AnyLocal = is_tile_data_v<T> || is_conv_tile_v<T>;

/// A tile's address from what TASSIGN was given: bytes from the start of the memory, or a pointer
/// that Tile::data() made.
template <AnyLocal T>
PTO_INTERNAL std::uint64_t local_address_of(std::uint64_t given) {
  if (given >> 32 == 0) return given;
  return given - reinterpret_cast<std::uint64_t>(npusim_local_window(static_cast<int>(T::Loc)));
}

}  // namespace detail

template <detail::AnyLocal T, typename Address>
PTO_INTERNAL void TASSIGN(T& tile, Address address) {
  if constexpr (std::is_pointer_v<Address>) {
    tile.set_local_address(detail::local_address_of<T>(reinterpret_cast<std::uint64_t>(address)));
  } else {
    static_assert(std::is_integral_v<Address>, "TASSIGN(tile, address): bytes or a pointer");
    tile.set_local_address(detail::local_address_of<T>(static_cast<std::uint64_t>(address)));
  }
}
template <std::size_t Address, detail::AnyLocal T>
PTO_INTERNAL void TASSIGN(T& tile) {
  static_assert(Address % 32 == 0, "TASSIGN<address>(tile): the address is a multiple of 32");
  tile.set_local_address(Address);
}
template <detail::AnyGlobal T>
PTO_INTERNAL void TASSIGN(T& tensor, typename T::DType* address) {
  tensor.SetAddr(address);
}

/// dst names src's bytes.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TRESHAPE(D& dst, S& src, E&... events) {
  static_assert(D::Loc == S::Loc, "TRESHAPE: both tiles are in one memory");
  (events.wait_at(NPUSIM_SITE), ...);
  dst.set_local_address(src.local_address());
  return {};
}
/// dst names src's bytes from element (row, col) on.
template <detail::AnyTile D, detail::AnyTile S, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TSUBVIEW(D& dst, S& src, std::uint16_t row, std::uint16_t col,
                                         E&... events) {
  static_assert(D::Loc == S::Loc, "TSUBVIEW: both tiles are in one memory");
  (events.wait_at(NPUSIM_SITE), ...);
  const auto elements = static_cast<std::uint64_t>(row * S::RowStride + col * S::ColStride);
  dst.set_local_address(src.local_address() + elements * sizeof(typename S::DType));
  return {};
}

}  // namespace pto
