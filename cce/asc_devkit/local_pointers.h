// SPDX-License-Identifier: Apache-2.0
// Tensors in local memories keep offsets of 32 bits, which the library casts to pointers where its
// scalar code reads an element (intrinsics.md 1.3, trap 10). On the device an offset is an address;
// here it lies in a window. So in what is compiled from here on a cast of a small number to a
// pointer goes to the window.
#pragma once

#include <concepts>
#include <type_traits>

#include "cce/crossing.h"

namespace npusim::device {

template <typename To, typename From>
concept NumberToPointer = std::is_pointer_v<To> && std::integral<std::remove_cvref_t<From>>;

template <typename To, typename From>
[[gnu::always_inline]] constexpr To cast(From&& from) {
  return reinterpret_cast<To>(from);
}
template <typename To, typename From>
requires NumberToPointer<To, From>
[[gnu::always_inline]] constexpr To cast(From&& from) {
  return __cce_get_tile_ptr(reinterpret_cast<To>(from));
}

}  // namespace npusim::device

#define reinterpret_cast npusim::device::cast
