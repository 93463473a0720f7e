// SPDX-License-Identifier: Apache-2.0
// The library that a program's kernels are compiled against: the bundled one, or the headers of a
// checkout of the user's. Nothing of a checkout is ever copied.
#pragma once

#include <filesystem>
#include <optional>

namespace npusim {

/// What the user asked for: folders as they were given.
struct LibraryChoice {
  std::optional<std::filesystem::path> pto_isa;
};

struct KernelLibrary {
  /// Absolute; has include/pto. Empty: the bundled library.
  std::filesystem::path pto_isa;
  bool named_by_program = false;  ///< in its configuration, which may be a stranger's

  bool is_bundled() const { return pto_isa.empty(); }
  std::filesystem::path include_dir() const { return pto_isa / "include"; }
};

/// The command line's choice, else the configuration's (PTO_ISA of kernel_config.py), else
/// $PTO_ISA_ROOT, else the bundled library. Throws InputError for a folder that is no checkout of
/// pto-isa with the headers of this chip.
KernelLibrary choose_library(const LibraryChoice& command_line, const LibraryChoice& configuration,
                             const std::filesystem::path& config_file);

}  // namespace npusim
