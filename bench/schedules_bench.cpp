// SPDX-License-Identifier: Apache-2.0
// What one more schedule of a loaded program costs: a process that has loaded and built the program
// forks a child per seed, as exploration does, with and without the memo of results.
//
//   schedules_bench [PROGRAM [SCHEDULES [JOBS]]]     compressor/ratio4 40 2
//
// Prints CPU time per schedule and schedules a second, and whether every child's outputs had the
// same bytes with and without memo. Exit status 1 if not, or if a child failed.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "models/isa/memo/memo_key_builder.h"
#include "models/memory/address_window.h"
#include "sim/machine/ring_sizes.h"
#include "sim/program/touched_pages.h"
#include "sim/run.h"
#include "traces/arrays/array_file.h"

namespace npusim {
namespace {

constexpr std::uint64_t kMemoBytes = std::uint64_t{256} << 20;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Loaded {
  Program program;
  BuiltProgram built;
  DeviceImage image;
  explicit Loaded(const std::string& name)
      : program(load_program(name, {}, {traces::describe_array, traces::read_array})),
        built(build_program(program)),
        image(program) {}
};

/// A digest of what a run wrote into the output arguments, and where.
isa::MemoKey outputs_digest(const Loaded& loaded, const DeviceView& memory) {
  isa::MemoKeyBuilder digest;
  for (std::size_t i = 0; i < loaded.program.arguments.size(); ++i) {
    const Argument& argument = loaded.program.arguments[i];
    if (!argument.is_output()) continue;
    auto* const bytes = reinterpret_cast<std::uint8_t*>(
        memory.bytes() + (loaded.image.argument_address(i) - kWindowBase));
    for (const ByteRange& range :
         touched_pages(reinterpret_cast<std::byte*>(bytes), argument.size_bytes())) {
      digest.add(range.begin).add_bytes(bytes + range.begin, range.end - range.begin);
    }
  }
  return digest.key();
}

struct Outcome {
  isa::MemoKey digest;
  std::uint64_t cycles = 0;
  bool ended = false;
};

void run_child(const Loaded& loaded, std::uint64_t seed, isa::ArithmeticMemo* memo,
               Outcome& outcome) {
  const DeviceView memory = loaded.image.view_all(heap_bytes(loaded.program, Knobs()));
  RunOptions options;
  options.schedule.seed = seed;
  options.memo = memo;
  const RunResult result = run(loaded.program, loaded.built, loaded.image, memory, options);
  outcome = {outputs_digest(loaded, memory), result.cycles, result.ended};
}

struct Campaign {
  double wall = 0;
  double cpu_per_run = 0;
  const Outcome* outcomes = nullptr;  ///< by seed, in shared memory
};

/// One child per seed, `jobs` at a time.
Campaign explore(const Loaded& loaded, std::uint64_t schedules, unsigned jobs,
                 isa::ArithmeticMemo* memo) {
  auto* const outcomes =
      static_cast<Outcome*>(mmap(nullptr, schedules * sizeof(Outcome), PROT_READ | PROT_WRITE,
                                 MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  if (outcomes == MAP_FAILED) throw std::bad_alloc();
  const double start = seconds_now();
  rusage before{}, after{};
  getrusage(RUSAGE_CHILDREN, &before);
  unsigned running = 0;
  for (std::uint64_t seed = 0; seed < schedules || running > 0;) {
    if (seed < schedules && running < jobs) {
      if (fork() == 0) {
        run_child(loaded, seed, memo, outcomes[seed]);
        _exit(0);
      }
      ++seed;
      ++running;
    } else {
      wait(nullptr);
      --running;
    }
  }
  getrusage(RUSAGE_CHILDREN, &after);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  const double cpu = seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) -
                     seconds(before.ru_stime);
  return {seconds_now() - start, cpu / static_cast<double>(schedules), outcomes};
}

void show(const char* title, const Campaign& campaign, std::uint64_t schedules) {
  fmt::print("{:24} {:6.1f} schedules/s, {:6.1f} ms of CPU a schedule\n", title,
             static_cast<double>(schedules) / campaign.wall, campaign.cpu_per_run * 1e3);
}

int bench(const std::string& name, std::uint64_t schedules, unsigned jobs) {
  const Loaded loaded(name);
  isa::ArithmeticMemo memo(kMemoBytes);
  const Campaign plain = explore(loaded, schedules, jobs, nullptr);
  show("without memo", plain, schedules);
  explore(loaded, 1, 1, &memo);
  const Campaign kept = explore(loaded, schedules, jobs, &memo);
  show("memo, once warm", kept, schedules);
  const auto usage = memo.usage();
  fmt::print("memo: {} hits, {} misses, {} MiB{}\n", usage.hits, usage.misses, usage.bytes >> 20,
             usage.full ? ", full" : "");
  std::uint64_t different = 0;
  for (std::uint64_t seed = 0; seed < schedules; ++seed) {
    const Outcome &a = plain.outcomes[seed], &b = kept.outcomes[seed];
    if (!a.ended || a.ended != b.ended || a.cycles != b.cycles || !(a.digest == b.digest)) {
      ++different;
    }
  }
  fmt::print("{} of {} runs have the same bytes and cycles with and without memo\n",
             schedules - different, schedules);
  return different == 0 ? 0 : 1;
}

}  // namespace
}  // namespace npusim

/// libsystemc's own main() wants this symbol.
extern "C" int sc_main(int, char**) { return 0; }

int main(int argc, char** argv) {
  const std::string program = argc > 1 ? argv[1] : "compressor/ratio4";
  const std::uint64_t schedules = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 40;
  const auto jobs = static_cast<unsigned>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2);
  return npusim::bench(program, schedules, jobs);
}
