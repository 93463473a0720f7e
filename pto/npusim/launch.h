// SPDX-License-Identifier: Apache-2.0
// What npusim compiles in front of the source of a launched kernel: how a `__global__` function of
// any signature is called with arguments that came as words, and what
// `kernel<<<blocks, dynamic, stream>>>(args...)` means in a source that npusim has rewritten to
// `kernel->*npusim::launch::on(blocks, dynamic, stream)(args...)` (sim/build/launch_text.h).
#pragma once

// The device's compiler has the intrinsics without an include. npusim itself reads this header too.
#ifdef __NPU_ARCH__
#include "cce/intrinsics.h"
#endif

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace npusim::launch {

/// One parameter of a kernel, as the launcher sees it.
struct Parameter {
  std::uint32_t bytes;
  bool is_pointer;
  bool is_integer;
};

/// Words that a parameter takes: it begins with one of its own.
constexpr std::size_t word_count(std::size_t bytes) {
  return (bytes + sizeof(std::int64_t) - 1) / sizeof(std::int64_t);
}

/// A kernel's argument, made of its words.
template <typename T>
union Slot {
  static_assert(std::is_trivially_copyable_v<T>,
                "a launched kernel's parameters are pointers, numbers, and structs that can be "
                "copied byte by byte");
  std::int64_t words[word_count(sizeof(T))];
  T value;
  explicit Slot(const std::int64_t* from) {
    for (std::int64_t& word : words) word = *from++;
  }
};

/// Where the words of parameter `index` begin, behind those of the parameters before it.
template <typename... P>
constexpr std::size_t first_word(std::size_t index) {
  constexpr std::size_t kCounts[] = {word_count(sizeof(P))..., 0};
  std::size_t first = 0;
  for (std::size_t i = 0; i < index; ++i) first += kCounts[i];
  return first;
}

template <typename R, typename... P, std::size_t... I>
void call(R (*kernel)(P...), const std::int64_t* args, std::index_sequence<I...>) {
  kernel(Slot<std::remove_cv_t<P>>(args + first_word<P...>(I)).value...);
}
template <typename R, typename... P>
void call(R (*kernel)(P...), const std::int64_t* args) {
  call(kernel, args, std::index_sequence_for<P...>());
}

/// The argument of parameter I, which is a pointer.
template <std::size_t I, typename R, typename... P>
void* pointer_argument(R (*)(P...), const std::int64_t* args) {
  return reinterpret_cast<void*>(args[first_word<P...>(I)]);
}

/// The parameters of a kernel, ended by one of no bytes.
template <typename Kernel>
struct Signature;
template <typename R, typename... P>
struct Signature<R (*)(P...)> {
  static constexpr Parameter kParameters[] = {
      {sizeof(P), std::is_pointer_v<P>, std::is_integral_v<P> || std::is_enum_v<P>}...,
      {0, false, false}};
};

/// The arguments in the second pair of brackets of a launch.
template <typename... A>
struct Bound {
  std::tuple<A...> arguments;
};

/// What stands between <<< and >>>. Whoever runs this is a core that executes one block of the
/// launch already: LAUNCHES says how many there are.
struct On {
  template <typename... A>
  Bound<A&&...> operator()(A&&... arguments) const {
    return {{std::forward<A>(arguments)...}};
  }
};
template <typename... Configuration>
On on(Configuration&&...) {
  return {};
}

#ifdef __NPU_ARCH__
/// What npusim has rewritten `reinterpret_cast<__ubuf__ T*>(offset)` to: scalar code may follow the
/// pointer. Elsewhere an offset stays one, since a small address is as likely a null pointer's.
template <typename Pointer, typename From>
Pointer ub_cast(From from) {
  return __cce_get_tile_ptr(reinterpret_cast<Pointer>(from));
}
#endif

template <typename R, typename... P, typename... A>
void operator->*(R (*kernel)(P...), Bound<A...> bound) {
  std::apply([&](auto&&... a) { kernel(static_cast<P>(std::forward<decltype(a)>(a))...); },
             std::move(bound.arguments));
}

}  // namespace npusim::launch
