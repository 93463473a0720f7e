// SPDX-License-Identifier: Apache-2.0
#include "session/run/source_root.h"

namespace npusim::session {
namespace {

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const auto relative = std::filesystem::weakly_canonical(path).lexically_relative(
      std::filesystem::weakly_canonical(folder));
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

std::filesystem::path source_root(const Installation& installation,
                                  const std::filesystem::path& program_directory) {
  const std::filesystem::path root = installation.root();
  return is_inside(program_directory, root) ? root : program_directory;
}

}  // namespace npusim::session
