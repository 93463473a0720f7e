// SPDX-License-Identifier: Apache-2.0
// What a command pays for its supervisor, and for the sandbox of its worker, each alone: the same
// empty work in this process, in a worker, and in a worker that gives up files and calls first.
//
//   supervise_bench [TIMES]
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "session/run/progress.h"
#include "session/supervise/sandbox.h"
#include "session/supervise/supervisor.h"

using namespace npusim::session;

namespace {

class Deaf final : public Listener {
 public:
  void out(std::string_view) override {}
  void report(std::uint32_t, std::string_view) override {}
  Progress& progress() override { return silent_; }
  void printed(std::string_view) override {}

 private:
  SilentProgress silent_;
};

/// Of the processor, by this process and its children that have ended.
double cpu_ms() {
  double sum = 0;
  for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      sum += static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
    }
  }
  return sum;
}

struct Cost {
  double wall_ms, cpu_ms;
};

Cost median_of(int times, const std::function<void()>& work) {
  std::vector<double> walls;
  const double before = cpu_ms();
  for (int i = 0; i < times; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    walls.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::nth_element(walls.begin(), walls.begin() + times / 2, walls.end());
  return {walls[static_cast<std::size_t>(times) / 2], (cpu_ms() - before) / times};
}

void confine() {
  FileAccess access;
  add_system(access);
  access.read.emplace_back("/proc/self");
  access.write.emplace_back("/tmp");
  give_up_files(access);
  give_up_calls({});
}

}  // namespace

/// libsystemc's own main() wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }

int main(int argc, char** argv) {
  const int times = argc > 1 ? std::atoi(argv[1]) : 200;
  Deaf deaf;
  const auto nothing = [](WorkerLink&) { return 0; };
  const auto confined = [](WorkerLink&) {
    // As a run does: for the build, and again for the program's code.
    confine();
    confine();
    return 0;
  };
  const Cost here = median_of(times, [&] { work_here(nothing, {}, deaf); });
  const Cost worker = median_of(times, [&] { supervise(nothing, {}, deaf); });
  fmt::print("{:<28}{:>10}{:>10}\n", "", "wall ms", "CPU ms");
  const auto row = [](const char* name, const Cost& cost, const Cost& without) {
    fmt::print("{:<28}{:>10.2f}{:>10.2f}\n", name, cost.wall_ms - without.wall_ms,
               cost.cpu_ms - without.cpu_ms);
  };
  row("supervisor", worker, here);
  if (!sandbox_missing().empty()) return 0;
  const Cost sandbox = median_of(times, [&] { supervise(confined, {}, deaf); });
  row("sandbox, both stages", sandbox, worker);
}
