// SPDX-License-Identifier: Apache-2.0
// A 128-bit FNV-1a hash (Fowler, Noll, Vo) that names what went into a build. Own code, because the
// inputs are a few hundred kilobytes of sources, where ten lines do as well as a library; nobody
// attacks the cache, so it need not be cryptographic, and 128 bits do not collide by accident.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace npusim {

class Digest {
 public:
  /// Adds one item. Its length goes in too, so that ("ab", "c") and ("a", "bc") differ.
  Digest& add(std::string_view item) {
    absorb(std::to_string(item.size()));
    absorb(":");
    absorb(item);
    return *this;
  }

  std::string hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int shift = 124; shift >= 0; shift -= 4) {
      text += kDigits[static_cast<std::size_t>(state_ >> shift & 15)];
    }
    return text;
  }

 private:
  __extension__ using Word = unsigned __int128;

  void absorb(std::string_view bytes) {
    constexpr Word kPrime = Word{1} << 88 | 0x13B;
    for (char byte : bytes) state_ = (state_ ^ static_cast<unsigned char>(byte)) * kPrime;
  }

  Word state_ = Word{0x6C62272E07BB0142ull} << 64 | 0x62B821756295C58Dull;
};

}  // namespace npusim
