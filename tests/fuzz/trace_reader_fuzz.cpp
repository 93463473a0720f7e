// SPDX-License-Identifier: Apache-2.0
// libFuzzer's target: damaged traces through the trace reader.
#include <cstdint>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "tests/fuzz/damaged_trace.h"
#include "tests/traces/trace_fixture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const npusim::test::TemporaryFolder folder;
  static const std::filesystem::path path = folder / "damaged.h5";
  std::ofstream(path, std::ios::binary) << npusim::test::damaged_trace({data, size});
  npusim::test::read_everything(path.string(), size > 0 && data[0] >= 128);
  return 0;
}
