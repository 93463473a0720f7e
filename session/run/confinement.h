// SPDX-License-Identifier: Apache-2.0
// Which files and calls each stage of a command gives up (session/supervise/sandbox.h). A stage can
// only give up more than the one before.
//
//   configuration  python3: reads the program's folder and the system; runs nothing
//   build          reads those, and the include folders; runs the compiler; writes the cache
//   golden         reads what it is loaded from, and the program's folder; writes nothing
//   code           as golden, and writes the folder of --out
#pragma once

#include <filesystem>
#include <vector>

#include "session/supervise/sandbox.h"
#include "sim/program/kernel_config.h"
#include "sim/program/kernel_library.h"

namespace npusim::session {

struct SandboxOptions {
  SandboxMode mode = SandboxMode::Off;
  std::vector<std::filesystem::path> read;  ///< besides the program's folder (--allow-read, --data)
  std::vector<std::filesystem::path> write;              ///< --out
  std::vector<std::filesystem::path> write_before_code;  ///< the folder of --trace
};

/// For this process and what it forks; before its work begins. Throws InputError if a sandbox is
/// required and there is none.
void use_sandbox(const SandboxOptions& options);
bool is_sandboxed();

/// Where the program's configuration is about to be read.
void confine_configuration(const std::filesystem::path& program_folder);
/// Before anything else of the program is read. Throws InputError if it names a folder outside that
/// was not allowed.
void confine_build(const Installation& installation, const KernelConfig& config,
                   const KernelLibrary& library, const std::filesystem::path& data_file);
/// In a process of its own, before the golden program is loaded.
void confine_golden();
/// Before the program's shared objects are loaded. `more_runs`: this process forks runs, which
/// confine themselves further by calling this again.
void confine_code(bool more_runs);

}  // namespace npusim::session
