// SPDX-License-Identifier: Apache-2.0
#include "models/core/scalar_context.h"

#include <systemc>
#include <unordered_map>

#include <fmt/format.h>
#include <unistd.h>

#include "models/arch/check.h"
#include "models/arch/last_place.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

std::unordered_map<const void*, ScalarContext*> contexts;
ScalarContext* fallback = nullptr;
// The last process that asked, because one process asks many times in a row.
const void* cached_process = nullptr;
ScalarContext* cached_context = nullptr;

// SystemC runs all processes on the thread that elaborated them.
thread_local bool is_models_thread = false;

/// A thread that the program has started does nothing to the model: it waits here for the process's
/// end. Its stores are missing in the outputs.
[[noreturn]] void stay_out() {
  while (true) pause();
}

const void* current_process() {
  return sc_core::sc_get_curr_simcontext()->get_curr_proc_info()->process_handle;
}

/// Outside of any process the fallback runs.
void forget_cached() {
  cached_process = nullptr;
  cached_context = fallback;
}

constexpr unsigned kEndlessPauses = 20;

ScalarContext* context_of(const void* process) {
  const auto found = contexts.find(process);
  return found == contexts.end() ? fallback : found->second;
}

}  // namespace

void SilentCode::pass_time(std::string& waiting_for) {
  if (now() != last_look_) {
    last_look_ = now();
    pauses_ = 0;
    return;
  }
  ++pauses_;
  waiting_for = fmt::format(
      "runs scalar code that has made no call for {} million basic blocks (an endless loop?)",
      pauses_ * kBlocksPerPause / 1'000'000);
  if (pauses_ >= kEndlessPauses) {
    never_go_on();
  }
  pass(kBlocksPerPause);
  last_look_ = now();
  waiting_for.clear();
}

ScalarContext& current_scalar_context() {
  if (!is_models_thread) stay_out();
  const void* const process = current_process();
  if (process != cached_process) {
    cached_context = context_of(process);
    cached_process = process;
    if (cached_context != nullptr) cached_context->describe_place(last_place());
  }
  NPUSIM_CHECK(cached_context != nullptr);
  return *cached_context;
}

// Signal handlers call it: it changes nothing.
ScalarContext* find_scalar_context() {
  if (contexts.empty() && fallback == nullptr) return nullptr;
  const void* const process = current_process();
  return process == cached_process ? cached_context : context_of(process);
}

void register_scalar_context(ScalarContext& context) {
  is_models_thread = true;
  contexts[current_process()] = &context;
  forget_cached();
}

void set_fallback_scalar_context(ScalarContext* context) {
  is_models_thread = true;
  fallback = context;
  forget_cached();
}

}  // namespace npusim
