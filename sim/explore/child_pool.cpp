// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/child_pool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/arch/check.h"

namespace npusim {
namespace {

/// What a child sends first: whether its job returned.
constexpr char kReturned = 'R', kThrew = 'T';

[[noreturn]] void fail(const char* action) {
  throw std::system_error(errno, std::generic_category(), action);
}

void write_all(int file, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(file, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;  // the parent is gone
    done += static_cast<std::size_t>(count);
  }
}

[[noreturn]] void be_child(const ChildPool::Job& job, int file) {
  // A parent that is killed takes its children along.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::string text;
  try {
    text = kReturned + job();
  } catch (const std::exception& error) {
    text = std::string(1, kThrew) + error.what();
  }
  write_all(file, text);
  _exit(0);
}

}  // namespace

ChildPool::ChildPool(unsigned children) : most_(std::max(children, 1u)) {}

ChildPool::~ChildPool() {
  for (const Child& child : children_) {
    kill(child.process, SIGKILL);
    close(child.pipe);
    waitpid(child.process, nullptr, 0);
  }
}

void ChildPool::start(std::uint64_t ticket, const Job& job) {
  NPUSIM_CHECK(!is_full());
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) fail("pipe");
  const pid_t process = fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    close(ends[0]);
    be_child(job, ends[1]);
  }
  close(ends[1]);
  children_.push_back({ticket, process, ends[0], {}});
}

ChildPool::Result ChildPool::wait() {
  NPUSIM_CHECK(!is_empty());
  while (true) {
    std::vector<pollfd> polls;
    for (const Child& child : children_) polls.push_back({child.pipe, POLLIN, 0});
    if (poll(polls.data(), polls.size(), -1) < 0) {
      if (errno == EINTR) continue;
      fail("poll");
    }
    for (std::size_t i = 0; i < polls.size(); ++i) {
      if (polls[i].revents == 0) continue;
      std::array<char, 65536> buffer{};
      const ssize_t count = read(polls[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        children_[i].text.append(buffer.data(), static_cast<std::size_t>(count));
      } else if (count == 0) {
        return finish(i);
      }
    }
  }
}

ChildPool::Result ChildPool::finish(std::size_t index) {
  Child child = std::move(children_[index]);
  children_.erase(children_.begin() + static_cast<std::ptrdiff_t>(index));
  close(child.pipe);
  int status = 0;
  while (waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  Result result;
  result.ticket = child.ticket;
  if (WIFSIGNALED(status)) {
    result.crashed = true;
    result.text =
        fmt::format("killed by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)));
  } else if (child.text.empty()) {
    result.crashed = true;
    result.text = fmt::format("ended with status {} and said nothing", WEXITSTATUS(status));
  } else {
    result.crashed = child.text.front() == kThrew;
    result.text = child.text.substr(1);
  }
  return result;
}

std::string run_in_child(const ChildPool::Job& job) {
  ChildPool pool(1);
  pool.start(0, job);
  ChildPool::Result result = pool.wait();
  if (result.crashed) throw InternalError("a run in a process of its own failed: " + result.text);
  return std::move(result.text);
}

}  // namespace npusim
