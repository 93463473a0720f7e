// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/checksum.h"

#include <string_view>

#include "tests/support/catch.h"

using npusim::traces::hdf5::metadata_checksum;

namespace {

std::uint32_t checksum(std::string_view text) {
  return metadata_checksum({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

}  // namespace

// The values stand in the comments of Bob Jenkins' public domain lookup3.c.
TEST_CASE("the checksum is lookup3", "[traces][checksum]") {
  CHECK(checksum("") == 0xdeadbeef);
  CHECK(checksum("Four score and seven years ago") == 0x17770551);
}
