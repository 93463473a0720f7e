// SPDX-License-Identifier: Apache-2.0
#include "traces/read/survival.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace npusim::traces {
namespace {

/// A crash is ours to report: no core, no last words of the C library, a limit of time.
void prepare_child(unsigned seconds) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU}) {
    std::signal(signal, SIG_DFL);
  }
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  const rlimit time{seconds, seconds};
  ::setrlimit(RLIMIT_CPU, &time);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
}

}  // namespace

bool survives(const std::function<void()>& action, unsigned seconds) {
  const pid_t child = ::fork();
  if (child < 0) return true;  // no process to spare: nothing is known against it
  if (child == 0) {
    prepare_child(seconds);
    try {
      action();
    } catch (...) {
    }
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return true;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace npusim::traces
