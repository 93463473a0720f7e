// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/machine.h"

#include <exception>
#include <utility>

#include <fmt/format.h>

#include "models/arch/check.h"
#include "models/arch/last_place.h"
#include "models/memory/address_window.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

/// Simulated time between two looks at whether the run is over; while any code is looked at, which
/// may turn out to be a loop without end, shorter.
constexpr Cycle kSliceCycles = 50'000;
constexpr Cycle kShortSliceCycles = 5'000;

/// 10.8 ms, as of code that makes no call at all (SilentCode); kernels take microseconds.
constexpr Cycle kNoProgressCycles = 20'000'000;
/// Barriers take a cycle each: so many instructions, in so many cycles, are as clear.
constexpr std::uint64_t kNoProgressInstructions = 500'000;
constexpr Cycle kNoProgressLeastCycles = 500'000;
/// The same where each core goes round in circles, so that only what is under way can change it.
constexpr Cycle kCirclesLeastCycles = 50'000;
/// When the rest of the machine has come to rest after the last thing that happened.
constexpr Cycle kRestCycles = 10'000;

std::vector<std::unique_ptr<Core>> make_cores(const SharedHardware& shared) {
  std::vector<std::unique_ptr<Core>> cores;
  for (CoreId core = 0; core < kCoreCount; ++core) {
    const std::string name = kind_of(core) == CoreKind::AIC
                                 ? fmt::format("aic_{}", core)
                                 : fmt::format("aiv_{}", core - kAicCount);
    cores.push_back(std::make_unique<Core>(name.c_str(), core, shared));
  }
  return cores;
}

std::vector<Worker*> workers(const std::vector<std::unique_ptr<Core>>& cores) {
  std::vector<Worker*> result;
  for (const auto& core : cores) result.push_back(core.get());
  return result;
}

}  // namespace

class Machine::OrchestratorContext : public ScalarContext {
 public:
  OrchestratorContext(TaskRuntime& runtime, EventSink& events, std::function<void()> stop)
      : runtime_(runtime), events_(events), stop_(std::move(stop)) {}

  void before_load(std::uint64_t address, unsigned bytes, Site site) override {
    runtime_.orchestration_loads(address, reinterpret_cast<void*>(address), bytes, site);
  }
  void before_store(std::uint64_t, unsigned, Site site) override {
    FaultEvent event;
    event.kind = FaultEvent::Kind::NotModelled;
    event.agent = kOrchestratorAgent;
    event.site = site;
    event.text =
        "a plain store of the orchestration to device memory is not modelled; use "
        "set_tensor_data";
    event.cycle = now();
    events_.on_fault(event);
    stop_();
  }
  void pass_time() override { silent_code_.pass_time(waiting_for_); }
  const void* native_code() const override { return runtime_.orchestration_code(); }
  [[noreturn]] void stop_after_native_fault(const NativeFault& fault, Site site) override {
    note_native_stack(kOrchestratorAgent, now());
    if (fault.kind == NativeFault::Kind::Exit) {
      note_program_end({describe(fault), kOrchestratorAgent, {}, site, now()});
      stop_();
    }
    runtime_.orchestrator_failed("the orchestration " + describe(fault));
    never_go_on();
  }

  void describe_place(LastPlace& place) const override {
    place.core = ~0u;
    place.task = kNoTask;
    place.cycle = now();
  }

  const std::string& waiting_for() const { return waiting_for_; }

 private:
  TaskRuntime& runtime_;
  SilentCode silent_code_;
  std::string waiting_for_;
  EventSink& events_;
  std::function<void()> stop_;
};

Machine::Machine(sc_core::sc_module_name name, RuntimeProgram program, std::byte* content,
                 std::uint64_t memory_end, const MachineOptions& options, ChoiceSource& choices,
                 std::vector<EventSink*> sinks)
    : sc_module(name),
      knobs_(options.knobs),
      arguments_(program.arguments),
      hub_(std::move(sinks)),
      choice_events_(choices, hub_, [] { return now(); }),
      choices_(hub_.wants(kChoiceEvents) ? choice_events_ : choices),
      latency_(knobs_, choices_),
      gm_(content, kWindowBase, {{kWindowBase, memory_end}}),
      cross_core_(static_cast<std::size_t>(knobs_.cross_core_most_sets)),
      gm_channel_("gm_channel", make_memory_timing(knobs_), choices_),
      cores_(make_cores(
          {knobs_,
           {static_cast<Numerics>(knobs_.numerics), options.empty_arithmetic,
            knobs_.isa_fused_multiply_add != 0, static_cast<NanMinMax>(knobs_.isa_nan_minmax)},
           options.memo,
           latency_,
           choices_,
           hub_,
           gm_,
           gm_channel_,
           cross_core_,
           [this] { stop(); }})) {
  if (options.memo != nullptr) {
    gm_.allow_lending([this] {
      for (const auto& core : cores_) core->give_back_lent_rows();
    });
  }
  if (program.launches.empty()) {
    start_runtime(std::move(program));
  } else {
    start_launches(program);
  }
  work().set_on_finished([] { sc_core::sc_pause(); });
}

void Machine::stop() {
  stopped_ = true;
  sc_core::sc_pause();
}

