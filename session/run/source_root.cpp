// SPDX-License-Identifier: Apache-2.0
#include "session/run/source_root.h"

namespace npusim::session {
namespace {

bool is_inside(const std::filesystem::path& path, const std::filesystem::path& folder) {
  const auto relative = std::filesystem::weakly_canonical(path).lexically_relative(
      std::filesystem::weakly_canonical(folder));
  return !relative.empty() && *relative.begin() != "..";
}

/// The folder above that holds a git repository; empty if none does.
std::filesystem::path repository_of(const std::filesystem::path& directory) {
  for (std::filesystem::path folder = std::filesystem::weakly_canonical(directory);;
       folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / ".git")) return folder;
    if (!folder.has_relative_path()) return {};
  }
}

}  // namespace

std::filesystem::path source_root(const Installation& installation,
                                  const std::filesystem::path& program_directory) {
  const std::filesystem::path root = installation.root();
  if (const auto repository = repository_of(program_directory); !repository.empty()) {
    return repository;
  }
  return is_inside(program_directory, root) ? root : program_directory;
}

}  // namespace npusim::session
