// SPDX-License-Identifier: Apache-2.0
#include "session/run/run_session.h"

#include <filesystem>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include "analysis/blame/blame.h"
#include "analysis/describe/site_text.h"
#include "analysis/golden/bounding_box.h"
#include "analysis/report/source_excerpts.h"
#include "analysis/result/own_limits.h"
#include "analysis/result/verdict.h"
#include "analysis/timeline/use_lanes.h"
#include "cce/port/opcode.h"
#include "models/arch/input_error.h"
#include "models/arch/last_place.h"
#include "models/memory/address_window.h"
#include "session/run/confinement.h"
#include "session/run/output_folder.h"
#include "session/run/recorded_findings.h"
#include "session/run/replay_text.h"
#include "session/run/source_lines.h"
#include "session/run/stopwatch.h"
#include "session/run/trace_data.h"
#include "session/run/version.h"
#include "session/supervise/stage.h"
#include "sim/machine/ring_sizes.h"
#include "sim/program/build_error.h"
#include "traces/arrays/npy_file.h"

namespace npusim::session {
namespace {

std::map<std::string, std::string> knob_values(const Knobs& knobs) {
  std::map<std::string, std::string> values;
  for (const KnobInfo& knob : Knobs::table()) {
    values[std::string(knob.name)] = knobs.get(knob.name);
  }
  return values;
}

std::vector<std::string> opcode_names() {
  std::vector<std::string> names;
  for (const isa::OpcodeInfo& opcode : isa::kOpcodes) names.emplace_back(opcode.name);
  return names;
}

/// By library::TileOp; number 0 is no tile instruction.
std::vector<std::string> tile_op_names() {
  return {
      "",
#define NPUSIM_TILE_OP(NAME) #NAME,
#include "pto/tile_op.def"
#undef NPUSIM_TILE_OP
  };
}

std::uint64_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::ptrdiff_t thread_count() {
  std::error_code ignored;
  const std::filesystem::directory_iterator threads("/proc/self/task", ignored);
  return std::distance(begin(threads), end(threads));
}

}  // namespace

RunSession::RunSession(const RunSettings& settings, LoadedProgram& loaded, Progress& progress)
    : settings_(settings), loaded_(loaded), progress_(progress) {}

RunSession::~RunSession() = default;

analysis::RunReport RunSession::run() {
  if (settings_.suppressions) {
    suppressions_ = analysis::load_suppressions(*settings_.suppressions);
  }
  // Before the run: a wrong path must not cost one.
  if (settings_.out) make_output_folder(*settings_.out);
  require_same_inputs();
  report_.program = settings_.program;
  report_.seed = settings_.schedule.seed;
  report_.schedule = to_string(settings_.schedule);
  report_.knobs = knob_values(settings_.knobs);
  report_.checks = settings_.checks;
  memory_ = std::make_unique<DeviceView>(
      loaded_.image().view_all(heap_bytes(loaded_.program(), settings_.knobs)));
  open_trace();
  judge_ = std::make_unique<RunJudge>(
      JudgeSettings{settings_.checks, settings_.contested_errors, settings_.picture},
      settings_.knobs, loaded_.sources());
  if (judge_->checks() != nullptr && settings_.golden && !loaded_.goldens().expected().empty()) {
    provenance_ = std::make_unique<analysis::Provenance>();
  }
  if (judge_->checks() != nullptr && settings_.found) stream_findings();
  confine_code(false);
  loaded_.load_code();
  report_.compiler = loaded_.built().compiler;
  if (settings_.why) time_ = std::make_unique<analysis::TimeAccount>();
  const std::ptrdiff_t threads = thread_count();
  simulate();
  // Threads that the program has left run on, and may end the process at any time.
  if (thread_count() > threads) last_place().in_program = true;
  analysis::add_own_limits(result_.faults, loaded_.sources(), report_);
  Stopwatch check;
  judge_->report_into(report_, replay_command(settings_), suppressions_, settings_.today);
  // An orchestration that failed has stalled the run by itself.
  if (result_.outcome.orchestrator_code != 0) report_.stall_follows = false;
  if (settings_.golden && result_.ended) compare_goldens();
  report_.wall.check = check.seconds();
  if (settings_.out) write_outputs();
  report_.peak_rss_bytes = peak_rss_bytes();
  analysis::decide(report_);
  report_.excerpts = analysis::source_excerpts(report_.findings, loaded_.source_root());
  draw();
  close_trace();
  return std::move(report_);
}

/// A run that is to be repeated must be of the same program.
void RunSession::require_same_inputs() const {
  if (settings_.expected_inputs.empty() || settings_.rebuild) return;
  std::vector<std::string> changed = differences(settings_.expected_inputs, loaded_.identity());
  if (changed.empty()) return;
  constexpr std::size_t kShown = 5;
  const std::size_t more = changed.size() - std::min(changed.size(), kShown);
  changed.resize(changed.size() - more);
  throw InputError(settings_.program, "", "the program that the recorded run was of",
                   fmt::format("{}{}", fmt::join(changed, ", "),
                               more == 0 ? "" : fmt::format(" and {} more", more)),
                   "restore it, or give --rebuild to run it as it is now");
}

void RunSession::open_trace() {
  if (!settings_.trace) return;
  traces::TraceHeader header;
  header.npusim_version = version();
  header.program = settings_.program;
  header.data_file = settings_.data ? settings_.data->string() : "data.json";
  header.seed = settings_.schedule.seed;
  header.schedule = report_.schedule;
  header.knobs = report_.knobs;
  header.local_accesses = settings_.trace_local;
  header.opcode_names = opcode_names();
  header.tile_op_names = tile_op_names();
  header.replay = replay_command(settings_);
  header.checks =
      settings_.checks.empty() ? "none" : fmt::format("{}", fmt::join(settings_.checks, ","));
  if (settings_.suppressions) header.suppressions = settings_.suppressions->string();
  header.inputs = loaded_.identity();
  if (settings_.trace_data) header.arrays = trace_arrays(loaded_, settings_.golden);
  trace_arrays_ = header.arrays;
  trace_ = std::make_unique<traces::TraceWriter>(*settings_.trace, header, loaded_.sources());
  if (settings_.why) trace_->record_times();
}

void RunSession::close_trace() {
  if (!trace_) return;
  Stopwatch closing;
  if (settings_.trace_data) write_trace_arrays(trace_arrays_, loaded_, *memory_, *trace_);
  if (judge_->checks() != nullptr) trace_->set_findings(finding_records(report_.findings));
  trace_->set_source_lines(source_lines(report_.excerpts));
  trace_->set_verdict(std::string(analysis::name(report_.verdict)));
  trace_->close();
  report_.wall.trace = closing.seconds();
}

void RunSession::simulate() {
  Stopwatch simulate;
  enter_stage(stage::kSimulate);
  progress_.begin("simulate", 0, "tasks");
  RunOptions options;
  options.schedule = settings_.schedule;
  options.knobs = settings_.knobs;
  options.empty_arithmetic = settings_.empty_arithmetic;
  options.sinks = judge_->sinks();
  options.sinks.push_back(&tasks_);
  if (trace_) options.sinks.push_back(trace_.get());
  if (stream_) options.sinks.push_back(stream_.get());
  if (provenance_) options.sinks.push_back(provenance_.get());
  if (time_) options.sinks.push_back(time_.get());
  options.memo = memo_;
  options.max_cycles = settings_.max_cycles;
  options.max_instructions = settings_.max_instructions;
  options.stop_reason = stop_reason;
  if (profile_ != nullptr) {
    options.sinks.push_back(profile_);
    options.choices = &profile_->choices;
  }
  options.progress = [&](Cycle, std::uint64_t complete, std::uint64_t submitted) {
    progress_.update(complete, submitted);
    if (stream_) stream_->flush();
  };
  result_ = npusim::run(loaded_.program(), loaded_.built(), loaded_.image(), *memory_, options);
  progress_.end();
  enter_stage(stage::kReport);
  if (result_.program_end) refuse_program_end();
  report_.wall.simulate = simulate.seconds();
  report_.cycles = result_.cycles;
  report_.instructions = result_.instructions;
  report_.events = result_.events;
  if (time_) {
    report_.time =
        std::make_shared<analysis::TimeReport>(time_->report(result_.cycles, loaded_.sources()));
  }
  if (result_.outcome.kind == RuntimeOutcome::Kind::Stalled) {
    report_.stall_reason = result_.outcome.reason;
    report_.stall = result_.outcome.waiting;
  }
  if (!result_.stopped.empty()) {
    report_.lost.push_back(result_.stopped + "; what comes after is not judged");
    report_.stall = result_.outcome.waiting;
  }
  add_call_stacks();
}

/// Where the code of each core was that stopped by itself or went round in circles.
void RunSession::add_call_stacks() {
  for (const NativeStack& stack : result_.native_stacks) {
    if (report_.stall.empty() || stack.calls.empty()) continue;
    std::string line = fmt::format("{}: ", agent_name(stack.agent));
    for (const Site site : stack.calls) {
      const std::string source = analysis::source_text(loaded_.sources(), site);
      line += fmt::format("{}{}", site == stack.calls.front() ? "at " : ", called from ",
                          source.empty() ? "code without debug information" : source);
    }
    report_.stall.push_back(std::move(line));
  }
}

void RunSession::refuse_program_end() {
  const ProgramEnd& end = *result_.program_end;
  const std::string source = analysis::source_text(loaded_.sources(), end.site);
  throw InputError(source.empty() ? settings_.program : source, agent_name(end.agent),
                   "code that returns", fmt::format("one that {} at cycle {}", end.how, end.cycle),
                   "a kernel or an orchestration must not end the process: return instead");
}

/// What would be in the report if the run ended there.
void RunSession::stream_findings() {
  stream_ = std::make_unique<FindingStream>(
      *judge_->checks(), [this](const std::vector<analysis::Finding>& findings) {
        std::vector<analysis::Finding> told = findings;
        if (settings_.suppressions) {
          told = analysis::apply(suppressions_, std::move(told), settings_.today).findings;
        }
        for (analysis::Finding& finding : told) finding.replay = replay_command(settings_);
        settings_.found(told);
      });
}

/// What the model cannot judge, and our own bugs, are not findings about the program.
void RunSession::compare_goldens() {
  for (GoldenResult& result : loaded_.goldens().compare(*memory_, settings_.picture)) {
    if (result.map) output_maps_.push_back(std::move(*result.map));
    if (!result.comparison.equal) {
      const Argument& output = loaded_.program().arguments[result.argument];
      wrong_outputs_.push_back(
          {output.name, result.comparison.mismatched, result.comparison.first_index,
           analysis::bounding_box(result.wrong, output.shape, size_bytes(output.dtype))});
    }
    if (provenance_ && !result.wrong.empty()) {
      result.comparison.blame =
          analysis::blame(*provenance_, buffer_of(result.argument), result.wrong, report_.findings,
                          tasks_.table(), loaded_.sources());
    }
    report_.golden.push_back(std::move(result.comparison));
  }
}

analysis::BufferMap::Buffer RunSession::buffer_of(std::size_t argument) const {
  const Argument& tensor = loaded_.program().arguments[argument];
  analysis::BufferMap::Buffer buffer;
  buffer.name = tensor.name;
  buffer.address = loaded_.image().argument_address(argument);
  buffer.bytes = tensor.size_bytes();
  buffer.dtype = tensor.dtype;
  for (const std::uint64_t extent : tensor.shape) {
    buffer.shape.push_back(static_cast<std::uint32_t>(extent));
  }
  return buffer;
}

void RunSession::draw() {
  const auto picture = judge_->picture(report_, replay_command(settings_));
  if (!picture) return;
  if (time_) analysis::draw_time(*time_, report_, loaded_.sources(), *picture);
  picture->outputs = std::move(output_maps_);
  picture->sources = report_.excerpts;
  report_.picture = picture;
}

void RunSession::write_outputs() {
  for (std::size_t i = 0; i < loaded_.program().arguments.size(); ++i) {
    const Argument& argument = loaded_.program().arguments[i];
    if (!argument.is_output()) continue;
    traces::write_npy(*settings_.out / (argument.name + ".npy"), argument.dtype, argument.shape,
                      memory_->bytes() + (loaded_.image().argument_address(i) - kWindowBase));
  }
}

}  // namespace npusim::session