void Machine::start_runtime(RuntimeProgram program) {
  runtime_ = std::make_unique<TaskRuntime>("task_runtime", std::move(program), workers(cores_), gm_,
                                           knobs_, choices_, hub_);
  orchestrator_context_ =
      std::make_unique<OrchestratorContext>(*runtime_, hub_, [this] { stop(); });
  set_fallback_scalar_context(orchestrator_context_.get());
}

void Machine::start_launches(const RuntimeProgram& program) {
  launches_ = std::make_unique<LaunchQueue>("launch_queue", program, workers(cores_), knobs_, hub_);
}

Machine::~Machine() = default;

/// The tensors that are in device memory before anything runs.
void Machine::announce_arguments() {
  for (const RuntimeArgument& argument : arguments_) {
    BufferEvent event;
    event.kind = BufferEvent::Kind::Argument;
    event.name = argument.name;
    event.address = argument.address;
    event.bytes = size_bytes(argument.dtype);
    for (const std::uint32_t extent : argument.shape) event.bytes *= extent;
    event.dtype = argument.dtype;
    event.shape = argument.shape;
    hub_.on_buffer(event);
  }
}

/// "f[3] (GM)", "UB[64, 68)".
std::string Machine::polled(const FrontEnd::Poll& poll) const {
  if (in_ub_window(poll.address)) {
    const std::uint64_t offset = poll.address - kUbWindowBase;
    return fmt::format("UB[{}, {})", offset, offset + poll.bytes);
  }
  for (const RuntimeArgument& argument : arguments_) {
    std::uint64_t elements = 1;
    for (const std::uint32_t extent : argument.shape) elements *= extent;
    const std::uint64_t element = (poll.address - argument.address) / size_bytes(argument.dtype);
    if (poll.address >= argument.address && element < elements) {
      return fmt::format("element {} of {} (GM)", element, argument.name);
    }
  }
  return fmt::format("GM {:#x}", poll.address);
}

/// A core that polls, or loops over barriers, until the device's own limit has nothing more to
/// show: after kNoProgressCycles in which nobody moved, computed or stored anything, and the
/// runtime did nothing, all that run are parked. Limits then pass at once, as for a core that
/// hangs.
void Machine::look_for_progress() {
  std::uint64_t work = this->work().changes();
  for (const auto& core : cores_) work += core->work_count();
  // A load that brings nothing new counts until it is executed: only a larger number tells.
  if (work > work_) {
    work_ = work;
    progress_cycle_ = now();
    progress_instructions_ = instructions();
    return;
  }
  const Cycle passed = now() - progress_cycle_;
  if (passed >= kRestCycles) park_endless_code();
  const bool circles = std::ranges::all_of(cores_, [](const auto& core) {
    return !core->is_running() || core->front_end().code().is_repeating();
  });
  const bool many = passed >= (circles ? kCirclesLeastCycles : kNoProgressLeastCycles) &&
                    instructions() - progress_instructions_ >= kNoProgressInstructions;
  if (parked_ || (passed < kNoProgressCycles && !many)) return;
  parked_ = true;
  for (const auto& core : cores_) {
    if (!core->is_running()) continue;
    FrontEnd& front_end = core->front_end();
    const FrontEnd::Poll& poll = front_end.last_poll();
    const bool polls = poll.bytes != 0 && poll.cycle + kSliceCycles >= now();
    front_end.park(polls ? fmt::format("polls {}, and nothing has happened for {} cycles",
                                       polled(poll), passed)
                         : fmt::format("loops, and nothing has happened for {} cycles", passed));
  }
}

/// Others than cores that compute in a loop without end do nothing any more. Each such loop is
/// certain, so that what it would still compute shows nothing new.
void Machine::park_endless_code() {
  for (const auto& core : cores_) {
    FrontEnd& front_end = core->front_end();
    if (!core->is_running() || front_end.is_parked() || !front_end.code().is_endless()) continue;
    front_end.park(
        "loops for ever: its registers and stack have come back, and it reads nothing that could "
        "change its way");
  }
}

void Machine::run(const std::function<bool(Cycle)>& goes_on) {
  announce_arguments();
  try {
    while (!stopped_ && !work().finished() && !hub_.failure()) {
      const Cycle slice = RepeatedCode::watched == 0 ? kSliceCycles : kShortSliceCycles;
      sc_core::sc_start(to_sc(slice), sc_core::SC_RUN_TO_TIME);
      look_for_progress();
      if (goes_on && !goes_on(now())) stopped_ = true;
    }
  } catch (const sc_core::sc_report& report) {
    throw InternalError(
        fmt::format("SystemC: {}; please report it with the command line", report.what()));
  }
  end_cycle_ = now();
  gm_.drain();
  for (const auto& core : cores_) core->stop_clocks();
  if (outcome().kind == RuntimeOutcome::Kind::Stalled) {
    for (const auto& core : cores_) core->report_blocked_waits();
  }
  hub_.on_end(end_cycle_);
  if (hub_.failure()) std::rethrow_exception(hub_.failure());
}

std::uint64_t Machine::instructions() const {
  std::uint64_t sum = 0;
  for (const auto& core : cores_) sum += core->instruction_count();
  return sum;
}

std::vector<std::string> Machine::waiting() const {
  std::vector<std::string> lines;
  if (orchestrator_context_ && !orchestrator_context_->waiting_for().empty()) {
    lines.push_back("orchestrator: " + orchestrator_context_->waiting_for());
  }
  for (const auto& core : cores_) {
    std::string line = core->waiting_for();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace npusim
