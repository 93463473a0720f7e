// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/process_tree.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace npusim::session {
namespace {

/// A tree deeper than this is a program's attempt to hide, and is ended with it.
constexpr int kMaxDepth = 16;

/// Resident pages that are not of a file.
std::uint64_t own_memory(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/statm");
  std::uint64_t size = 0, resident = 0, of_files = 0;
  if (!(file >> size >> resident >> of_files)) return 0;
  return (resident - std::min(resident, of_files)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// Nanoseconds; 0 where the kernel does not count them.
std::uint64_t waited_for_processor(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/schedstat");
  std::uint64_t ran = 0, waited = 0;
  return file >> ran >> waited ? waited : 0;
}

/// The largest that `property` says of a process of the tree.
std::uint64_t largest(pid_t root, int depth, std::uint64_t (*property)(pid_t)) {
  std::uint64_t found = property(root);
  if (depth == 0) return found;
  for (const pid_t child : children_of(root)) {
    found = std::max(found, largest(child, depth - 1, property));
  }
  return found;
}

}  // namespace

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> children;
  std::error_code gone;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task", gone)) {
    std::ifstream file(thread.path() / "children");
    for (pid_t child = 0; file >> child;) children.push_back(child);
  }
  return children;
}

std::uint64_t largest_memory(pid_t root) { return largest(root, kMaxDepth, own_memory); }

double longest_wait_for_processor(pid_t root) {
  return static_cast<double>(largest(root, kMaxDepth, waited_for_processor)) / 1e9;
}

void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void end_all_children() {
  while (true) {
    const std::vector<pid_t> children = children_of(getpid());
    for (const pid_t child : children) kill(child, SIGKILL);
    bool any = false;
    while (waitpid(-1, nullptr, children.empty() ? WNOHANG : 0) > 0) any = true;
    if (children.empty() && !any) return;
  }
}

}  // namespace npusim::session
