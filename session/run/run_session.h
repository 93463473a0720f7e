// SPDX-License-Identifier: Apache-2.0
// One run of a loaded program: simulate with whatever listens, compare with the goldens, report.
#pragma once

#include <memory>
#include <vector>

#include "analysis/blame/provenance.h"
#include "analysis/campaign/run_outcome.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/task_log.h"
#include "analysis/result/run_report.h"
#include "analysis/result/suppressions.h"
#include "analysis/time/time_account.h"
#include "session/run/engine.h"
#include "session/run/finding_stream.h"
#include "session/run/loaded_program.h"
#include "session/run/progress.h"
#include "session/run/run_judge.h"
#include "sim/explore/choice_profile.h"
#include "sim/run.h"
#include "traces/write/trace_writer.h"

namespace npusim::session {

class RunSession {
 public:
  RunSession(const RunSettings& settings, LoadedProgram& loaded, Progress& progress);
  ~RunSession();

  /// Before run(): arithmetic is looked up there.
  void use_memo(isa::ArithmeticMemo& memo) { memo_ = &memo; }
  /// Before run(): what it chooses and starts goes there.
  void profile(ChoiceProfile& profile) { profile_ = &profile; }

  /// The whole run, once. Throws InputError, BuildError, InternalError.
  analysis::RunReport run();

  // After run().
  const RunResult& result() const { return result_; }
  const DeviceView& memory() const { return *memory_; }
  const analysis::TaskTable& tasks() const { return tasks_.table(); }
  /// Where outputs differ from their goldens.
  const std::vector<analysis::WrongOutput>& wrong_outputs() const { return wrong_outputs_; }

 private:
  void require_same_inputs() const;
  void open_trace();
  void simulate();
  void close_trace();
  void add_call_stacks();
  [[noreturn]] void refuse_program_end();
  void stream_findings();
  void compare_goldens();
  analysis::BufferMap::Buffer buffer_of(std::size_t argument) const;
  void write_outputs();
  void draw();

  const RunSettings& settings_;
  LoadedProgram& loaded_;
  Progress& progress_;
  analysis::RunReport report_;
  std::unique_ptr<DeviceView> memory_;
  std::unique_ptr<traces::TraceWriter> trace_;
  std::vector<traces::DataArray> trace_arrays_;  ///< of --trace-data
  std::vector<analysis::Suppression> suppressions_;
  std::unique_ptr<RunJudge> judge_;
  std::unique_ptr<FindingStream> stream_;             ///< with checks, if somebody listens
  std::unique_ptr<analysis::Provenance> provenance_;  ///< with checks and goldens, for blame
  std::unique_ptr<analysis::TimeAccount> time_;       ///< for --why
  std::vector<analysis::OutputMap> output_maps_;
  analysis::TaskLog tasks_;
  isa::ArithmeticMemo* memo_ = nullptr;
  ChoiceProfile* profile_ = nullptr;
  RunResult result_;
  std::vector<analysis::WrongOutput> wrong_outputs_;
};

}  // namespace npusim::session
