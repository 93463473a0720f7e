// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/worker_process.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "models/arch/foreign_code.h"
#include "models/core/native_fault.h"
#include "session/supervise/failure.h"
#include "session/supervise/frame_kind.h"
#include "session/supervise/stage.h"

namespace npusim::session {
namespace {

bool supervised = false;
int frames_file = -1;

template <typename T>
std::string bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

/// Says what a worker has to say.
class Speaker {
 public:
  Speaker(int file, const FrameKey& key) : writer_(file, key) {}
  void write(FrameKind kind, std::string_view payload) {
    writer_.write(static_cast<std::uint32_t>(kind), payload);
  }

 private:
  FrameWriter writer_;
};

class PipeProgress final : public Progress {
 public:
  explicit PipeProgress(Speaker& writer) : writer_(writer) {}
  void begin(std::string_view phase, std::uint64_t total, std::string_view unit) override {
    writer_.write(FrameKind::Begin,
                  bytes_of(total) + std::string(phase) + '\0' + std::string(unit));
    last_ = {};
  }
  void update(std::uint64_t done, std::uint64_t total) override {
    // Nobody looks more often.
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(40) && done != total) return;
    last_ = now;
    writer_.write(FrameKind::Update, bytes_of(done) + bytes_of(total));
  }
  void note(const std::string& text) override { writer_.write(FrameKind::Note, text); }
  void end() override { writer_.write(FrameKind::End, {}); }

 private:
  Speaker& writer_;
  std::chrono::steady_clock::time_point last_;
};

class PipeLink final : public WorkerLink {
 public:
  explicit PipeLink(Speaker& writer) : writer_(writer), progress_(writer) {}
  void out(std::string_view text) override { writer_.write(FrameKind::Out, text); }
  void report(std::uint32_t number, std::string_view text) override {
    writer_.write(FrameKind::Report, bytes_of(number) + std::string(text));
  }
  void found(std::string_view findings) override { writer_.write(FrameKind::Found, findings); }
  Progress& progress() override { return progress_; }

 private:
  Speaker& writer_;
  PipeProgress progress_;
};

/// Code of the program that runs outside of the model has ended the process.
void note_end(const char* what, const char* how) {
  set_text(shared_state().file, what);
  set_text(shared_state().place.how, how);
  syscall(SYS_exit_group, 1);
}

void prepare(const WorkerSetup& setup) {
  setpgid(0, 0);
  // A supervisor that is killed takes its worker along.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  dup2(setup.output, STDOUT_FILENO);
  dup2(setup.output, STDERR_FILENO);
  // Of what the supervisor has open, the program gets nothing.
  const auto frames = static_cast<unsigned>(setup.frames);
  close_range(STDERR_FILENO + 1, frames - 1, 0);
  close_range(frames + 1, ~0u, 0);
  fcntl(setup.frames, F_SETFD, FD_CLOEXEC);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  sigset_t all;
  sigemptyset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  use_shared_state(setup.state);
  ForeignCode::set_end_handler(note_end);
  install_native_fault_handler();
  supervised = true;
  frames_file = setup.frames;
}

}  // namespace

void be_worker(const WorkerSetup& setup, const Work& work) {
  prepare(setup);
  Speaker writer(setup.frames, setup.key);
  PipeLink link(writer);
  try {
    const std::int32_t status = work(link);
    writer.write(FrameKind::Done, bytes_of(status));
  } catch (...) {
    const Failure failure = failure_of(std::current_exception());
    writer.write(FrameKind::Failed, bytes_of(std::int32_t{failure.exit_status}) + failure.message);
  }
  while (true) syscall(SYS_exit_group, 0);
}

void leave_supervisor() {
  if (frames_file >= 0) close(frames_file);
  frames_file = -1;
}

bool is_worker() { return supervised; }

}  // namespace npusim::session
