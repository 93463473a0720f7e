// SPDX-License-Identifier: Apache-2.0
// The fuzz targets' corpora, without libFuzzer.
#include <algorithm>
#include <filesystem>
#include <vector>

#include "tests/fuzz/damaged_trace.h"
#include "tests/fuzz/targets.h"
#include "tests/support/catch.h"
#include "tests/traces/trace_fixture.h"
#include "traces/read/trace_reader.h"

using namespace npusim::test;

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

TEST_CASE("every input of the fuzz targets' corpora is read or refused", "[traces]") {
  for (const FuzzTarget& target : fuzz_targets()) {
    std::vector<std::filesystem::path> files;
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(NPUSIM_CORPUS) / target.name)) {
      files.push_back(file);
    }
    std::ranges::sort(files);
    CHECK(files.size() > 3);
    for (const auto& file : files) {
      INFO(file);
      const std::string bytes = file_bytes(file);
      CHECK(bytes.size() <= 8192);
      CHECK_NOTHROW(target.read(bytes));
    }
  }
}
