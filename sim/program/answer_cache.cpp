// SPDX-License-Identifier: Apache-2.0
#include "sim/program/answer_cache.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "sim/build/build_cache.h"

namespace npusim {

namespace fs = std::filesystem;

std::optional<std::string> kept_answer(const std::string& key) {
  std::ifstream stream(BuildCache::default_directory() / key, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (stream.bad()) return std::nullopt;
  return text;
}

void keep_answer(const std::string& key, const std::string& answer) {
  const fs::path directory = BuildCache::default_directory();
  std::error_code failed;
  fs::create_directories(directory, failed);
  // Under another name first: another process may be reading.
  const fs::path temporary = directory / (key + "." + std::to_string(getpid()));
  std::ofstream stream(temporary, std::ios::binary);
  stream << answer;
  stream.close();
  if (stream) {
    fs::rename(temporary, directory / key, failed);
  } else {
    fs::remove(temporary, failed);
  }
}

}  // namespace npusim
