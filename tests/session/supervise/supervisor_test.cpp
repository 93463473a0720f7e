// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/supervisor.h"

#include <csignal>
#include <ctime>
#include <stdexcept>
#include <vector>

#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session/supervise/process_tree.h"
#include "session/supervise/stage.h"
#include "tests/support/catch.h"

using namespace npusim::session;

namespace {

class Heard final : public Listener {
 public:
  void out(std::string_view text) override { said += text; }
  void report(std::uint32_t number, std::string_view text) override {
    reports += std::to_string(number) + std::string(text);
  }
  Progress& progress() override { return silent_; }
  void printed(std::string_view text) override { output += text; }
  std::string said, reports, output;

 private:
  SilentProgress silent_;
};

/// Processes that never pause, all on the processor that is the only one of this process meanwhile.
class BusyProcessor {
 public:
  BusyProcessor() {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    sched_setaffinity(0, sizeof(one), &one);
    for (int i = 0; i < 4; ++i) {
      const pid_t child = fork();
      if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        while (getppid() != 1) {
        }
      }
      others_.push_back(child);
    }
  }
  ~BusyProcessor() {
    for (const pid_t other : others_) kill(other, SIGKILL), waitpid(other, nullptr, 0);
    sched_setaffinity(0, sizeof(before_), &before_);
  }
  BusyProcessor(const BusyProcessor&) = delete;
  BusyProcessor& operator=(const BusyProcessor&) = delete;

 private:
  cpu_set_t before_{};
  std::vector<pid_t> others_;
};

void compute(double seconds) {
  const std::clock_t end =
      std::clock() + static_cast<std::clock_t>(seconds * static_cast<double>(CLOCKS_PER_SEC));
  while (std::clock() < end) {
  }
}

}  // namespace

TEST_CASE("a worker's words and status arrive", "[session][supervise]") {
  Heard heard;
  const WorkerEnd end = supervise(
      [](WorkerLink& link) {
        link.out("clean\n");
        link.report(3, "json");
        link.progress().begin("simulate", 2, "tasks");
        return 66;
      },
      {}, heard);
  CHECK(end.exit_status == 66);
  CHECK(heard.said == "clean\n");
  CHECK(heard.reports == "3json");
}

TEST_CASE("what a worker throws becomes its message and status", "[session][supervise]") {
  Heard heard;
  const WorkerEnd end = supervise(
      [](WorkerLink&) -> int { throw std::logic_error("a queue is negative"); }, {}, heard);
  REQUIRE(end.failure);
  CHECK(end.failure->exit_status == 70);
  CHECK(end.failure->message.find("a queue is negative") != std::string::npos);
}

TEST_CASE("a worker that exits without a word has no status", "[session][supervise]") {
  Heard heard;
  const WorkerEnd end = supervise(
      [](WorkerLink&) -> int {
        enter_stage(stage::kSimulate);
        syscall(SYS_exit_group, 0);
        return 0;
      },
      {}, heard);
  CHECK_FALSE(end.exit_status);
  CHECK(explain_death(end, "p").exit_status == 3);
}

TEST_CASE("a killed worker is lost, and its children with it", "[session][supervise]") {
  Heard heard;
  const WorkerEnd end = supervise(
      [](WorkerLink&) -> int {
        if (fork() == 0) {
          setsid();
          while (true) pause();
        }
        enter_stage(stage::kSimulate);
        raise(SIGKILL);
        return 0;
      },
      {}, heard);
  CHECK(end.signal == SIGKILL);
  CHECK(explain_death(end, "p").exit_status == 68);
  CHECK(children_of(getpid()).empty());
}

TEST_CASE("code that does not come back before the run is bad input at its limit",
          "[session][supervise]") {
  Heard heard;
  Limits limits;
  limits.start_seconds = 0.2;
  const WorkerEnd end = supervise(
      [](WorkerLink&) -> int {
        enter_stage(stage::kConfiguration, "p/kernel_config.py");
        while (true) pause();
      },
      limits, heard);
  const Death death = explain_death(end, "p");
  CHECK(death.exit_status == 3);
  CHECK(death.message.find("p/kernel_config.py") != std::string::npos);
}

TEST_CASE("a stage's limit does not count what a busy machine keeps it waiting",
          "[session][supervise]") {
  const BusyProcessor busy;
  Heard heard;
  Limits limits;
  limits.start_seconds = 0.5;
  const WorkerEnd end = supervise(
      [](WorkerLink&) -> int {
        enter_stage(stage::kConfiguration, "p/kernel_config.py");
        compute(0.25);
        return 0;
      },
      limits, heard);
  CHECK(end.exit_status == 0);
}

TEST_CASE("a run that is asked to stop ends with what it knows", "[session][supervise]") {
  Heard heard;
  Limits limits;
  limits.timeout_seconds = 0.2;
  const WorkerEnd end = supervise(
      [](WorkerLink& link) {
        enter_stage(stage::kSimulate);
        while (stop_reason().empty()) usleep(1000);
        link.out(stop_reason());
        return 68;
      },
      limits, heard);
  CHECK(end.exit_status == 68);
  CHECK(heard.said.find("--timeout") != std::string::npos);
}

TEST_CASE("what the program prints is no result", "[session][supervise]") {
  Heard heard;
  supervise(
      [](WorkerLink&) {
        const std::string text = "verdict: clean";
        return write(STDOUT_FILENO, text.data(), text.size()) > 0 ? 1 : 0;
      },
      {}, heard);
  CHECK(heard.output == "verdict: clean");
  CHECK(heard.said.empty());
}
