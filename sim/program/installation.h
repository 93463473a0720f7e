// SPDX-License-Identifier: Apache-2.0
// Where npusim's own files are: the headers that kernels include, the script that reads
// kernel_config.py, the programs that come with it. The one place that knows.
#pragma once

#include <filesystem>
#include <vector>

namespace npusim {

class Installation {
 public:
  /// $NPUSIM_HOME if set; else <executable>/../share/npusim; else the source tree of this build.
  /// Throws InputError if none of them holds the headers.
  static Installation find();
  explicit Installation(std::filesystem::path root) : root_(std::move(root)) {}

  /// Has pto/, models/arch/, kernels/ and sim/program/ below it, as the source tree does.
  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path pto() const { return root_ / "pto"; }
  /// Whose lines are not the user's.
  std::vector<std::filesystem::path> library_roots() const { return {pto(), root_ / "cce"}; }
  std::filesystem::path kernels() const { return root_ / "kernels"; }
  std::filesystem::path config_reader() const {
    return root_ / "sim" / "program" / "read_kernel_config.py";
  }

  /// A program's directory: `program` itself if it is a directory, else the one of that path under
  /// kernels/. Throws InputError if there is neither.
  std::filesystem::path program_directory(const std::string& program) const;

 private:
  std::filesystem::path root_;
};

}  // namespace npusim
