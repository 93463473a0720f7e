// SPDX-License-Identifier: Apache-2.0
// The library that a program's kernels are compiled against: the bundled one, or the headers of a
// checkout of the user's. Nothing of a checkout is ever copied.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace npusim {

/// What the user asked for: folders as they were given.
struct LibraryChoice {
  std::optional<std::filesystem::path> pto_isa, asc_devkit;
};

struct KernelLibrary {
  enum class Kind { Bundled, PtoIsa, AscDevkit };
  Kind kind = Kind::Bundled;
  std::filesystem::path root;     ///< of the checkout, absolute
  bool named_by_program = false;  ///< in its configuration, which may be a stranger's

  bool is_bundled() const { return kind == Kind::Bundled; }
  /// "PTO_ISA": what a configuration names it by.
  const char* key() const;
  /// Where its headers are, in the order in which they are looked for.
  std::vector<std::filesystem::path> include_dirs() const;
  /// The folders that all its headers are under.
  std::vector<std::filesystem::path> folders() const;
};

/// The command line's choice, else the configuration's (PTO_ISA or ASC_DEVKIT of kernel_config.py),
/// else $PTO_ISA_ROOT or $ASC_DEVKIT_ROOT, else the bundled library. Throws InputError for two at
/// once, and for a folder that is no checkout with the headers of this chip.
KernelLibrary choose_library(const LibraryChoice& command_line, const LibraryChoice& configuration,
                             const std::filesystem::path& config_file);

}  // namespace npusim
