// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/supervisor.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <new>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/supervise/frame_relay.h"
#include "session/supervise/process_tree.h"
#include "session/supervise/stage.h"

namespace npusim::session {
namespace {

using Clock = std::chrono::steady_clock;

/// Between two looks at limits.
constexpr int kLookMilliseconds = 40;
// What a worker that is asked to end with what it knows gets: time to come back by itself, then
// signals that take it out of the program's code, then the end.
constexpr double kComeBackSeconds = 0.3;
constexpr double kGraceSeconds = 3;
/// Beyond the memory limit by this much there is no time for anything.
constexpr double kMemorySlack = 1.2;
constexpr std::size_t kMaxPrinted = 1 << 20;
/// A busy machine lengthens a stage's limit by the time that it kept the stage waiting for a
/// processor, but no further than so many times.
constexpr double kMostLengthened = 30;

[[noreturn]] void fail(const char* action) {
  throw std::system_error(errno, std::generic_category(), action);
}

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void set(int number) {
    reset();
    number_ = number;
  }
  void reset() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  int get() const { return number_; }

 private:
  int number_;
};

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    read.set(ends[0]);
    write.set(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
  Descriptor read, write;
};

std::uint64_t memory_limit(const Limits& limits) {
  if (limits.memory_bytes != 0) return limits.memory_bytes;
  const auto pages = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES));
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 10 * 9;
}

/// The memory that the two processes share.
class Shared {
 public:
  Shared() {
    void* const memory = mmap(nullptr, sizeof(SharedState), PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) fail("mmap");
    state_ = new (memory) SharedState{};
    state_->place.core = state_->place.task = ~0u;
  }
  ~Shared() { munmap(state_, sizeof(SharedState)); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  SharedState* get() { return state_; }

 private:
  SharedState* state_;
};

/// Takes Ctrl-C and its like as something to read, while it lives.
class Interruptions {
 public:
  Interruptions() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    sigprocmask(SIG_BLOCK, &signals, &before_);
    file_.set(signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC));
  }
  ~Interruptions() {
    take();  // those that came late are answered, too
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }
  int file() const { return file_.get(); }
  unsigned take() {
    unsigned count = 0;
    signalfd_siginfo info;
    while (read(file_.get(), &info, sizeof(info)) == sizeof(info)) ++count;
    return count;
  }

 private:
  sigset_t before_{};
  Descriptor file_;
};

class Supervision {
 public:
  Supervision(const Limits& limits, Listener& listener)
      : limits_(limits),
        memory_limit_(memory_limit(limits)),
        listener_(listener),
        key_(random_frame_key()),
        relay_(key_, listener) {}

  WorkerEnd run(const Work& work) {
    adopt_orphans();
    start(work);
    while (!has_ended_) look();
    drain();
    const int status = reap();
    end_all_children();
    WorkerEnd end = relay_.take_end();
    end.state = *shared_.get();
    end.limit = killed_ ? stop_reason_ : "";
    end.interrupted = killed_ && interruptions_seen_ > 0;
    if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
    if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
    return end;
  }

 private:
  void start(const Work& work) {
    worker_ = fork();
    if (worker_ < 0) fail("fork");
    if (worker_ == 0) {
      be_worker({frames_.write.get(), output_.write.get(), key_, shared_.get()}, work);
    }
    setpgid(worker_, worker_);
    frames_.write.reset();
    output_.write.reset();
    ended_.set(static_cast<int>(syscall(SYS_pidfd_open, worker_, 0)));
    if (ended_.get() < 0) fail("pidfd_open");
    start_ = stage_start_ = Clock::now();
  }

  void look() {
    std::array<pollfd, 4> files{{{frames_.read.get(), POLLIN, 0},
                                 {output_.read.get(), POLLIN, 0},
                                 {interruptions_.file(), POLLIN, 0},
                                 {ended_.get(), POLLIN, 0}}};
    if (poll(files.data(), files.size(), kLookMilliseconds) < 0 && errno != EINTR) fail("poll");
    read_frames();
    read_output();
    if (const unsigned count = interruptions_.take(); count > 0) {
      interruptions_seen_ += count;
      ask_to_stop("interrupted");
      if (interruptions_seen_ > 1) kill_worker();
    }
    if ((files[3].revents & POLLIN) != 0) has_ended_ = true;
    hold_to_limits();
  }

