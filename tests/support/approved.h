// SPDX-License-Identifier: Apache-2.0
// Approved texts: an output is compared with a file beside its test, and a difference is reviewed
// like code. NPUSIM_APPROVE=1 in the environment writes the files instead.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/catch.h"

namespace npusim::test {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Requires that `text` is what stands in `path`.
inline void require_approved(const std::string& text, const std::filesystem::path& path) {
  if (std::getenv("NPUSIM_APPROVE") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }
  INFO("approved text: " << path);
  REQUIRE(text == read_text(path));
}

}  // namespace npusim::test
