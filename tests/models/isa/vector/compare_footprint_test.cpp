// SPDX-License-Identifier: Apache-2.0
// What a comparison touches where a library says which bytes of its result count: the same bytes,
// told apart.
#include <map>

#include "models/isa/footprint.h"
#include "tests/support/catch.h"

using namespace npusim;
using namespace npusim::isa;

namespace {

CompareInstruction comparison(std::uint32_t valid_bytes) {
  CompareInstruction compare;
  compare.opcode = Opcode::VCMPVS;
  compare.dtype = DType::FLOAT32;
  compare.repeats = 3;
  compare.src0.address = 1024;
  compare.dst.address = 64;
  compare.valid_bytes = valid_bytes;
  return compare;
}

/// 'r' and 'w' of bytes that count, 'b' (beyond) and 'u' (unspecified) of others, by address.
std::map<std::uint64_t, char> touched(const CompareInstruction& compare) {
  std::vector<Footprint> footprints;
  footprint(compare, footprints);
  std::map<std::uint64_t, char> bytes;
  for (const Footprint& access : footprints) {
    const char kind = access.write ? (access.unspecified ? 'u' : 'w') : (access.beyond ? 'b' : 'r');
    const Span& span = access.span;
    for (std::uint32_t group = 0; group < span.groups; ++group) {
      for (std::uint32_t run = 0; run < span.runs; ++run) {
        const auto begin = span.address + static_cast<std::uint64_t>(group * span.group_stride +
                                                                     run * span.run_stride);
        for (std::uint32_t i = 0; i < span.run_bytes; ++i) bytes[begin + i] = kind;
      }
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("lanes of bytes that do not count are read beyond, and their bytes are undefined",
          "[isa][compare]") {
  for (const std::uint32_t valid : {0u, 1u, 5u, 8u, 13u, 16u, 23u, 24u, 1000u}) {
    CAPTURE(valid);
    const auto bytes = touched(comparison(valid));
    REQUIRE(bytes.size() == 3 * 256 + 3 * 8);
    for (const auto& [address, kind] : bytes) {
      const bool source = address >= 1024;
      const std::uint64_t byte_of_result = source ? (address - 1024) / 4 / 8 : address - 64;
      const bool counts = byte_of_result < valid;
      REQUIRE(kind == (source ? (counts ? 'r' : 'b') : (counts ? 'w' : 'u')));
    }
  }
}
