// SPDX-License-Identifier: Apache-2.0
// What a process gives up before it runs code that is not npusim's: files by Landlock, system calls
// by seccomp (libseccomp). Neither needs a privilege, and nothing brings back what was given up;
// children inherit it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace npusim::session {

enum class SandboxMode : unsigned char {
  Off,
  On,      ///< where the system can
  Require  ///< or nothing runs
};

/// Why this system has no sandbox; empty: it has.
const std::string& sandbox_missing();

struct FileAccess {
  std::vector<std::filesystem::path> read;     ///< files, and folders with all below them
  std::vector<std::filesystem::path> execute;  ///< and read
  std::vector<std::filesystem::path> write;    ///< and read, make, remove
};

/// From now on this process reaches no other files. What it has open stays open. Requires a
/// sandbox.
void give_up_files(const FileAccess& access);

struct CallAccess {
  bool processes = false;  ///< may fork; threads it may make in any case
  bool programs = false;   ///< may execute
  bool traps = true;       ///< what is refused is a signal; else an error, as of a missing right
};

/// From now on this process has no network, no other process' memory or signals, none of the
/// system's settings. A call that is refused is SIGSYS where the program's code makes it. Requires
/// a sandbox.
void give_up_calls(const CallAccess& access);

/// What every program needs of the system to run: libraries and devices without contents.
void add_system(FileAccess& access);

}  // namespace npusim::session
