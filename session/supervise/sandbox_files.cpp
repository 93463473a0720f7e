// SPDX-License-Identifier: Apache-2.0
// Landlock (Linux Documentation/userspace-api/landlock.rst). Numbers newer than the distribution's
// header stand here; a kernel is asked for what it knows.
#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "session/supervise/sandbox.h"

namespace npusim::session {
namespace {

// By version of the interface.
constexpr std::uint64_t kAccess1 = (1ull << 13) - 1;
constexpr std::uint64_t kRefer = 1ull << 13;                           // 2
constexpr std::uint64_t kTruncate = 1ull << 14;                        // 3
constexpr std::uint64_t kIoctlDevice = 1ull << 15;                     // 5
constexpr std::uint64_t kTcpBind = 1, kTcpConnect = 2;                 // 4
constexpr std::uint64_t kScopeAbstractSockets = 1, kScopeSignals = 2;  // 6

constexpr std::uint64_t kReadFile = LANDLOCK_ACCESS_FS_READ_FILE;
constexpr std::uint64_t kRead = kReadFile | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kExecute = LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kWriteFile = LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate;
constexpr std::uint64_t kWrite = kWriteFile | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                 LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                 LANDLOCK_ACCESS_FS_MAKE_REG | kRefer;
/// What a rule about a file, not a folder, may hold.
constexpr std::uint64_t kOfFiles = kReadFile | kExecute | kWriteFile;

/// struct landlock_ruleset_attr as of version 6.
struct Ruleset {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scoped;
};

int version() {
  static const long version =
      syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return static_cast<int>(version);
}

std::uint64_t known_files() {
  std::uint64_t known = kAccess1;
  if (version() >= 2) known |= kRefer;
  if (version() >= 3) known |= kTruncate;
  if (version() >= 5) known |= kIoctlDevice;
  return known;
}

[[noreturn]] void fail(const char* action) {
  throw std::system_error(errno, std::generic_category(), action);
}

/// What is not there cannot be reached anyway.
void allow(int ruleset, const std::filesystem::path& path, std::uint64_t access) {
  const int file = open(path.c_str(), O_PATH | O_CLOEXEC);
  if (file < 0) return;
  struct stat status {};
  fstat(file, &status);
  if (!S_ISDIR(status.st_mode)) access &= kOfFiles;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = access & known_files();
  rule.parent_fd = file;
  const long failed = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(file);
  if (failed != 0) fail("add a Landlock rule");
}

}  // namespace

const std::string& sandbox_missing() {
  static const std::string reason = version() >= 1 ? "" : "this kernel has no Landlock";
  return reason;
}

void give_up_files(const FileAccess& access) {
  Ruleset wanted{known_files(), 0, 0};
  std::size_t size = sizeof(std::uint64_t);
  if (version() >= 4) {
    wanted.network = kTcpBind | kTcpConnect;
    size = 2 * sizeof(std::uint64_t);
  }
  if (version() >= 6) {
    wanted.scoped = kScopeAbstractSockets | kScopeSignals;
    size = sizeof(Ruleset);
  }
  const int ruleset = static_cast<int>(syscall(SYS_landlock_create_ruleset, &wanted, size, 0));
  if (ruleset < 0) fail("make a Landlock ruleset");
  for (const auto& path : access.read) allow(ruleset, path, kRead);
  for (const auto& path : access.execute) allow(ruleset, path, kRead | kExecute);
  for (const auto& path : access.write) allow(ruleset, path, kRead | kWrite);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const long failed = syscall(SYS_landlock_restrict_self, ruleset, 0);
  close(ruleset);
  if (failed != 0) fail("enter the sandbox");
}

void add_system(FileAccess& access) {
  for (const char* path : {"/usr", "/lib", "/lib64", "/bin", "/etc/alternatives"}) {
    access.execute.emplace_back(path);
  }
  for (const char* path :
       {"/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/dev/urandom", "/dev/random",
        "/proc/meminfo", "/proc/cpuinfo", "/sys/devices/system/cpu"}) {
    access.read.emplace_back(path);
  }
  for (const char* path : {"/dev/null", "/dev/zero", "/dev/full"}) access.write.emplace_back(path);
}

}  // namespace npusim::session
