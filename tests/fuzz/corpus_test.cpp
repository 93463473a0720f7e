// SPDX-License-Identifier: Apache-2.0
// The fuzz target's corpus, without libFuzzer.
#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/fuzz/damaged_trace.h"
#include "tests/support/catch.h"
#include "tests/traces/trace_fixture.h"
#include "traces/read/trace_reader.h"

using namespace npusim::test;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

TEST_CASE("the traces that the fuzz target damages are sound", "[traces]") {
  const TemporaryFolder folder;
  for (const std::string& bytes : sound_traces()) {
    const auto path = folder / "sound.h5";
    std::ofstream(path, std::ios::binary) << bytes;
    CHECK_NOTHROW(npusim::traces::TraceReader(path));
    CHECK_NOTHROW(read_everything(path.string(), false));
    CHECK_NOTHROW(read_everything(path.string(), true));
    CHECK(bytes.size() < 1'000'000);
  }
}

TEST_CASE("every input of the fuzz target's corpus is read or refused", "[traces]") {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(NPUSIM_CORPUS)) files.push_back(file);
  std::ranges::sort(files);
  REQUIRE(files.size() > 10);
  for (const auto& file : files) {
    INFO(file);
    const std::string bytes = file_bytes(file);
    CHECK(bytes.size() <= 4096);
    CHECK(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                 bytes.size()) == 0);
  }
}
