// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/task_runtime.h"

#include <algorithm>

#include "models/arch/check.h"
#include "models/scheduler/stall_report.h"

namespace npusim {

namespace {

/// Orchestrations run natively on this stack.
constexpr std::size_t kOrchestratorStack = 16u << 20;
constexpr std::size_t kSchedulerStack = 256u << 10;

/// How often the host looks whether cores have left after a fatal error.
constexpr Cycle kHostPollCycles = cycles_from_ns(100e3);

}  // namespace

TaskRuntime::TaskRuntime(sc_core::sc_module_name name, RuntimeProgram program,
                         std::vector<Worker*> workers, AicpuMemory& memory, const Knobs& knobs,
                         ChoiceSource& choices, EventSink& events)
    : sc_module(name),
      program_(std::move(program)),
      latency_(knobs, choices),
      op_limit_(knobs),
      state_(program_, knobs, memory, events),
      workers_(std::move(workers)),
      orchestrator_(state_, latency_) {
  NPUSIM_CHECK(workers_.size() == kCoreCount);
  std::vector<TaskDispatcher*> peers;
  for (unsigned thread = 0; thread < program_.scheduler_threads; ++thread) {
    dispatchers_.push_back(std::make_unique<TaskDispatcher>(thread, state_, latency_, workers_));
    peers.push_back(dispatchers_.back().get());
  }
  const auto add_process = [&](const std::string& process, std::size_t stack, AgentId agent,
                               std::function<void()> body) {
    processes_.push_back(std::make_unique<AicpuProcess>(
        process.c_str(), stack, [this, agent, body] { guarded(body, agent); }));
  };
  for (TaskDispatcher* dispatcher : peers) {
    dispatcher->set_peers(peers);
    const auto thread = static_cast<unsigned>(processes_.size());
    add_process("scheduler_" + std::to_string(thread), kSchedulerStack, scheduler_agent(thread),
                [dispatcher] { dispatcher->run(); });
  }
  add_process("orchestrator", kOrchestratorStack, kOrchestratorAgent,
              [this] { orchestrator_.run(); });
  add_process("watch", kSchedulerStack, kOrchestratorAgent, [this] { watch(); });
  set_current_orchestrator(&orchestrator_);
}

TaskRuntime::~TaskRuntime() { set_current_orchestrator(nullptr); }

void TaskRuntime::guarded(const std::function<void()>& body, AgentId agent) {
  std::string trouble;
  try {
    body();
    return;
  } catch (const std::exception& error) {
    trouble = error.what();
  }
  FaultEvent event;
  event.kind = FaultEvent::Kind::InternalError;
  event.agent = agent;
  event.text = trouble;
  event.cycle = now();
  state_.events.on_fault(event);
  state_.explain(trouble);
  broken_ = true;
  state_.left.notify(sc_core::SC_ZERO_TIME);
}

bool TaskRuntime::all_left() const {
  return orchestrator_.done() &&
         std::all_of(dispatchers_.begin(), dispatchers_.end(),
                     [](const auto& dispatcher) { return dispatcher->done(); });
}

bool TaskRuntime::cores_idle() const {
  for (const auto& dispatcher : dispatchers_) {
    for (const CoreSlots& core : dispatcher->tracker().cores()) {
      const Condition condition = core.worker->condition();
      if (core.sequence != 0 && (condition.sequence != core.sequence || !condition.finished)) {
        return false;
      }
    }
  }
  return true;
}

void TaskRuntime::watch() {
  const Cycle op_limit = op_limit_.cycles();
  const Cycle stream_limit = op_limit_.host_cycles();
  while (!all_left() && !broken_ && now() < op_limit) {
    sc_core::wait(to_sc(op_limit - now()), state_.left);
  }
  std::vector<const TaskDispatcher*> dispatchers;
  for (const auto& dispatcher : dispatchers_) dispatchers.push_back(dispatcher.get());
  outcome_.waiting = stall_report(state_, orchestrator_, dispatchers);
  if (!broken_ && !all_left() && !state_.has_error()) {
    outcome_.host_code = kAicpuException;
    state_.explain("the run did not end within the " + op_limit_.described());
  } else if (!broken_ && state_.has_error()) {
    // The runtime has told the cores to leave; one that hangs keeps the host waiting.
    // One that took an exception is reported at once.
    while (!(all_left() && cores_idle()) && !a_core_faulted() && now() < stream_limit) {
      pass(kHostPollCycles);
    }
    outcome_.host_code = now() < stream_limit ? kAicpuException : kStreamTimeout;
  }
  conclude();
}

bool TaskRuntime::a_core_faulted() const {
  for (const auto& dispatcher : dispatchers_) {
    for (const CoreSlots& core : dispatcher->tracker().cores()) {
      if (core.worker->has_faulted()) return true;
    }
  }
  return false;
}

void TaskRuntime::conclude() {
  const bool stalled = broken_ || outcome_.host_code != 0;
  outcome_.kind = stalled ? RuntimeOutcome::Kind::Stalled : RuntimeOutcome::Kind::Finished;
  outcome_.orchestrator_code = state_.orchestrator_code;
  outcome_.scheduler_code = state_.scheduler_code;
  if (stalled) outcome_.reason = stall_sentence(state_, outcome_.host_code);
  if (!stalled) outcome_.waiting.clear();
  finished_ = true;
  if (on_finished_) on_finished_();
}

}  // namespace npusim
