// SPDX-License-Identifier: Apache-2.0
#include "sim/program/config_entry.h"

namespace npusim {

namespace fs = std::filesystem;

fs::path read_source(const JsonValue& entry, const fs::path& folder) {
  const JsonValue source = entry.at("source");
  fs::path path = source.text();
  if (path.is_relative()) path = folder / path;
  if (!fs::is_regular_file(path)) {
    source.fail("a C++ source file", "no file " + path.string(), "create it, or correct the path");
  }
  return path.lexically_normal();
}

std::vector<fs::path> read_include_dirs(const JsonValue& entry, const char* key,
                                        const fs::path& folder) {
  std::vector<fs::path> dirs;
  const auto list = entry.find(key);
  if (!list || list->is_null()) return dirs;
  for (const JsonValue& value : list->elements()) {
    const fs::path dir = value.text();
    dirs.push_back(dir.is_relative() ? folder / dir : dir);
  }
  return dirs;
}

void require_folders(const JsonValue& entry, const char* key, const std::vector<fs::path>& dirs) {
  for (std::size_t i = 0; i < dirs.size(); ++i) {
    if (fs::is_directory(dirs[i])) continue;
    entry.at(key).elements()[i].fail("a folder", "no folder " + dirs[i].string(),
                                     "create it, or correct the path");
  }
}

KernelTarget read_target(const JsonValue& entry) {
  const JsonValue value = entry.at("core_type");
  const std::string text = value.text();
  if (text == "aic") return KernelTarget::AIC;
  if (text == "aiv") return KernelTarget::AIV;
  if (text == "mix") return KernelTarget::Mix;
  value.fail("aic, aiv or mix", "choose the core that the kernel runs on");
}

}  // namespace npusim
