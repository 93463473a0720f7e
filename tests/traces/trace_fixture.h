// SPDX-License-Identifier: Apache-2.0
// What the tests of traces share: a folder, a header, and running python3 with h5py.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <unistd.h>

#include "tests/support/temporary_folder.h"
#include "traces/format/trace_header.h"

namespace npusim::test {

inline traces::TraceHeader sample_header() {
  traces::TraceHeader header;
  header.npusim_version = "0.1.0";
  header.program = "compressor/ratio4";
  header.data_file = "data.json";
  header.seed = 42;
  header.schedule = "s6:42:" + std::string(3000, 'x');
  header.knobs = {{"dcache", "on"}, {"v.interlock", "none"}};
  header.local_accesses = true;
  header.slice = "--task 3 of 100 events";
  header.opcode_names = {"vadd", "vmul"};
  header.tile_op_names = {"none", "TADD"};
  return header;
}

inline std::string file_bytes(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The python3 that has h5py, or empty.
inline std::string python_with_h5py() {
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    const std::string command = std::string(python) + " -c 'import h5py' >/dev/null 2>&1";
    if (std::system(command.c_str()) == 0) return python;
  }
  return "";
}

}  // namespace npusim::test
