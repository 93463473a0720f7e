// SPDX-License-Identifier: Apache-2.0
// libFuzzer's side of one target, which NPUSIM_FUZZ_TARGET names.
#include <cstdint>
#include <stdexcept>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const npusim::test::FuzzTarget& target = npusim::test::fuzz_target(NPUSIM_FUZZ_TARGET);
  target.read({reinterpret_cast<const char*>(data), size});
  return 0;
}
