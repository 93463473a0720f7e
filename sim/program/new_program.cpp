// SPDX-License-Identifier: Apache-2.0
#include "sim/program/new_program.h"

#include <algorithm>
#include <string_view>
#include <system_error>

#include "sim/program/build_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

/// What running a program leaves in its folder.
bool is_leftover(const fs::path& relative) {
  return std::any_of(relative.begin(), relative.end(),
                     [](const fs::path& part) { return part == "__pycache__"; });
}

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path relative = fs::relative(entry.path(), folder);
    if (entry.is_regular_file() && !is_leftover(relative)) files.push_back(relative);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::vector<fs::path> copy_program(const fs::path& from, const fs::path& to) {
  if (fs::exists(to) && !(fs::is_directory(to) && fs::is_empty(to))) {
    throw InputError(to.string(), "", "a folder that is empty or not there yet",
                     fs::is_directory(to) ? "a folder with files in it" : "a file",
                     "choose another name; npusim overwrites nothing");
  }
  if (fs::is_symlink(to) && !fs::exists(to)) {
    throw InputError(to.string(), "", "a folder that is empty or not there yet",
                     "a link to " + fs::read_symlink(to).string() + ", which is not there",
                     "remove the link, or make what it leads to");
  }
  const std::vector<fs::path> files = files_of(from);
  for (const fs::path& file : files) {
    std::error_code error;
    fs::create_directories((to / file).parent_path(), error);
    if (!error) fs::copy_file(from / file, to / file, error);
    if (error) {
      throw InputError((to / file).string(), "", "a file that can be written", error.message(),
                       "choose a folder you may write to");
    }
  }
  return files;
}

}  // namespace npusim
