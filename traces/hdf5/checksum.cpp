// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/checksum.h"

#include <bit>

namespace npusim::traces::hdf5 {
namespace {

struct State {
  std::uint32_t a, b, c;

  void mix() {
    a -= c;
    a ^= std::rotl(c, 4);
    c += b;
    b -= a;
    b ^= std::rotl(a, 6);
    a += c;
    c -= b;
    c ^= std::rotl(b, 8);
    b += a;
    a -= c;
    a ^= std::rotl(c, 16);
    c += b;
    b -= a;
    b ^= std::rotl(a, 19);
    a += c;
    c -= b;
    c ^= std::rotl(b, 4);
    b += a;
  }
  void finish() {
    c ^= b;
    c -= std::rotl(b, 14);
    a ^= c;
    a -= std::rotl(c, 11);
    b ^= a;
    b -= std::rotl(a, 25);
    c ^= b;
    c -= std::rotl(b, 16);
    a ^= c;
    a -= std::rotl(c, 4);
    b ^= a;
    b -= std::rotl(a, 14);
    c ^= b;
    c -= std::rotl(b, 24);
  }
  /// Adds up to 12 bytes, little endian, to the three words.
  void add(std::span<const unsigned char> bytes) {
    std::uint32_t* const words[3] = {&a, &b, &c};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      *words[i / 4] += std::uint32_t{bytes[i]} << (8 * (i % 4));
    }
  }
};

}  // namespace

std::uint32_t metadata_checksum(std::span<const unsigned char> bytes) {
  const std::uint32_t start = 0xdeadbeef + static_cast<std::uint32_t>(bytes.size());
  State state{start, start, start};
  while (bytes.size() > 12) {
    state.add(bytes.first(12));
    state.mix();
    bytes = bytes.subspan(12);
  }
  if (bytes.empty()) return state.c;
  state.add(bytes);
  state.finish();
  return state.c;
}

}  // namespace npusim::traces::hdf5
