// SPDX-License-Identifier: Apache-2.0
// One run: a built program on a machine, from the first task to the end, a stall, or a stop.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/arch/event_sink.h"
#include "models/arch/knobs.h"
#include "models/core/native_fault.h"
#include "models/isa/memo/arithmetic_memo.h"
#include "models/scheduler/runtime_program.h"
#include "sim/build/build_program.h"
#include "sim/machine/device_image.h"
#include "sim/program/program.h"
#include "sim/schedule/choice_log.h"

namespace npusim {

struct RunOptions {
  Schedule schedule;
  Knobs knobs;
  bool empty_arithmetic = false;        ///< benchmarks: no data, only the model's own work
  isa::ArithmeticMemo* memo = nullptr;  ///< shared between runs: models/isa/memo/arithmetic_memo.h
  std::vector<EventSink*> sinks;        ///< get every event, in this order
  std::vector<MadeChoice>* choices = nullptr;  ///< gets every choice, in the order made
  Cycle max_cycles = 0;                        ///< the run is stopped there; 0: nowhere
  std::uint64_t max_instructions = 0;          ///< the same
  /// Asked now and then whether to stop; why, or empty.
  std::function<std::string()> stop_reason;
  /// Called now and then with the current cycle and how many tasks are complete of those submitted.
  std::function<void(Cycle cycle, std::uint64_t complete, std::uint64_t submitted)> progress;
};

struct RunResult {
  /// How the program ended; nothing if the run was stopped before (see faults).
  RuntimeOutcome outcome;
  bool ended = false;
  std::string stopped;  ///< by which limit, a sentence; empty: by none
  /// The program ended npusim's process, or tried to.
  std::optional<ProgramEnd> program_end;
  std::vector<NativeStack> native_stacks;  ///< of code that failed by itself
  /// What stopped the run or a core: everything the model itself saw.
  std::vector<FaultEvent> faults;
  Cycle cycles = 0;
  std::uint64_t instructions = 0;
  std::uint64_t events = 0;
  /// Deviations of the schedule that this run has no choice for.
  std::vector<ChoiceName> unused_deviations;
};

/// Runs `program` in `memory`, a view of `image`. SystemC elaborates once per process, so this can
/// be called once per process; whoever needs more runs forks. Throws InternalError.
RunResult run(const Program& program, const BuiltProgram& built, const DeviceImage& image,
              const DeviceView& memory, const RunOptions& options);

}  // namespace npusim
