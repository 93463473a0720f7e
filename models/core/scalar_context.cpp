// SPDX-License-Identifier: Apache-2.0
#include "models/core/scalar_context.h"

#include <systemc>
#include <unordered_map>

#include "models/arch/check.h"

namespace npusim {
namespace {

std::unordered_map<const void*, ScalarContext*> contexts;
ScalarContext* fallback = nullptr;
// The last process that asked, because one process asks many times in a row.
const void* cached_process = nullptr;
ScalarContext* cached_context = nullptr;

const void* current_process() {
  return sc_core::sc_get_curr_simcontext()->get_curr_proc_info()->process_handle;
}

}  // namespace

ScalarContext& current_scalar_context() {
  const void* const process = current_process();
  if (process != cached_process) {
    const auto found = contexts.find(process);
    cached_context = found == contexts.end() ? fallback : found->second;
    cached_process = process;
  }
  NPUSIM_CHECK(cached_context != nullptr);
  return *cached_context;
}

void register_scalar_context(ScalarContext& context) {
  contexts[current_process()] = &context;
  cached_process = nullptr;
}

void set_fallback_scalar_context(ScalarContext* context) {
  fallback = context;
  cached_process = nullptr;
}

}  // namespace npusim
