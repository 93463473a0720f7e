// SPDX-License-Identifier: Apache-2.0
#include "sim/program/kernel_library.h"

#include <cstdlib>
#include <string>

#include "models/arch/input_error.h"

namespace npusim {

namespace fs = std::filesystem;

namespace {

constexpr const char* kVariable = "PTO_ISA_ROOT";

/// `source` and `key`: where the user named the folder.
KernelLibrary checkout(const fs::path& folder, const std::string& source, const std::string& key) {
  const fs::path root = fs::absolute(folder).lexically_normal();
  if (!fs::exists(root / "include" / "pto" / "pto-inst.hpp")) {
    throw InputError(source, key, "a checkout of pto-isa, which has include/pto/pto-inst.hpp",
                     !fs::exists(root)         ? folder.string() + ", which does not exist"
                     : !fs::is_directory(root) ? folder.string() + ", which is no folder"
                                               : folder.string() + ", which has none",
                     "name the folder that holds the checkout's include/");
  }
  if (!fs::is_directory(root / "include" / "pto" / "npu" / "a2a3")) {
    throw InputError(source, key, "a checkout of pto-isa with headers for a2a3", folder.string(),
                     "use a commit of April to August 2026, which have include/pto/npu/a2a3");
  }
  return {root, false};
}

}  // namespace

KernelLibrary choose_library(const LibraryChoice& command_line, const LibraryChoice& configuration,
                             const fs::path& config_file) {
  if (command_line.pto_isa) return checkout(*command_line.pto_isa, "--pto-isa", "");
  if (configuration.pto_isa) {
    KernelLibrary library = checkout(*configuration.pto_isa, config_file.string(), "PTO_ISA");
    library.named_by_program = true;
    return library;
  }
  if (const char* root = std::getenv(kVariable); root != nullptr && *root != '\0') {
    return checkout(root, std::string("$") + kVariable, "");
  }
  return {};
}

}  // namespace npusim
