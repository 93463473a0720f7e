// SPDX-License-Identifier: Apache-2.0
// Listing of the programs under kernels/: every folder with a kernel_config.py.
#include <algorithm>
#include <filesystem>

#include "session/list/listing.h"
#include "sim/program/installation.h"

namespace npusim::session {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> program_names(const fs::path& kernels) {
  std::vector<std::string> names;
  if (!fs::is_directory(kernels)) return names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kernels)) {
    if (entry.path().filename() != "kernel_config.py") continue;
    names.push_back(fs::relative(entry.path().parent_path(), kernels).generic_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Listing programs_listing() {
  analysis::TextTable table{{{"program"}}, {}};
  for (const std::string& name : program_names(Installation::find().kernels())) {
    table.rows.push_back({name});
  }
  return {"Programs", "Programs that come with npusim.", {{"", "", table}}};
}

}  // namespace npusim::session
