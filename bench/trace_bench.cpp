// SPDX-License-Identifier: Apache-2.0
// What a trace costs: records per second and bytes per record, for a stream like that of a decode
// kernel on 48 AIVs (loads, vector instructions, stores; flags between them).
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <queue>
#include <random>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "models/arch/event_sink.h"
#include "traces/read/query/slice.h"
#include "traces/read/trace_reader.h"
#include "traces/write/trace_writer.h"

using namespace npusim;

namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

class NoSources : public SourceLookup {
 public:
  SourceLocation locate(Site site) const override {
    const auto line = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(site));
    return {"kernels/aiv/k.cpp", line, "kernel_entry", "k.so"};
  }
};

/// One instruction of a core's loop, repeated with another address each time.
struct Step {
  Pipe pipe;
  std::uint16_t opcode;
  std::uint32_t cycles;
  std::array<std::uint64_t, 3> ub_offset;  ///< 0: no such access; the last is written
  std::uint32_t run_bytes, runs, groups;
};

constexpr Step kLoop[] = {
    {Pipe::MTE2, 30, 420, {0, 0, 1024}, 256, 8, 1},
    {Pipe::MTE2, 30, 415, {0, 0, 4096}, 256, 8, 1},
    {Pipe::V, 0, 12, {1024, 4096, 8192}, 32, 8, 8},
    {Pipe::V, 2, 12, {8192, 4096, 16384}, 32, 8, 8},
    {Pipe::V, 17, 20, {16384, 0, 17408}, 32, 8, 4},
    {Pipe::V, 10, 26, {8192, 0, 8192}, 32, 8, 8},
    {Pipe::V, 3, 26, {8192, 16384, 24576}, 32, 8, 8},
    {Pipe::MTE3, 33, 380, {24576, 0, 0}, 256, 8, 1},
};

class Stream {
 public:
  std::uint64_t accesses = 0;
  std::uint64_t events = 0;

  /// Every AIV runs its loop at its own pace; the earliest goes first.
  void send(EventSink& sink, unsigned iterations) {
    using Turn = std::pair<Cycle, unsigned>;
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    std::array<unsigned, kAivCount> done = {};
    for (TaskIndex task = kAicCount / 8; task < kCoreCount / 8; ++task) {
      TaskDescription description;
      description.task = task;
      description.name = "k";
      sink.on_task_description(description);
      ++events;
    }
    for (unsigned aiv = 0; aiv < kAivCount; ++aiv) turns.push({random_() % 5000, aiv});
    while (!turns.empty()) {
      const auto [cycle, aiv] = turns.top();
      turns.pop();
      cycle_ = cycle;
      const Step& step = kLoop[done[aiv] % std::size(kLoop)];
      run(sink, step, static_cast<CoreId>(kAicCount + aiv),
          done[aiv] / static_cast<unsigned>(std::size(kLoop)));
      if (++done[aiv] == iterations * std::size(kLoop)) continue;
      turns.push({cycle + step.cycles / 2 + random_() % (step.cycles / 4 + 2), aiv});
    }
    sink.on_end(cycle_);
  }

 private:
  void run(EventSink& sink, const Step& step, CoreId core, unsigned iteration) {
    const InstructionId id = make_instruction_id(core, ++ordinals_[core]);
    const AgentId agent = agent_of(core, step.pipe);
    complete(sink, core);
    sink.on_issue({id, agent, cycle_});
    InstructionEvent event;
    event.instruction = id;
    event.agent = agent;
    event.block = {core / 8u, core};
    event.site =
        reinterpret_cast<Site>(std::uintptr_t{100} + step.ub_offset[2] / 256 + step.opcode);
    event.opcode = step.opcode;
    event.tile_op = step.opcode;
    event.repeats = step.groups;
    event.issue_cycle = cycle_;
    event.cycle = cycle_ + random_() % 9;
    event.repeat_cycles = step.groups > 1 ? 1 : 0;
    event.tail_cycles = step.cycles;
    sink.on_instruction(event);
    events += 3;
    pending_[core] = {id, agent, event.cycle + step.cycles + random_() % 40};
    for (unsigned k = 0; k < 3; ++k) {
      if (step.ub_offset[k] != 0)
        access(sink, event, step, MemSpace::UB, step.ub_offset[k], k == 2);
    }
    if (step.groups == 1) {
      // Rows of a paged cache: the page comes from a table, the row from the loop.
      const std::uint64_t page = (std::uint64_t{core} * 977 + iteration / 8 * 7919) % 65536;
      const std::uint64_t gm =
          0x120000000000 + page * 131072 + iteration % 8 * 16384 + step.ub_offset[2] / 2;
      access(sink, event, step, MemSpace::GM, gm, step.pipe == Pipe::MTE3);
    }
  }

