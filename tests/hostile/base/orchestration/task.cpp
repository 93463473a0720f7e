// SPDX-License-Identifier: Apache-2.0
#include <cstdint>

#include "pto_orchestration_api.h"
// ORCHESTRATION_GLOBAL
extern "C" {

__attribute__((visibility("default"))) PTO2OrchestrationConfig aicpu_orchestration_config(
    const ChipTaskArgs&) {
  return PTO2OrchestrationConfig{.expected_arg_count = 1};
}

__attribute__((visibility("default"))) void aicpu_orchestration_entry(const ChipTaskArgs& args) {
  // ORCHESTRATION
  CoreTaskArgs task;
  task.add_inout(args.tensor(0).ref());
  rt_submit_aiv_task(0, task);
}

}  // extern "C"
