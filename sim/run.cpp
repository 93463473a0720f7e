// SPDX-License-Identifier: Apache-2.0
#include "sim/run.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <malloc.h>
#include <sys/mman.h>

#include "models/arch/input_error.h"
#include "models/core/empty_loop_watch.h"
#include "models/core/kernel_globals.h"
#include "models/core/native_fault.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"
#include "sim/launched_kernel.h"
#include "sim/machine/machine.h"
#include "sim/machine/ring_sizes.h"
#include "sim/schedule/scheduled_choices.h"

namespace npusim {
namespace {

/// What the run itself must know of its events.
class RunLog : public EventSink {
 public:
  explicit RunLog(std::vector<FaultEvent>& faults) : faults_(faults) {}
  unsigned wanted() const override { return kFaultEvents | kTaskDescriptions | kTaskEvents; }
  void on_fault(const FaultEvent& event) override { faults_.push_back(event); }
  void on_task_description(const TaskDescription&) override { ++submitted_; }
  void on_task(const TaskEvent& event) override {
    if (event.stage == TaskStage::Completed) ++complete_;
  }
  std::uint64_t submitted() const { return submitted_; }
  std::uint64_t complete() const { return complete_; }

 private:
  std::vector<FaultEvent>& faults_;
  std::uint64_t submitted_ = 0;
  std::uint64_t complete_ = 0;
};

RuntimeKernel runtime_kernel(const BuiltKernel& built) {
  RuntimeKernel kernel;
  kernel.name = built.name;
  if (built.target != KernelTarget::AIV) {
    kernel.aic = reinterpret_cast<KernelEntry>(built.aic_entry);
  }
  if (built.target != KernelTarget::AIC) {
    kernel.aiv = reinterpret_cast<KernelEntry>(built.aiv_entry);
  }
  return kernel;
}

/// A scheduler thread's map of its cores has room for 21 clusters; beyond, the base runtime writes
/// over its neighbours (task-runtime.md section 1.1; mended in ae2611d8c).
void check_core_maps(const RuntimeProgram& program, const KernelConfig& config,
                     const Knobs& knobs) {
  constexpr unsigned kMostClusters = 21;
  const bool base = static_cast<RuntimePolicy>(knobs.runtime_policy) == RuntimePolicy::Base;
  if (!base || program.clusters <= kMostClusters * program.scheduler_threads) return;
  throw InputError(config.file.string(), "RUNTIME_CONFIG.aicpu_thread_num",
                   fmt::format("at most {} clusters a scheduler thread", kMostClusters),
                   fmt::format("{} clusters for {}", program.clusters, program.scheduler_threads),
                   "use more threads or a smaller block_dim; later runtimes take it: "
                   "--set runtime.policy=later");
}

RuntimeProgram runtime_program(const Program& program, const BuiltProgram& built,
                               const DeviceImage& image, const Knobs& knobs) {
  RuntimeProgram result;
  result.orchestration_config = built.orchestration_config;
  result.orchestration_entry = built.orchestration_entry;
  for (const BuiltKernel& kernel : built.kernels) {
    result.kernels[kernel.func_id] = runtime_kernel(kernel);
  }
  for (std::size_t i = 0; i < program.arguments.size(); ++i) {
    const Argument& argument = program.arguments[i];
    RuntimeArgument runtime_argument{argument.name, image.argument_address(i), argument.dtype, {}};
    for (const std::uint64_t extent : argument.shape) {
      runtime_argument.shape.push_back(static_cast<std::uint32_t>(extent));
    }
    result.arguments.push_back(std::move(runtime_argument));
  }
  for (const ScalarArgument& scalar : program.scalars) result.scalars.push_back(scalar.bits);
  for (std::size_t i = 0; i < program.config.launches.size(); ++i) {
    result.launches.push_back(
        launched_kernel(program, program.config.launches[i], built.launches[i], image));
  }
  result.heap_address = image.heap_address();
  result.rings = ring_sizes(program.config, knobs);
  const KernelConfig& config = program.config;
  if (config.block_dim != 0) result.clusters = static_cast<unsigned>(config.block_dim);
  if (config.aicpu_threads != 0) {
    result.scheduler_threads = static_cast<unsigned>(config.aicpu_threads) - 1;
  }
  check_core_maps(result, config, knobs);
  return result;
}

/// A run frees and takes buffers of the same sizes over and over: memory given back to the system
/// in between would be faulted in anew each time. The heap's next stretch comes in large pages,
/// where the system has them.
void prepare_heap() {
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 4 << 20);
  constexpr std::size_t kStretch = 48 << 20, kLargePage = 2 << 20;
  void* const stretch = std::malloc(kStretch);
  if (stretch == nullptr) return;
  const std::uintptr_t begin =
      (reinterpret_cast<std::uintptr_t>(stretch) + kLargePage - 1) / kLargePage * kLargePage;
  madvise(reinterpret_cast<void*>(begin), kStretch - kLargePage, MADV_HUGEPAGE);
  std::free(stretch);
}

std::string limit_reached(const RunOptions& options, Cycle cycle, std::uint64_t instructions) {
  if (options.max_cycles != 0 && cycle >= options.max_cycles) {
    return fmt::format("the run was stopped at cycle {} by --max-cycles {}", cycle,
                       options.max_cycles);
  }
  if (options.max_instructions != 0 && instructions >= options.max_instructions) {
    return fmt::format(
        "the run was stopped at cycle {}, after {} instructions, by "
        "--max-instructions {}",
        cycle, instructions, options.max_instructions);
  }
  const std::string reason = options.stop_reason ? options.stop_reason() : std::string();
  return reason.empty() ? "" : fmt::format("the run was stopped at cycle {}: {}", cycle, reason);
}

/// Objects of kernels, whose variables each core has for itself.
void add_kernel_globals(const BuiltProgram& built) {
  for (const BuiltKernel& kernel : built.kernels) {
    kernel_globals().add(kernel.aic_entry);
    kernel_globals().add(kernel.aiv_entry);
  }
  for (const BuiltLaunch& launch : built.launches) {
    kernel_globals().add(launch.aic_entry);
    kernel_globals().add(launch.aiv_entry);
  }
}

}  // namespace

