// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/orchestrator.h"

#include <exception>

#include "models/arch/check.h"
#include "models/timing/runtime_costs.h"

namespace npusim {

namespace cost = runtime_costs;

namespace {

/// What aicpu_orchestration_config returns.
struct OrchestrationConfig {
  int expected_arg_count;
};
using ConfigFunction = OrchestrationConfig (*)(const port::RunArguments&);
using EntryFunction = void (*)(const port::RunArguments&);

port::RunArgument run_argument(const RuntimeArgument& argument) {
  port::RunArgument result{};
  result.address = argument.address;
  result.ndims = static_cast<std::uint32_t>(argument.shape.size());
  NPUSIM_CHECK(result.ndims <= port::kMaxDims);
  result.dtype = static_cast<std::uint8_t>(argument.dtype);
  port::TensorImage& tensor = result.tensor;
  tensor.buffer_address = argument.address;
  tensor.owner_task = port::kInvalidTask;
  tensor.ndims = result.ndims;
  tensor.dtype = result.dtype;
  tensor.is_contiguous = true;
  std::uint64_t elements = 1;
  for (std::uint32_t i = result.ndims; i-- > 0;) {
    result.shapes[i] = tensor.shapes[i] = argument.shape[i];
    tensor.strides[i] = static_cast<std::uint32_t>(elements);
    elements *= argument.shape[i];
  }
  tensor.extent = elements;
  tensor.buffer_bytes = elements * size_bytes(argument.dtype);
  return result;
}

}  // namespace

Orchestrator::Orchestrator(RuntimeState& state, Latency& latency)
    : state_(state),
      thread_(state, latency),
      release_(state, thread_.clock),
      rings_(thread_),
      dependencies_(thread_, rings_),
      tensors_(thread_, dependencies_),
      submission_(thread_, rings_, dependencies_, tensors_) {
  for (const RuntimeArgument& argument : state.program.arguments) {
    arguments_.push_back(run_argument(argument));
  }
}

void Orchestrator::log(bool reaches_device_log) {
  if (reaches_device_log) thread_.clock.spend(cost::kLogLine);
}

void Orchestrator::run() {
  thread_.clock.sleep_until(now());
  try {
    run_program();
  } catch (const OrchestrationAborted&) {
    // Latched by abort().
  } catch (const InternalError&) {
    throw;
  } catch (const std::exception& error) {
    fail(0, std::string("the orchestration ended with an exception: ") + error.what());
  } catch (...) {
    fail(0, "the orchestration ended with an exception that is no std::exception");
  }
  finish();
}

void Orchestrator::run_program() {
  port::RunArguments arguments;
  arguments.tensors = arguments_.data();
  arguments.tensor_count = static_cast<std::int32_t>(arguments_.size());
  arguments.scalars = state_.program.scalars.data();
  arguments.scalar_count = static_cast<std::int32_t>(state_.program.scalars.size());
  if (state_.program.orchestration_config != nullptr) {
    const auto config = reinterpret_cast<ConfigFunction>(state_.program.orchestration_config);
    const int expected = config(arguments).expected_arg_count;
    const int given = arguments.tensor_count + arguments.scalar_count;
    if (given < expected) {  // more than expected is fine, and so is any number if it expects none
      fail(0, "the orchestration expects " + std::to_string(expected) + " arguments and gets " +
                  std::to_string(given));
      return;
    }
  }
  begin_scope(false);
  reinterpret_cast<EntryFunction>(state_.program.orchestration_entry)(arguments);
  while (!thread_.fatal && thread_.scopes.depth() > 0) end_scope();
}

void Orchestrator::finish() {
  // Tasks completed inline are counted only now.
  state_.completed_tasks += submission_.inline_completed();
  state_.total_tasks = static_cast<std::int32_t>(submission_.task_count());
  state_.orchestrator_done = true;
  if (thread_.fatal) state_.completed = true;
  done_ = true;
  state_.announce();
  state_.left.notify(sc_core::SC_ZERO_TIME);
}

void Orchestrator::crash(const std::string& sentence) {
  fail(0, sentence);
  finish();
}

void Orchestrator::begin_scope(bool manual) {
  thread_.clock.spend(cost::kScope);
  if (thread_.fatal) return;
  if (thread_.scopes.depth() == ScopeStack::kMaxDepth) {
    abort("more than 64 nested scopes");
  }
  if (!manual && thread_.scopes.is_manual()) {
    thread_.fail(OrchestratorError::InvalidArgs,
                 "an AUTO scope inside a MANUAL scope is not supported");
    return;
  }
  thread_.scopes.open(manual);
}

void Orchestrator::end_scope() {
  // A scope guard that an exception of the program passes: no waiting in the middle of unwinding.
  if (std::uncaught_exceptions() > 0) return;
  thread_.clock.spend(cost::kScope);
  if (thread_.fatal || thread_.scopes.depth() == 0) return;
  for (TaskSlot* task : thread_.scopes.close()) {
    thread_.clock.spend(cost::kReleaseProducer);
    task->scope_open = false;
    release_.release(*task);
  }
}

}  // namespace npusim