  void read_frames() {
    std::array<char, 65536> buffer;
    for (ssize_t count; (count = read(frames_.read.get(), buffer.data(), buffer.size())) > 0;) {
      relay_.add({buffer.data(), static_cast<std::size_t>(count)});
    }
    if (frames_.read.get() >= 0 && relay_.is_over()) frames_.read.reset();
  }

  void read_output() {
    std::array<char, 65536> buffer;
    for (ssize_t count; (count = read(output_.read.get(), buffer.data(), buffer.size())) > 0;) {
      const std::size_t shown =
          std::min(static_cast<std::size_t>(count), kMaxPrinted - std::min(printed_, kMaxPrinted));
      if (shown > 0) listener_.printed({buffer.data(), shown});
      if (printed_ <= kMaxPrinted && printed_ + static_cast<std::size_t>(count) > kMaxPrinted) {
        listener_.printed("\nnpusim: the program prints more than 1 MiB; the rest is left out\n");
      }
      printed_ += static_cast<std::size_t>(count);
      if (printed_ > kMaxPrinted) return;  // the next look takes more
    }
  }

  double seconds_since(Clock::time_point when) const {
    return std::chrono::duration<double>(Clock::now() - when).count();
  }

  void hold_to_limits() {
    const std::string stage = shared_.get()->place.stage;
    if (stage != stage_) {
      stage_ = stage;
      stage_start_ = Clock::now();
    }
    if (!stop_reason_.empty()) {
      press();
      return;
    }
    if (limits_.timeout_seconds > 0 && seconds_since(start_) > limits_.timeout_seconds) {
      ask_to_stop(
          fmt::format("it was still running after {} s (--timeout)", limits_.timeout_seconds));
    }
    const bool starts = stage == stage::kConfiguration || stage == stage::kLoad;
    const double most = starts                    ? limits_.start_seconds
                        : stage == stage::kGolden ? limits_.golden_seconds
                                                  : 0;
    const double taken = seconds_since(stage_start_);
    if (most > 0 && taken > most &&
        (taken > kMostLengthened * most || taken - longest_wait_for_processor(worker_) > most)) {
      ask_to_stop(fmt::format("was still running after {} s", most));
    }
    const std::uint64_t memory = largest_memory(worker_);
    if (memory > memory_limit_) {
      ask_to_stop(
          fmt::format("it needed more than {} MiB of memory (--max-memory)", memory_limit_ >> 20));
    }
  }

  void ask_to_stop(const std::string& reason) {
    if (!stop_reason_.empty()) return;
    stop_reason_ = reason;
    asked_ = Clock::now();
    set_text(shared_.get()->stop_reason, reason.c_str());
    if (shared_.get()->place.stage != stage::kSimulate) kill_worker();
  }

  /// After ask_to_stop().
  void press() {
    const double waited = seconds_since(asked_);
    if (waited > kGraceSeconds ||
        largest_memory(worker_) > static_cast<double>(memory_limit_) * kMemorySlack) {
      kill_worker();
    } else if (waited > kComeBackSeconds) {
      kill(worker_, SIGUSR2);
    }
  }

  void kill_worker() {
    if (has_ended_) return;
    killed_ = true;
    kill(-worker_, SIGKILL);
    kill(worker_, SIGKILL);
  }

  void drain() {
    read_frames();
    read_output();
  }

  int reap() {
    int status = 0;
    while (waitpid(worker_, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
  }

  const Limits limits_;
  const std::uint64_t memory_limit_;
  Listener& listener_;
  FrameKey key_;
  FrameRelay relay_;
  Shared shared_;
  Pipe frames_, output_;
  Interruptions interruptions_;
  Descriptor ended_;
  pid_t worker_ = -1;
  bool has_ended_ = false;
  bool killed_ = false;
  unsigned interruptions_seen_ = 0;
  std::size_t printed_ = 0;
  std::string stage_;
  std::string stop_reason_;
  Clock::time_point start_, stage_start_, asked_;
};

}  // namespace

WorkerEnd supervise(const Work& work, const Limits& limits, Listener& listener) {
  return Supervision(limits, listener).run(work);
}

}  // namespace npusim::session
