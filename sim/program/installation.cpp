// SPDX-License-Identifier: Apache-2.0
// Finding npusim's own files.
#include "sim/program/installation.h"

#include <cstdlib>

#include "sim/program/build_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

bool holds_headers(const fs::path& root) { return fs::exists(root / "pto" / "pto-inst.hpp"); }

}  // namespace

Installation Installation::find() {
  if (const char* home = std::getenv("NPUSIM_HOME"); home != nullptr && *home != '\0') {
    if (holds_headers(home)) return Installation(fs::absolute(home));
    throw InputError("$NPUSIM_HOME", "", "a directory that has pto/pto-inst.hpp", home,
                     "correct or unset the variable");
  }
  std::error_code unreadable;
  const fs::path executable = fs::read_symlink("/proc/self/exe", unreadable);
  const fs::path shared = executable.parent_path().parent_path() / "share" / "npusim";
  if (!unreadable && holds_headers(shared)) return Installation(shared);
  const fs::path sources(NPUSIM_SOURCE_DIR);
  if (holds_headers(sources)) return Installation(sources);
  throw InputError(executable.string(), "", "npusim's headers in " + shared.string(), "none",
                   "install npusim again, or set NPUSIM_HOME");
}

fs::path Installation::program_directory(const std::string& program) const {
  if (fs::is_directory(program)) return fs::canonical(program);
  if (!program.empty() && fs::is_directory(kernels() / program)) {
    return fs::canonical(kernels() / program);
  }
  throw InputError(program.empty() ? "PROGRAM" : program, "",
                   "a program's directory, or the path of one under kernels/",
                   program.empty()       ? "an empty name"
                   : fs::exists(program) ? "something that is not a directory"
                                         : "neither",
                   "see `npusim list programs`");
}

}  // namespace npusim