  void access(EventSink& sink, const InstructionEvent& of, const Step& step, MemSpace space,
              std::uint64_t address, bool is_write) {
    AccessEvent event;
    event.instruction = of.instruction;
    event.agent = of.agent;
    event.space = space;
    event.kind = is_write ? AccessKind::Write : AccessKind::Read;
    event.span = {address,
                  step.run_bytes,
                  step.runs,
                  step.groups,
                  space == MemSpace::GM ? 8192 : step.run_bytes,
                  step.groups > 1 ? 256 : 0};
    event.cycle = of.cycle;
    sink.on_access(event);
    ++accesses;
    ++events;
  }

  void complete(EventSink& sink, CoreId core) {
    if (pending_[core].instruction != 0) sink.on_completion(pending_[core]);
  }

  std::mt19937_64 random_{1};
  Cycle cycle_ = 0;
  std::array<std::uint64_t, kCoreCount> ordinals_ = {};
  std::array<CompletionEvent, kCoreCount> pending_ = {};
};

double cpu_seconds() {
  rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class Ask>
void bench_slice(const traces::TraceReader& trace, const char* what, Ask ask) {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "npusim_trace_bench_slice.h5";
  traces::EventFilter filter;
  ask(filter);
  const auto start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  const std::uint64_t events = traces::write_slice(trace, filter, path);
  fmt::print("slice by {}: {} events, {:.2f} s, {:.2f} s of CPU\n", what, events,
             seconds_since(start), cpu_seconds() - cpu);
  std::filesystem::remove(path);
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned iterations = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 4000;
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "npusim_trace_bench.h5";
  traces::TraceHeader header;
  header.local_accesses = true;

  auto start = std::chrono::steady_clock::now();
  EventSink none;
  Stream generator;
  generator.send(none, iterations);
  const double generate = seconds_since(start);

  const NoSources sources;
  Stream stream;
  start = std::chrono::steady_clock::now();
  const double cpu = cpu_seconds();
  traces::TraceWriter writer(path, header, sources);
  stream.send(writer, iterations);
  const double sent = seconds_since(start);
  writer.close();
  const double closed = seconds_since(start);
  const double used = cpu_seconds() - cpu;

  start = std::chrono::steady_clock::now();
  const traces::TraceReader reader(path);
  EventSink sink;
  reader.replay_events(sink);
  const double replay = seconds_since(start);

  const auto millions = [&](double seconds) {
    return static_cast<double>(stream.events) / 1e6 / seconds;
  };
  const auto bytes = static_cast<double>(reader.info().file_bytes);
  fmt::print("{} events, {} of them accesses; making them takes {:.2f} s\n", stream.events,
             stream.accesses, generate);
  fmt::print(
      "write {:.2f} M records/s ({:.2f} s until the last event, {:.2f} s until closed, "
      "{:.2f} s of CPU)\n",
      millions(closed), sent, closed, used);
  fmt::print("file {:.1f} MB, {:.2f} bytes per record\n", bytes / 1e6,
             bytes / static_cast<double>(stream.events));
  fmt::print("replay {:.2f} M records/s\n", millions(replay));
  bench_slice(reader, "task 3", [](traces::EventFilter& filter) { filter.tasks = {"3"}; });
  bench_slice(reader, "task 3, block 30", [](traces::EventFilter& filter) {
    filter.tasks = {"3"};
    filter.blocks = {30};
  });
  bench_slice(reader, "64 KiB of GM", [](traces::EventFilter& filter) {
    filter.addresses =
        traces::NumberRange{0x120000000000 + 131072 * 1000, 0x120000000000 + 131072 * 1000 + 65536};
  });
  if (argc <= 2) std::filesystem::remove(path);
  return 0;
}