RunResult run(const Program& program, const BuiltProgram& built, const DeviceImage& image,
              const DeviceView& memory, const RunOptions& options) {
  prepare_heap();
  reserve_address_window();
  install_native_fault_handler();
  const EmptyLoopWatch watch;
  add_kernel_globals(built);
  RunResult result;
  RunLog log(result.faults);
  std::vector<EventSink*> sinks{&log};
  sinks.insert(sinks.end(), options.sinks.begin(), options.sinks.end());

  ScheduledChoices scheduled(options.schedule);
  std::optional<ChoiceLog> logged;
  if (options.choices != nullptr) logged.emplace(scheduled, *options.choices, [] { return now(); });
  ChoiceSource& choices = logged ? static_cast<ChoiceSource&>(*logged) : scheduled;
  // Left as it is at the end of the run: there is no second one in this process, and taking 72
  // cores apart costs a tenth of a short run.
  [[maybe_unused]] static const Machine* left = nullptr;
  auto* const kept =
      new Machine("machine", runtime_program(program, built, image, options.knobs), memory.bytes(),
                  kWindowBase + memory.size(),
                  {options.knobs, options.empty_arithmetic, options.memo}, choices, sinks);
  left = kept;
  Machine& machine = *kept;
  machine.run([&](Cycle cycle) {
    if (options.progress) options.progress(cycle, log.complete(), log.submitted());
    result.stopped = limit_reached(options, cycle, machine.instructions());
    return result.stopped.empty();
  });

  result.ended = machine.ended();
  if (program_end() != nullptr) result.program_end = *program_end();
  result.native_stacks = native_stacks();
  result.outcome = machine.outcome();
  const std::vector<std::string> cores = machine.waiting();
  result.outcome.waiting.insert(result.outcome.waiting.end(), cores.begin(), cores.end());
  result.cycles = machine.end_cycle();
  result.instructions = machine.instructions();
  result.events = machine.events();
  result.unused_deviations = scheduled.unused();
  return result;
}

}  // namespace npusim
