// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/child_pool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/arch/check.h"
#include "sim/program/build_error.h"

namespace npusim {
namespace {

/// What a child sends: whether its job returned, and its text.
constexpr std::uint32_t kReturned = 1, kRefused = 2, kThrew = 3;

[[noreturn]] void fail(const char* action) {
  throw std::system_error(errno, std::generic_category(), action);
}

LastPlace* shared_place() {
  void* const memory =
      mmap(nullptr, sizeof(LastPlace), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("mmap");
  return static_cast<LastPlace*>(memory);
}

[[noreturn]] void be_child(const ChildPool::Job& job, int file, const FrameKey& key) {
  // A parent that is killed takes its children along.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  FrameWriter writer(file, key);
  try {
    writer.write(kReturned, job());
  } catch (const InputError& error) {
    writer.write(kRefused, error.what());
  } catch (const std::exception& error) {
    writer.write(kThrew, error.what());
  }
  // By no way on which the program could have put anything.
  while (true) syscall(SYS_exit_group, 0);
}

}  // namespace

ChildPool::ChildPool(unsigned children) : most_(std::max(children, 1u)) {}

ChildPool::~ChildPool() {
  for (const Child& child : children_) {
    kill(child.process, SIGKILL);
    close(child.pipe);
    waitpid(child.process, nullptr, 0);
    munmap(child.place, sizeof(LastPlace));
  }
}

void ChildPool::start(std::uint64_t ticket, const Job& job) {
  NPUSIM_CHECK(!is_full());
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) fail("pipe");
  LastPlace* const place = shared_place();
  const FrameKey key = random_frame_key();
  const pid_t process = fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    close(ends[0]);
    use_last_place(place);
    be_child(job, ends[1], key);
  }
  close(ends[1]);
  children_.push_back({ticket, process, ends[0], place, FrameReader(key)});
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
        children_[i].said.add({buffer.data(), static_cast<std::size_t>(count)});
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
    result.signal = WTERMSIG(status);
    result.by_npusim = child.place->signal == result.signal && !child.place->in_program;
    result.text = fmt::format("killed by signal {} ({})", result.signal, strsignal(result.signal));
  } else if (const std::optional<Frame> frame = child.said.next()) {
    result.threw = frame->kind == kThrew;
    result.crashed = frame->kind != kReturned;
    result.text = frame->payload;
  } else {
    result.crashed = true;
    result.text = child.said.is_damaged()
                      ? "writes into npusim's own files"
                      : fmt::format("ended with status {} and said nothing", WEXITSTATUS(status));
  }
  munmap(child.place, sizeof(LastPlace));
  return result;
}

std::string run_in_child(const ChildPool::Job& job) {
  ChildPool pool(1);
  pool.start(0, job);
  ChildPool::Result result = pool.wait();
  if (result.threw || result.by_npusim) {
    throw InternalError("a run in a process of its own failed: " + result.text);
  }
  if (result.crashed) throw BuildError("", "the program does not come to its end: " + result.text);
  return std::move(result.text);
}

}  // namespace npusim
